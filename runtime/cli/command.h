// SPDX-License-Identifier: GPL-2.0-or-later
// The commands of rulec. Each is one file that declares its own options and prints its own help; commands.cpp holds
// the table of them. A command never calls another one.
#pragma once

#include "runtime/cli/exit_code.h"

#include <span>
#include <string_view>

namespace rulec::cli {

// What stands behind the command's name on the command line.
using Arguments = std::span<char* const>;

struct Command {
    std::string_view name;
    std::string_view summary; // one line, for `rulec --help`
    ExitCode (*run)(Arguments);
};

std::span<const Command> commands();

ExitCode run_check(Arguments arguments);
ExitCode run_compile(Arguments arguments);
ExitCode run_apply(Arguments arguments);
ExitCode run_fmt(Arguments arguments);
ExitCode run_list(Arguments arguments);
ExitCode run_import(Arguments arguments);
ExitCode run_explain(Arguments arguments);
ExitCode run_version(Arguments arguments);

} // namespace rulec::cli
