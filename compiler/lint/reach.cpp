// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/reach.h"

#include <string_view>

namespace rulec::lint {

std::vector<Hooks> hooks_reaching(const model::Table& table, const model::ChainGraph& graph) {
    std::vector<Hooks> out(table.chains.size(), 0);
    for (unsigned hook = 0; hook < catalog::hook_names().size(); ++hook) {
        std::vector<std::uint32_t> roots;
        for (std::uint32_t i = 0; i < table.chains.size(); ++i) {
            if (table.chains[i].base && static_cast<unsigned>(table.chains[i].base->hook) == hook) roots.push_back(i);
        }
        if (roots.empty()) continue;
        const std::vector<bool> reached = graph.reached_from(roots);
        for (std::size_t i = 0; i < out.size(); ++i)
            out[i] |= reached[i] ? Hooks{1} << hook : Hooks{0};
    }
    return out;
}

std::string describe(Hooks hooks) {
    std::vector<std::string_view> names;
    for (unsigned hook = 0; hook < catalog::hook_names().size(); ++hook) {
        if ((hooks >> hook & 1) != 0) names.push_back(catalog::hook_names()[hook]);
    }
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
        text += names[i];
    }
    return text;
}

} // namespace rulec::lint
