// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/ir/build.h"

#include "compiler/ir/dependencies.h"
#include "compiler/ir/intervals.h"

#include <utility>

namespace rulec::ir {
namespace {

Chain build_chain(model::Chain chain) {
    return {.span = chain.span,
            .name = std::move(chain.name),
            .bound = chain.bound,
            .base = std::move(chain.base),
            .comment = std::move(chain.comment),
            .rules = {},
            .unmade = std::move(chain.rules)};
}

Table build_table(model::Table table, diag::Sink& sink) {
    Table out{.span = table.span,
              .family = table.family,
              .name = std::move(table.name),
              .flags = table.flags,
              .comment = std::move(table.comment),
              .chains = {},
              .sets = std::move(table.sets),
              .objects = std::move(table.objects),
              .flowtables = std::move(table.flowtables)};
    for (model::Set& set : out.sets)
        normalise_elements(set, sink);
    out.chains.reserve(table.chains.size());
    for (model::Chain& chain : table.chains)
        out.chains.push_back(build_chain(std::move(chain)));
    return out;
}

void make_rules(Table& table, std::uint32_t chain) {
    std::vector<Rule> rules;
    rules.reserve(rule_count(table.chains[chain]));
    for (std::size_t i = 0; i < rule_count(table.chains[chain]); ++i)
        rules.push_back(take_rule(table, chain, i));
    table.chains[chain].rules = std::move(rules);
    table.chains[chain].unmade = {};
}

} // namespace

Ruleset build_lazily(model::Ruleset ruleset, diag::Sink& sink) {
    Ruleset out{.flush_ruleset = ruleset.flush_ruleset,
                .flush_span = ruleset.flush_span,
                .tables = {},
                .removed_tables = std::move(ruleset.removed_tables)};
    for (model::Table& table : ruleset.tables)
        out.tables.push_back(build_table(std::move(table), sink));
    return out;
}

Ruleset build(model::Ruleset ruleset, diag::Sink& sink) {
    Ruleset out = build_lazily(std::move(ruleset), sink);
    for (Table& table : out.tables) {
        for (std::uint32_t chain = 0; chain < table.chains.size(); ++chain)
            make_rules(table, chain);
    }
    return out;
}

std::size_t rule_count(const Chain& chain) {
    return chain.rules.empty() ? chain.unmade.size() : chain.rules.size();
}

Rule take_rule(Table& table, std::uint32_t chain, std::size_t i) {
    Chain& from = table.chains[chain];
    if (from.rules.empty()) return explicit_rule(std::exchange(from.unmade[i], {}), table.family, table.sets);
    return std::exchange(from.rules[i], {});
}

} // namespace rulec::ir
