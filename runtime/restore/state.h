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

    Chain* find(std::string_view chain);
    const Chain* find(std::string_view chain) const;
};

struct State {
    std::vector<Table> tables;

    const Table* find(std::string_view table) const;
};

// What iptables-save prints without -c. Lines of another shape are passed over.
State read_saved(std::string_view text);

State state_of(const ipt::Ruleset& ruleset);

// "-j rulec-INPUT": how a built-in chain leads to one of rulec's. Rules of any other shape are somebody else's.
bool is_entry(const Rule& rule);

} // namespace rulec::restore
