// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/import/run_rules.h"

#include <algorithm>
#include <array>

namespace rulec::ipt {

std::string_view first_word(std::string_view text) {
    return text.substr(0, text.find(' '));
}

bool is_final(const Line& line) {
    constexpr auto kFinal = std::to_array<std::string_view>(
        {"accept", "drop", "reject", "return", "goto", "queue", "snat", "dnat", "masquerade", "redirect"});
    return std::ranges::find(kFinal, first_word(line.action)) != kFinal.end();
}

bool is_plain(const Line& line) {
    return line.remark.empty() && line.counter.empty() && !line.stateful && !line.action.empty();
}

} // namespace rulec::ipt
