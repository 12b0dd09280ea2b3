// SPDX-License-Identifier: GPL-2.0-or-later
// Text from outside, made fit for a terminal: control characters, invalid UTF-8 and the invisible marks that
// reorder text are spelled out in ASCII; everything else stays. Knows how many terminal columns each octet takes, so
// that carets stand under what they mean. Knows nothing of diagnostics.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rulec::diag {

// One line of source as it is shown. `column_of[i]` is the terminal column where octet i begins, from 0; the entry
// behind the last octet is the width of the whole.
struct PrintableLine {
    std::string text;
    std::vector<std::uint32_t> column_of;
};

// Tabs become spaces up to the next multiple of four; a newline is a control character here.
PrintableLine printable_line(std::string_view line);

// For messages: newlines stay, tabs become spaces.
std::string printable(std::string_view text);

// The largest offset <= `offset` at which a UTF-8 sequence of `text` starts.
std::size_t character_start(std::string_view text, std::size_t offset);

} // namespace rulec::diag
