// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/lints.h"

namespace rulec::lint {
namespace {

// To each chain that is jumped to, the first.
std::vector<model::ChainGraph::Jump> first_jumps(const model::Table& table, const model::ChainGraph& graph) {
    std::vector<model::ChainGraph::Jump> jumps;
    std::vector<bool> known(table.chains.size(), false);
    for (std::size_t i = 0; i < table.chains.size(); ++i) {
        for (const model::ChainGraph::Jump& jump : graph.jumps_from(i)) {
            if (!known[jump.target]) jumps.push_back(jump);
            known[jump.target] = true;
        }
    }
    return jumps;
}

} // namespace

void jump_to_empty_chain(const Subject& subject, diag::Sink& sink) {
    if (subject.ruleset.open_ended) return;
    for (std::size_t t = 0; t < subject.ruleset.tables.size(); ++t) {
        for (const model::ChainGraph::Jump& jump : first_jumps(subject.ruleset.tables[t], subject.graphs[t])) {
            const model::Chain& target = subject.ruleset.tables[t].chains[jump.target];
            if (!target.rules.empty() || target.bound) continue;
            sink.report(
                diag::make(diag::Code::kJumpToEmptyChain, jump.span, target.name).also(target.span, "has no rules"));
        }
    }
}

} // namespace rulec::lint
