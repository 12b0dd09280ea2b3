// SPDX-License-Identifier: GPL-2.0-or-later
// Draft: the matches of a rule of iptables that is being put together, and what is known of the packets that pass
// them. It knows what one rule can hold; what it cannot goes on in a further chain, which is its owner's affair
// (write_rule.cpp).
#pragma once

#include "backend/iptables/export/match_facts.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace rulec::ipt {

struct Draft {
    std::vector<Extension> matches;
    std::size_t chain = 0; // index, where the rule will be
    bool builtin = false;
    bool counts = false;                  // a match among them changes with each packet
    bool own_chain = false;               // in a chain that was made for the rule of nf_tables
    std::optional<std::uint8_t> protocol; // of the packets here
    std::optional<std::uint8_t> joined;   // of all packets that get to this statement, by whichever way
};

enum class Fit : std::uint8_t {
    added,
    no_packet,   // passes this and what is there already
    other_chain, // not beside what is there: nothing was added, put the draft into a chain and ask again
    cannot,      // iptables has no such match here: why_not says so
};

struct Fitted {
    Fit fit = Fit::added;
    std::string_view why_not = {};
};

// Adds a test to the draft, and moves from `piece` if it is added. `in_own_match` is kept for the tests of one way:
// once a test that stands alone made a match of its own, the others go into that. `site` is the user's chain.
Fitted add_test(const Context& context, const Site& site, Draft& draft, Piece& piece, bool& in_own_match);

} // namespace rulec::ipt
