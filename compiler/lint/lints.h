// SPDX-License-Identifier: GPL-2.0-or-later
// The lints that look at the model: one function and one file each; lints.cpp holds the table of them. What shows
// only in the text (host bits of a prefix, unused variables) is reported where the text is read, in sema, under a
// code of the same list.
//
// A lint takes time linear in the ruleset, and looks at elements of sets only where it must: there may be millions.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/lint/uses.h"
#include "compiler/model/chain_graph.h"
#include "compiler/model/ruleset.h"

#include <span>
#include <vector>

namespace rulec::lint {

// What every lint gets: the ruleset, and what several of them would have to find out of it.
struct Subject {
    explicit Subject(const model::Ruleset& of);

    const model::Ruleset& ruleset;
    std::vector<model::ChainGraph> graphs; // by table
    std::vector<Uses> uses;                // by table

    // Calls `each` with every table that the file has rules for, and what they use: the rules of other tables are
    // elsewhere. With none if files that are not here may have more rules.
    template <class Each>
    void for_each_ruled_table(Each each) const {
        if (ruleset.open_ended) return;
        for (std::size_t i = 0; i < ruleset.tables.size(); ++i) {
            if (uses[i].has_rules) each(ruleset.tables[i], uses[i]);
        }
    }
};

struct Lint {
    diag::Code code;
    void (*run)(const Subject&, diag::Sink&);
};
std::span<const Lint> lints();

void accepts_everything(const Subject& subject, diag::Sink& sink);
void auto_merge_with_timeout(const Subject& subject, diag::Sink& sink);
void counters_lost_by_merge(const Subject& subject, diag::Sink& sink);
void empty_drop_chain(const Subject& subject, diag::Sink& sink);
void empty_set_never_filled(const Subject& subject, diag::Sink& sink);
void flush_ruleset(const Subject& subject, diag::Sink& sink);
void jump_to_empty_chain(const Subject& subject, diag::Sink& sink);
void neighbour_discovery_blocked(const Subject& subject, diag::Sink& sink);
void no_established_accept(const Subject& subject, diag::Sink& sink);
void no_loopback_accept(const Subject& subject, diag::Sink& sink);
void overlapping_elements(const Subject& subject, diag::Sink& sink);
void policy_accept_vmap(const Subject& subject, diag::Sink& sink);
void policy_drop_in_nat(const Subject& subject, diag::Sink& sink);
void queue_without_bypass(const Subject& subject, diag::Sink& sink);
void unbounded_dynamic_set(const Subject& subject, diag::Sink& sink);
void unused_chain(const Subject& subject, diag::Sink& sink);
void unused_flowtable(const Subject& subject, diag::Sink& sink);
void unused_map(const Subject& subject, diag::Sink& sink);
void unused_object(const Subject& subject, diag::Sink& sink);
void unused_set(const Subject& subject, diag::Sink& sink);
void v6_unfiltered(const Subject& subject, diag::Sink& sink);

} // namespace rulec::lint
