// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/ipset/words.h"

#include <algorithm>

namespace rulec::ipset {
namespace {

constexpr std::string_view kSpace = " \t\r";

} // namespace

bool split_line(std::string_view text, Span line, std::vector<Word>& words) {
    words.clear();
    for (std::size_t at = text.find_first_not_of(kSpace); at < text.size(); at = text.find_first_not_of(kSpace, at)) {
        const bool quoted = text[at] == '"';
        const std::size_t end = quoted ? text.find('"', at + 1) : text.find_first_of(kSpace, at);
        const bool closed = !quoted || end != text.npos;
        const std::size_t behind = std::min(end, text.size()) + (quoted && closed ? 1 : 0);
        const std::string_view inside = quoted ? text.substr(at + 1, end - at - 1) : text.substr(at, end - at);
        words.push_back({.text = inside,
                         .span = {line.file, static_cast<std::uint32_t>(line.begin + at),
                                  static_cast<std::uint32_t>(line.begin + behind)},
                         .quoted = quoted});
        if (!closed) return false;
        at = behind;
    }
    return true;
}

} // namespace rulec::ipset
