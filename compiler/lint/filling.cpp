// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/filling.h"

namespace rulec::lint {
namespace {

void note(const model::SetUpdate& update, Span span, Filling& filling) {
    if (update.op == model::SetOp::remove) {
        filling.removes = true;
        return;
    }
    if (!filling.adds.known()) filling.adds = span;
    if (!update.timeout_ms && !filling.adds_for_ever.known()) filling.adds_for_ever = span;
}

} // namespace

std::vector<Filling> filling_of(const model::Table& table) {
    std::vector<Filling> filling(table.sets.size());
    for (const model::Chain& chain : table.chains) {
        for (const model::Rule& rule : chain.rules) {
            for (const model::Statement& statement : rule.statements) {
                const auto* action = std::get_if<model::Action>(&statement.node);
                const auto* update = action == nullptr ? nullptr : std::get_if<model::SetUpdate>(action);
                if (update != nullptr) note(*update, statement.span, filling[update->set]);
            }
        }
    }
    return filling;
}

} // namespace rulec::lint
