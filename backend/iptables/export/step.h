// SPDX-License-Identifier: GPL-2.0-or-later
// A rule of IR on its way to iptables: a sequence of steps. A step is passed by a packet that takes one of its ways,
// or, negated, none of them; a way is tests that must all hold, and then what is done. Who makes steps knows fields
// and targets; who writes them (write_rule.h) knows rules and chains.
#pragma once

#include "backend/iptables/ruleset.h"

#include <utility>
#include <vector>

namespace rulec::ipt {

// One option of a match.
struct Piece {
    const ExtensionRow* row = nullptr;
    Option option;
    bool alone = false;  // in a match of its own: options beside it would change what it means
    bool counts = false; // asking changes the answer to the next packet: limit, quota, statistic
};

struct Effect {
    Target target;      // none: the packet is counted
    bool final = false; // no statement of the rule is behind it
    // Tests that keep the target from packets that it is not for; the rule goes on with them all the same.
    std::vector<Piece> only = {};
    std::optional<Counters> counters = {}; // of a count: what it begins with
};

struct Way {
    std::vector<Piece> tests;
    std::vector<Effect> effects;
    std::vector<Piece> confirm = {}; // that an effect did what it was to do: the rule goes on only if these hold then
    bool confirm_last = false;       // even if nothing follows
};

struct Step {
    bool negated = false; // then without effects
    std::vector<Way> ways;
};

inline Step one_way(Way way) {
    Step step;
    step.ways.push_back(std::move(way)); // an initialiser would copy it
    return step;
}
inline Step any_packet() {
    return one_way({});
}
inline Step no_packet() {
    return {};
}

} // namespace rulec::ipt
