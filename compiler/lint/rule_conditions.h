// SPDX-License-Identifier: GPL-2.0-or-later
// The conditions of a rule from left to right, with what lies between them.
#pragma once

#include "compiler/lint/conditions.h"

#include <vector>

namespace rulec::lint {

struct Stated {
    std::size_t statement; // index into the rule's statements
    const model::Match* match;
    Condition condition;
    std::size_t actions_before; // how many stand before it
    std::size_t changes_before; // how many of these change what is seen behind them
};

std::vector<Stated> conditions_of(const model::Rule& rule, const model::Table& table);

// Do both look at the same octets?
bool same_octets(const Stated& a, const Stated& b);

} // namespace rulec::lint
