// SPDX-License-Identifier: GPL-2.0-or-later
// A verdict map as the last rule of a chain that accepts by default: what it does not name is accepted.
#include "compiler/lint/lints.h"

#include <algorithm>

namespace rulec::lint {
namespace {

using model::VerdictKind;

const model::VerdictMap* last_word(const model::Chain& chain) {
    if (chain.rules.empty() || chain.rules.back().statements.empty()) return nullptr;
    const auto* action = std::get_if<model::Action>(&chain.rules.back().statements.back().node);
    return action == nullptr ? nullptr : std::get_if<model::VerdictMap>(action);
}

bool has_default(const model::Set& map) {
    return std::ranges::any_of(map.elements.extras, &model::ElementExtra::catchall);
}

bool accepts_some(const model::Set& map) {
    return std::ranges::any_of(map.elements.verdict_table,
                               [](const model::Verdict& verdict) { return verdict.kind == VerdictKind::accept; });
}

} // namespace

void policy_accept_vmap(const Subject& subject, diag::Sink& sink) {
    for (const model::Table& table : subject.ruleset.tables) {
        for (const model::Chain& chain : table.chains) {
            const model::VerdictMap* node = last_word(chain);
            if (!chain.base || chain.base->policy_accept == false || node == nullptr) continue;
            const model::Set& map = table.sets[node->map];
            if (has_default(map) || !accepts_some(map)) continue;
            sink.report(diag::make(diag::Code::kPolicyAcceptVmap, chain.rules.back().statements.back().span)
                            .also(chain.span, "accepts what no rule decides")
                            .help("add `* : drop` to the map, or make the chain's policy drop"));
        }
    }
}

} // namespace rulec::lint
