// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/cli/command.h"

#include <array>

namespace rulec::cli {
namespace {

constexpr auto kCommands = std::to_array<Command>({
    {"check", "find mistakes, without root and without a kernel", run_check},
    {"compile", "show a ruleset as one of the compiler's stages sees it", run_compile},
    {"fmt", "write rulesets in the one style, which keeps meaning and comments", run_fmt},
    {"apply", "make the kernel's tables what the file says, in one transaction", run_apply},
    {"list", "print the kernel's tables in the language of ruleset files", run_list},
    {"import", "write another format as a ruleset", run_import},
    {"explain", "explain a diagnostic by its code", run_explain},
    {"version", "print the version", run_version},
});

} // namespace

std::span<const Command> commands() {
    return kCommands;
}

} // namespace rulec::cli
