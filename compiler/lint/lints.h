// SPDX-License-Identifier: GPL-2.0-or-later
// The lints that look at the model: one function and one file each; lints.cpp holds the table of them. What shows
// only in the text (host bits of a prefix, unused variables) is reported where the text is read, in sema, under a
// code of the same list.
//
// A lint takes time linear in the ruleset, and looks at elements of sets only where it must: there may be millions.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/lint/traits.h"
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
    std::vector<model::ChainGraph> graphs;                // by table
    std::vector<std::vector<std::vector<Traits>>> traits; // by table, chain and rule
    std::vector<Uses> uses;                               // by table

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

// A rule and where it stands.
struct RuleAt {
    const model::Table& table;
    std::size_t table_index;
    std::size_t chain; // index into the table's chains
    const model::Rule& rule;
};

// Calls `each` with a RuleAt for every rule that has one of the traits.
template <class Each>
void for_each_rule(const Subject& subject, Traits traits, Each each) {
    for (std::size_t t = 0; t < subject.ruleset.tables.size(); ++t) {
        const model::Table& table = subject.ruleset.tables[t];
        for (std::size_t c = 0; c < table.chains.size(); ++c) {
            for (std::size_t r = 0; r < table.chains[c].rules.size(); ++r) {
                if ((subject.traits[t][c][r] & traits) != 0) each(RuleAt{table, t, c, table.chains[c].rules[r]});
            }
        }
    }
}

struct Lint {
    diag::Code code;
    void (*run)(const Subject&, diag::Sink&);
};
std::span<const Lint> lints();

// What a rule says.
void never_true(const Subject& subject, diag::Sink& sink);
void redundant_match(const Subject& subject, diag::Sink& sink);
void always_true(const Subject& subject, diag::Sink& sink);
void field_not_in_hook(const Subject& subject, diag::Sink& sink);
void notrack_too_late(const Subject& subject, diag::Sink& sink);
void v4_only_match(const Subject& subject, diag::Sink& sink);
void wrong_icmp(const Subject& subject, diag::Sink& sink);
void iif_may_not_exist(const Subject& subject, diag::Sink& sink);
void flags_in_set(const Subject& subject, diag::Sink& sink);
// Rules among rules.
void rule_after_terminal(const Subject& subject, diag::Sink& sink);
void covered_rules(const Subject& subject, diag::Sink& sink); // duplicate-rule, shadowed-rule
void log_without_limit(const Subject& subject, diag::Sink& sink);
// What a ruleset lets pass, sets, names.
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
