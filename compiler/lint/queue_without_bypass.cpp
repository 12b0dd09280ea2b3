// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/lints.h"

namespace rulec::lint {

void queue_without_bypass(const Subject& subject, diag::Sink& sink) {
    constexpr std::uint16_t kBypass = 1; // NFT_QUEUE_FLAG_BYPASS
    for (const model::Table& table : subject.ruleset.tables) {
        for (const model::Chain& chain : table.chains) {
            for (const model::Rule& rule : chain.rules) {
                for (const model::Statement& statement : rule.statements) {
                    const auto* action = std::get_if<model::Action>(&statement.node);
                    const auto* queue = action == nullptr ? nullptr : std::get_if<model::Queue>(action);
                    if (queue == nullptr || (queue->flags & kBypass) != 0) continue;
                    sink.report(diag::make(diag::Code::kQueueWithoutBypass, statement.span)
                                    .help("with `bypass` packets go on as if accepted while nobody listens"));
                }
            }
        }
    }
}

} // namespace rulec::lint
