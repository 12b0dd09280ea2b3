// SPDX-License-Identifier: GPL-2.0-or-later
// Reach: from which base chains packets come to a chain.
#pragma once

#include "compiler/model/chain_graph.h"

#include <cstdint>
#include <string>
#include <vector>

namespace rulec::lint {

using Hooks = std::uint32_t; // bit (1 << catalog::Hook)

constexpr Hooks hook_bit(catalog::Hook hook) {
    return Hooks{1} << static_cast<unsigned>(hook);
}

// By chain: the hooks from which it is reached; 0: from none.
std::vector<Hooks> hooks_reaching(const model::Table& table, const model::ChainGraph& graph);

// By chain: is it reached, and only from base chains for which `is_one` holds?
template <class IsOne>
std::vector<bool> reached_only_from(const model::Table& table, const model::ChainGraph& graph, IsOne is_one) {
    std::vector<std::uint32_t> wanted, others;
    for (std::uint32_t i = 0; i < table.chains.size(); ++i) {
        if (table.chains[i].base) (is_one(*table.chains[i].base) ? wanted : others).push_back(i);
    }
    std::vector<bool> only = graph.reached_from(wanted);
    const std::vector<bool> other = graph.reached_from(others);
    for (std::size_t i = 0; i < only.size(); ++i)
        only[i] = only[i] && !other[i];
    return only;
}

// "input and forward"
std::string describe(Hooks hooks);

} // namespace rulec::lint
