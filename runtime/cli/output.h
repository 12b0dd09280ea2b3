// SPDX-License-Identifier: GPL-2.0-or-later
// Standard output and standard error, written whole or with a word about why not.
#pragma once

#include "runtime/cli/exit_code.h"

#include <string_view>

namespace rulec::cli {

// Makes writing to a closed pipe an error code instead of a signal, and occupies descriptors 0 to 2 if the caller
// closed them, so that no file or socket of ours becomes somebody's standard output.
void prepare_standard_streams();

// A reader that went away (EPIPE) is its own decision and fine; any other failure is told on standard error.
ExitCode write_output(std::string_view text);

// Nothing can be done about a failure here.
void write_error(std::string_view text);

bool is_terminal_output(int descriptor);

} // namespace rulec::cli
