// SPDX-License-Identifier: GPL-2.0-or-later
// The exit codes of every command; scripts depend on them, so they never change.
#pragma once

namespace rulec::cli {

enum class ExitCode : int {
    fine = 0,
    findings = 1, // the input has errors, or a difference was asked for and found
    usage = 2,    // the command line is wrong
    system = 3,   // a file cannot be read, output cannot be written, the kernel refused
};

inline ExitCode worse(ExitCode a, ExitCode b) {
    return static_cast<int>(a) >= static_cast<int>(b) ? a : b;
}

} // namespace rulec::cli
