// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/lints.h"
#include "compiler/lint/reach.h"

namespace rulec::lint {
namespace {

using catalog::Family;
using catalog::Hook;

constexpr std::int32_t kConntrack = -200; // NF_IP_PRI_CONNTRACK, in prerouting and output

bool is_late(const model::BaseChain& base) {
    if (base.hook == Hook::ingress) return false; // the packet comes to the connection tracking afterwards
    return (base.hook != Hook::prerouting && base.hook != Hook::output) || base.priority > kConntrack;
}

bool tracks(Family family) {
    return family == Family::ip || family == Family::ip6 || family == Family::inet;
}

} // namespace

void notrack_too_late(const Subject& subject, diag::Sink& sink) {
    std::vector<std::vector<bool>> late; // by table, of those that matter
    late.resize(subject.ruleset.tables.size());
    for_each_rule(subject, kNotrack, [&](const RuleAt& at) {
        if (!tracks(at.table.family)) return;
        std::vector<bool>& chains = late[at.table_index];
        if (chains.empty()) chains = reached_only_from(at.table, subject.graphs[at.table_index], is_late);
        if (!chains[at.chain]) return;
        for (const model::Statement& statement : at.rule.statements) {
            const auto* action = std::get_if<model::Action>(&statement.node);
            if (action != nullptr && std::holds_alternative<model::Notrack>(*action))
                sink.report(diag::make(diag::Code::kNotrackTooLate, statement.span)
                                .label("does nothing here")
                                .help("use a chain of hook prerouting or output with `priority raw`"));
        }
    });
}

} // namespace rulec::lint
