// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/model/chain_graph.h"

namespace rulec::model {

ChainGraph::ChainGraph(const Table& table) : table_(table), jumps_(table.chains.size()) {
    for (std::size_t i = 0; i < table.chains.size(); ++i)
        by_name_.emplace(table.chains[i].name, static_cast<std::uint32_t>(i));
    for (std::size_t i = 0; i < table.chains.size(); ++i)
        collect(table.chains[i], jumps_[i]);
}

void ChainGraph::targets_of(const Verdict& verdict, Span span, std::vector<Jump>& out) const {
    if (verdict.bound_chain) return out.push_back({*verdict.bound_chain, span});
    if (verdict.chain.empty()) return;
    const auto found = by_name_.find(verdict.chain);
    if (found != by_name_.end()) out.push_back({found->second, span});
}

void ChainGraph::collect(const Chain& chain, std::vector<Jump>& out) const {
    for (const Rule& rule : chain.rules) {
        for (const Statement& statement : rule.statements) {
            const auto* action = std::get_if<Action>(&statement.node);
            if (action == nullptr) continue;
            if (const auto* verdict = std::get_if<Verdict>(action)) targets_of(*verdict, statement.span, out);
            if (const auto* map = std::get_if<VerdictMap>(action)) {
                for (const Verdict& verdict : table_.sets[map->map].elements.verdict_table)
                    targets_of(verdict, statement.span, out);
            }
        }
    }
}

std::vector<bool> ChainGraph::reached_from(std::span<const std::uint32_t> roots) const {
    std::vector<bool> reached(jumps_.size(), false);
    std::vector<std::uint32_t> open(roots.begin(), roots.end());
    for (const std::uint32_t root : roots)
        reached[root] = true;
    while (!open.empty()) {
        const std::uint32_t chain = open.back();
        open.pop_back();
        for (const Jump& jump : jumps_[chain]) {
            if (!reached[jump.target]) open.push_back(jump.target);
            reached[jump.target] = true;
        }
    }
    return reached;
}

std::vector<bool> ChainGraph::reached_from_hooks() const {
    std::vector<std::uint32_t> roots;
    for (std::size_t i = 0; i < table_.chains.size(); ++i) {
        if (table_.chains[i].base) roots.push_back(static_cast<std::uint32_t>(i));
    }
    return reached_from(roots);
}

} // namespace rulec::model
