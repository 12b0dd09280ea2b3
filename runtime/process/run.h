// SPDX-License-Identifier: GPL-2.0-or-later
// run(): another program, given some input, to its end, or for as long as it may take. No shell is involved.
#pragma once

#include "compiler/support/result.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rulec::process {

struct Finished {
    int exit_code = 0; // 128 + N if signal N ended it
    std::string output, errors;

    bool ended_by_signal() const { return exit_code > 128; }
};

// Where the shell would find it, or in /usr/sbin or /sbin, which the PATH of `su` lacks.
std::optional<std::string> find_program(std::string_view name);

// `words[0]` is a path. Its messages are in English. A program that does not read all of its input is no failure;
// one that cannot be started is. One that takes longer than `limit` is killed, and that is an error ETIMEDOUT; what
// it has itself started is not looked for. Must not be called while SIGPIPE ends the process (cli/output.cpp sees to
// that).
Result<Finished> run(const std::vector<std::string>& words, std::string_view input, std::chrono::seconds limit);

// From now on, SIGINT, SIGTERM and SIGHUP do not end this process, only the programs that it runs: what has begun is
// finished or taken back, and the outcome is told.
void hold_signals();

} // namespace rulec::process
