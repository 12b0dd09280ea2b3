// SPDX-License-Identifier: GPL-2.0-or-later
// Lines and words of what iptables-save and `ipset save` print.
#pragma once

#include <algorithm>
#include <string_view>

namespace rulec::restore {

// What stands in front of the next `end`, which goes with it.
inline std::string_view take_until(char end, std::string_view& text) {
    const std::string_view part = text.substr(0, text.find(end));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    return part;
}

inline std::string_view take_line(std::string_view& text) {
    return take_until('\n', text);
}
inline std::string_view take_word(std::string_view& line) {
    return take_until(' ', line);
}

} // namespace rulec::restore
