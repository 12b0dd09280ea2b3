// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/rule_conditions.h"

#include "compiler/lint/flow.h"

namespace rulec::lint {

std::vector<Stated> conditions_of(const model::Rule& rule, const model::Table& table) {
    std::vector<Stated> out;
    std::size_t actions = 0;
    std::size_t changed = 0;
    for (std::size_t i = 0; i < rule.statements.size(); ++i) {
        const auto* match = std::get_if<model::Match>(&rule.statements[i].node);
        if (match == nullptr) {
            ++actions;
            if (changes(std::get<model::Action>(rule.statements[i].node))) ++changed;
        } else if (auto condition = condition_of(*match, table)) {
            out.push_back({i, match, std::move(*condition), actions, changed});
        }
    }
    return out;
}

bool same_octets(const Stated& a, const Stated& b) {
    return a.changes_before == b.changes_before && same_value(*a.condition.of, *b.condition.of);
}

} // namespace rulec::lint
