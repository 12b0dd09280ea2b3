// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/ir/build.h"

#include "compiler/ir/dependencies.h"
#include "compiler/ir/intervals.h"

namespace rulec::ir {
namespace {

Chain build_chain(model::Chain chain, catalog::Family family, std::vector<model::Set>& sets) {
    Chain out{.span = chain.span,
              .name = std::move(chain.name),
              .bound = chain.bound,
              .base = std::move(chain.base),
              .comment = std::move(chain.comment),
              .rules = {}};
    out.rules.reserve(chain.rules.size());
    for (model::Rule& rule : chain.rules)
        out.rules.push_back(explicit_rule(std::move(rule), family, sets));
    return out;
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
        out.chains.push_back(build_chain(std::move(chain), out.family, out.sets));
    return out;
}

} // namespace

Ruleset build(model::Ruleset ruleset, diag::Sink& sink) {
    Ruleset out{.flush_ruleset = ruleset.flush_ruleset,
                .flush_span = ruleset.flush_span,
                .tables = {},
                .removed_tables = std::move(ruleset.removed_tables)};
    for (model::Table& table : ruleset.tables)
        out.tables.push_back(build_table(std::move(table), sink));
    return out;
}

} // namespace rulec::ir
