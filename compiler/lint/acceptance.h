// SPDX-License-Identifier: GPL-2.0-or-later
// Acceptance: can a base chain let a class of packets pass? Walks everything the chain leads to; an earlier rule that
// drops them is not counted, so that "no" is certain and "yes" is a guess.
#pragma once

#include "compiler/lint/lints.h"
#include "compiler/lint/traffic.h"

namespace rulec::lint {

// A base chain of some table.
struct BaseAt {
    const model::Table& table;
    const model::ChainGraph& graph;
    const model::Chain& chain;
};

// Calls `each` with every base chain of type filter at `hook` in a table of IP packets that is awake, in which a
// packet that no rule accepts is lost: its policy is drop, or its last rule drops everything. Not while there may be
// rules in files that are not here.
template <class Each>
void for_each_closed_chain(const Subject& subject, catalog::Hook hook, Each each);

bool is_closed(const model::Table& table, const model::Chain& chain, catalog::Hook hook);

bool may_accept(const BaseAt& base, const Traffic& traffic);

template <class Each>
void for_each_closed_chain(const Subject& subject, catalog::Hook hook, Each each) {
    if (subject.ruleset.open_ended) return;
    for (std::size_t t = 0; t < subject.ruleset.tables.size(); ++t) {
        const model::Table& table = subject.ruleset.tables[t];
        for (const model::Chain& chain : table.chains) {
            if (is_closed(table, chain, hook)) each(BaseAt{table, subject.graphs[t], chain});
        }
    }
}

// Where the chain says that it drops: for findings.
std::string how_it_drops(const model::Chain& chain);

} // namespace rulec::lint
