// SPDX-License-Identifier: GPL-2.0-or-later
// State: the chains of iptables' tables and their rules as lines, live ones or wanted ones. What a line means is of
// no account here; two of them are compared as iptables-save prints them.
#pragma once

#include "backend/iptables/ruleset.h"
#include "compiler/source/span.h"

#include <string>
#include <string_view>
#include <vector>

namespace rulec::restore {

// Chains of rulec's carry it in front of their names. Whoever made a chain without it, it was not rulec.
inline constexpr std::string_view kPrefix = "rulec-";
inline bool is_ours(std::string_view chain) {
    return chain.starts_with(kPrefix);
}

struct Rule {
    std::string text; // behind "-A CHAIN "
    Span span;        // unknown in live ones
    friend bool operator==(const Rule& a, const Rule& b) { return a.text == b.text; }
};

struct Chain {
    std::string name;
    std::string policy; // "-": a user's chain
    std::vector<Rule> rules;
    Span span;

    bool is_builtin() const { return policy != "-"; }
};

struct Table {
    std::string name;
    std::vector<Chain> chains;

    const Chain* find(std::string_view chain) const;
};

struct State {
    std::vector<Table> tables;
    // What iptables-nft-save says that nft has put into its tables and it cannot show.
    std::vector<std::string> hidden_tables;      // nothing of them is in `tables`
    std::vector<std::string> hidden_base_chains; // names of tables that have some
    bool whole = true;                           // each table has its end, and there are tables if there is any text

    const Table* find(std::string_view table) const;
};

// What iptables-save prints without -c. Lines of another shape are passed over. A quoted argument may have line ends
// in it: what looks like rules in the comment of a rule is none.
State read_saved(std::string_view text);

State state_of(const ipt::Ruleset& ruleset);

// The chain that a printed rule leads to: what is behind its last "-j" or "-g". It may be a target's name.
std::string_view destination_of(const Rule& rule);

// "-j rulec-INPUT": how a built-in chain leads to one of rulec's. Rules of any other shape are somebody else's.
bool is_entry(const Rule& rule);

} // namespace rulec::restore
