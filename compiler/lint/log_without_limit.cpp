// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/lints.h"
#include "compiler/lint/reach.h"

#include <algorithm>

namespace rulec::lint {
namespace {

using catalog::Hook;

constexpr Hooks kFromOutside =
    hook_bit(Hook::prerouting) | hook_bit(Hook::input) | hook_bit(Hook::forward) | hook_bit(Hook::ingress);

// Does something in front of the log keep it from being written for each packet?
bool holds_back(const model::Action& action) {
    if (const auto* ref = std::get_if<model::ObjectRef>(&action)) return ref->type != model::ObjectType::counter;
    return std::holds_alternative<model::Limit>(action) || std::holds_alternative<model::Quota>(action) ||
           std::holds_alternative<model::CtCount>(action) || std::holds_alternative<model::SetUpdate>(action) ||
           std::holds_alternative<model::ObjectMap>(action);
}

// Only a drop leaves packets to their sender, who may send any number of them.
bool ends_in_drop(const model::Rule& rule) {
    const auto* last = std::get_if<model::Action>(&rule.statements.back().node);
    if (last == nullptr) return false;
    const auto* verdict = std::get_if<model::Verdict>(last);
    return std::holds_alternative<model::Reject>(*last) ||
           (verdict != nullptr && verdict->kind == model::VerdictKind::drop);
}

// `log limit rate 5/second drop` limits the drops.
bool is_limited_behind(const model::Rule& rule) {
    return std::ranges::any_of(rule.statements, [](const model::Statement& statement) {
        const auto* action = std::get_if<model::Action>(&statement.node);
        return action != nullptr && std::holds_alternative<model::Limit>(*action);
    });
}

// Logs to a group go to a program, which has limits of its own.
const model::Statement* unlimited_log(const model::Rule& rule) {
    for (const model::Statement& statement : rule.statements) {
        const auto* action = std::get_if<model::Action>(&statement.node);
        if (action == nullptr) continue;
        if (holds_back(*action)) return nullptr;
        const auto* log = std::get_if<model::Log>(action);
        if (log != nullptr) return log->group ? nullptr : &statement;
    }
    return nullptr;
}

} // namespace

void log_without_limit(const Subject& subject, diag::Sink& sink) {
    std::vector<std::vector<Hooks>> reached(subject.ruleset.tables.size());
    for_each_rule(subject, kLog, [&](const RuleAt& at) {
        const model::Statement* log = unlimited_log(at.rule);
        if (log == nullptr || !ends_in_drop(at.rule)) return;
        auto& hooks = reached[at.table_index];
        if (hooks.empty()) hooks = hooks_reaching(at.table, subject.graphs[at.table_index]);
        if ((hooks[at.chain] & kFromOutside) == 0) return;
        sink.report(
            diag::make(diag::Code::kLogWithoutLimit, log->span)
                .label(is_limited_behind(at.rule) ? "the limit behind it is about the verdict alone" : "")
                .help("write a rule that logs, with `limit rate 10/minute` in front of `log`, and one that drops"));
    });
}

} // namespace rulec::lint
