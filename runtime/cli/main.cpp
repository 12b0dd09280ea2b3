// SPDX-License-Identifier: GPL-2.0-or-later
// rulec: finds the command and runs it.
#include "compiler/support/suggest.h"
#include "runtime/cli/command.h"
#include "runtime/cli/output.h"

#include <new>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace rulec::cli {
namespace {

std::string usage() {
    std::string text =
        "rulec: a compiler for firewall rulesets\n\nusage: rulec COMMAND [OPTIONS] [FILE...]\n\ncommands:\n";
    for (const Command& command : commands())
        text += fmt::format("  {:<10} {}\n", command.name, command.summary);
    text += "\n`rulec COMMAND --help` is the manual of a command; `-` as FILE reads standard input.\n"
            "exit codes: 0 fine, 1 the input has findings, 2 usage, 3 the system or the kernel failed\n";
    return text;
}

const Command* find_command(std::string_view name) {
    for (const Command& command : commands()) {
        if (command.name == name) return &command;
    }
    return nullptr;
}

ExitCode unknown_command(std::string_view name) {
    std::vector<std::string_view> names;
    for (const Command& command : commands())
        names.push_back(command.name);
    write_error(fmt::format("rulec: no such command: {}\n", name));
    if (const auto meant = nearest(name, names)) write_error(fmt::format("did you mean `{}`?\n", *meant));
    write_error("`rulec --help` lists the commands\n");
    return ExitCode::usage;
}

ExitCode run(Arguments arguments) {
    if (arguments.empty()) {
        write_error(usage());
        return ExitCode::usage;
    }
    const std::string_view name = arguments.front();
    if (name == "--help" || name == "-h" || name == "help") return write_output(usage());
    if (name == "--version") return run_version({});
    const Command* command = find_command(name);
    return command == nullptr ? unknown_command(name) : command->run(arguments.subspan(1));
}

} // namespace
} // namespace rulec::cli

int main(int argc, char** argv) {
    using namespace rulec::cli;
    prepare_standard_streams();
    // Only exhausted memory throws through our code; everything else is caught where a library is called.
    try {
        return static_cast<int>(run(Arguments(argv, static_cast<std::size_t>(argc)).subspan(argc > 0 ? 1 : 0)));
    } catch (const std::bad_alloc&) {
        write_error("rulec: out of memory\n");
        return static_cast<int>(ExitCode::system);
    }
}
