// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/sema/statement.h"

#include "compiler/sema/constant.h"
#include "compiler/sema/map_lookup.h"
#include "compiler/sema/match.h"
#include "compiler/sema/sets.h"
#include "compiler/sema/stateful.h"
#include "compiler/sema/value.h"
#include "compiler/sema/verdict.h"
#include "compiler/support/overloaded.h"

namespace rulec::sema {
namespace {

using diag::Code;
using model::Action;
using model::ObjectType;
using model::VerdictKind;

template <class T>
std::optional<Action> as_action(std::optional<T> value) {
    if (!value) return std::nullopt;
    return Action{std::move(*value)};
}

std::optional<Action> eval_jump_block(Context& context, const ast::JumpBlock& node, Span span) {
    auto& chains = context.table->table.chains;
    const auto index = static_cast<std::uint32_t>(chains.size());
    model::Chain chain;
    chain.span = span;
    chain.bound = true;
    chains.push_back(std::move(chain));
    std::vector<model::Rule> rules;
    for (const ast::Rule& rule : node.rules) {
        if (auto done = eval_rule(context, rule)) rules.push_back(std::move(*done));
    }
    chains[index].rules = std::move(rules); // nested blocks have grown the vector
    const auto kind = node.kind == ast::VerdictKind::goto_ ? VerdictKind::goto_ : VerdictKind::jump;
    return model::Verdict{kind, {}, index};
}

std::optional<Action> eval_verdict_statement(Context& context, const ast::VerdictStmt& node, Span span) {
    if (node.verdict.kind == ast::VerdictKind::queue) return model::Queue{};
    return as_action(eval_verdict(context, node.verdict, span));
}

std::optional<Action> eval_reset(Context& context, const ast::ResetStmt& node, Span span) {
    const auto target = eval_value(context, node.target);
    if (!target) return std::nullopt;
    const auto* load = std::get_if<model::FieldLoad>(&target->node);
    if (load == nullptr || load->header->kind != catalog::HeaderKind::tcp_option) {
        return context.fail(diag::make(Code::kBadOption, span, "only TCP options can be reset"));
    }
    return model::OptionReset{load->option_number};
}

std::optional<Action> eval_action(Context& context, const ast::Statement& statement) {
    const Span span = statement.span;
    return std::visit(
        overloaded{
            [&](const ast::Match&) -> std::optional<Action> { return std::nullopt; }, // eval_rule has taken it
            [&](const ast::VerdictMap& node) { return as_action(eval_verdict_map(context, node)); },
            [&](const ast::Assign& node) { return eval_assign(context, node, span); },
            [&](const ast::VerdictStmt& node) { return eval_verdict_statement(context, node, span); },
            [&](const ast::JumpBlock& node) { return eval_jump_block(context, node, span); },
            [&](const ast::CounterStmt& node) {
                return node.object ? eval_object_ref(context, ObjectType::counter, *node.object)
                                   : as_action(eval_counter(context, node.spec));
            },
            [&](const ast::LimitStmt& node) {
                return node.object ? eval_object_ref(context, ObjectType::limit, *node.object)
                                   : as_action(eval_limit(context, *node.rate));
            },
            [&](const ast::QuotaStmt& node) {
                return node.object ? eval_object_ref(context, ObjectType::quota, *node.object)
                                   : as_action(eval_quota(context, *node.quota));
            },
            [&](const ast::CtCountStmt& node) { return as_action(eval_ct_count(context, node)); },
            [&](const ast::LastStmt& node) { return as_action(eval_last(context, node)); },
            [&](const ast::LogStmt& node) { return eval_log(context, node, span); },
            [&](const ast::RejectStmt& node) { return eval_reject(context, node, span); },
            [&](const ast::NatStmt& node) { return eval_nat(context, node, span); },
            [&](const ast::TproxyStmt& node) { return eval_tproxy(context, node, span); },
            [&](const ast::NotrackStmt&) -> std::optional<Action> { return model::Notrack{}; },
            [&](const ast::QueueStmt& node) { return eval_queue(context, node, span); },
            [&](const ast::DupStmt& node) { return eval_dup(context, node, span); },
            [&](const ast::FwdStmt& node) { return eval_fwd(context, node, span); },
            [&](const ast::FlowAddStmt& node) -> std::optional<Action> {
                return model::FlowAdd{std::string(node.flowtable.text)};
            },
            [&](const ast::SynproxyStmt& node) { return eval_synproxy(context, node, span); },
            [&](const ast::SetUpdate& node) { return eval_set_update(context, node, span); },
            [&](const ast::MeterStmt& node) { return eval_meter(context, node, span); },
            [&](const ast::ResetStmt& node) { return eval_reset(context, node, span); },
            [&](const ast::XtStmt&) -> std::optional<Action> {
                return context.fail(
                    diag::make(Code::kBadOption, span, "an xt statement of iptables-nft cannot be loaded")
                        .help("only iptables-nft can make such rules; write the rule in this language"));
            },
        },
        statement.node);
}

// The statement that ends a rule for every packet, in words; empty if this one does not.
std::string_view terminal(const model::Statement& statement) {
    const auto* action = std::get_if<Action>(&statement.node);
    if (action == nullptr) return {};
    if (const auto* verdict = std::get_if<model::Verdict>(action)) {
        switch (verdict->kind) {
        case VerdictKind::accept: return "accept";
        case VerdictKind::drop: return "drop";
        case VerdictKind::continue_: return "continue";
        case VerdictKind::return_: return "return";
        case VerdictKind::jump: return "jump";
        case VerdictKind::goto_: return "goto";
        case VerdictKind::queue: return "queue";
        }
    }
    if (std::holds_alternative<model::Reject>(*action)) return "reject";
    if (std::holds_alternative<model::Queue>(*action)) return "queue";
    if (std::holds_alternative<model::Nat>(*action)) return "the translation";
    return {};
}

} // namespace

std::optional<Action> eval_object_ref(Context& context, ObjectType type, const ast::Expr& expr) {
    const auto* lookup = std::get_if<ast::MapLookup>(&expr.node);
    if (lookup == nullptr) {
        const auto name = eval_text(context, expr);
        if (!name) return std::nullopt;
        return model::ObjectRef{type, *name};
    }
    auto key = eval_value(context, *lookup->key);
    if (!key) return std::nullopt;
    const auto map =
        eval_set(context, *lookup->map,
                 {.key = parts_of(*key), .data_kind = model::SetData::object, .data = {}, .object = type});
    if (!map) return std::nullopt;
    return model::ObjectMap{type, std::move(*key), *map};
}

std::optional<model::Rule> eval_rule(Context& outer, const ast::Rule& rule) {
    Context context = outer;
    context.in_rule = true;
    context.protocols = model::ProtocolContext(context.table->table.family);
    model::Rule out;
    out.span = rule.span;
    out.statements.reserve(rule.statements.size());
    bool good = true;
    for (const ast::Statement& statement : rule.statements) {
        if (!out.statements.empty()) {
            if (const auto end = terminal(out.statements.back()); !end.empty()) {
                context.sink.report(diag::make(Code::kAfterVerdict, statement.span, end)
                                        .also(out.statements.back().span, "the rule ends here"));
                return std::nullopt;
            }
        }
        if (const auto* match = std::get_if<ast::Match>(&statement.node)) {
            auto value = eval_match(context, *match, statement.span);
            good = good && value;
            if (value) out.statements.push_back({statement.span, std::move(*value)});
        } else {
            auto action = eval_action(context, statement);
            good = good && action;
            if (action) out.statements.push_back({statement.span, std::move(*action)});
        }
    }
    if (rule.comment) {
        const auto comment = checked_comment(context, *rule.comment);
        if (!comment) return std::nullopt;
        out.comment = *comment;
    }
    if (!good) return std::nullopt;
    return out;
}

} // namespace rulec::sema
