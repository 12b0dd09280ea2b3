// SPDX-License-Identifier: GPL-2.0-or-later
// Base chains whose policy is drop, with a rule that accepts every packet that reaches it.
#include "compiler/lint/lints.h"

namespace rulec::lint {
namespace {

using model::VerdictKind;

bool is_accept(const model::Action& action) {
    const auto* verdict = std::get_if<model::Verdict>(&action);
    return verdict != nullptr && verdict->kind == VerdictKind::accept;
}

// The statement that accepts, of a rule without any condition.
const model::Statement* unconditional_accept(const model::Rule& rule) {
    for (const model::Statement& statement : rule.statements) {
        const auto* action = std::get_if<model::Action>(&statement.node);
        if (action == nullptr) return nullptr;
        if (is_accept(*action)) return &statement;
        const bool goes_on =
            std::holds_alternative<model::Counter>(*action) || std::holds_alternative<model::Log>(*action);
        if (!goes_on) return nullptr;
    }
    return nullptr;
}

} // namespace

void accepts_everything(const Subject& subject, diag::Sink& sink) {
    for (const model::Table& table : subject.ruleset.tables) {
        for (const model::Chain& chain : table.chains) {
            if (!chain.base || chain.base->policy_accept != false) continue;
            for (const model::Rule& rule : chain.rules) {
                const model::Statement* accept = unconditional_accept(rule);
                if (accept == nullptr) continue;
                sink.report(diag::make(diag::Code::kAcceptsEverything, accept->span, chain.name)
                                .label("accepts every packet that gets here")
                                .also(chain.span, "its policy is drop"));
                break;
            }
        }
    }
}

} // namespace rulec::lint
