// SPDX-License-Identifier: GPL-2.0-or-later
// Statements of a rule, from syntax to model. One function a kind; the larger ones have files of their own.
#pragma once

#include "compiler/model/ruleset.h"
#include "compiler/sema/context.h"

#include <optional>

namespace rulec::sema {

// Evaluates the rule's statements in order. Each wrong statement is reported; then nothing is returned.
std::optional<model::Rule> eval_rule(Context& context, const ast::Rule& rule);

std::optional<model::Action> eval_nat(Context& context, const ast::NatStmt& node, Span span);
std::optional<model::Action> eval_tproxy(Context& context, const ast::TproxyStmt& node, Span span);
std::optional<model::Action> eval_log(Context& context, const ast::LogStmt& node, Span span);
std::optional<model::Action> eval_reject(Context& context, const ast::RejectStmt& node, Span span);
std::optional<model::Action> eval_queue(Context& context, const ast::QueueStmt& node, Span span);
std::optional<model::Action> eval_dup(Context& context, const ast::DupStmt& node, Span span);
std::optional<model::Action> eval_fwd(Context& context, const ast::FwdStmt& node, Span span);
std::optional<model::Action> eval_synproxy(Context& context, const ast::SynproxyStmt& node, Span span);
std::optional<model::Action> eval_assign(Context& context, const ast::Assign& node, Span span);
std::optional<model::Action> eval_set_update(Context& context, const ast::SetUpdate& node, Span span);
std::optional<model::Action> eval_meter(Context& context, const ast::MeterStmt& node, Span span);

// `counter name "x"`, `limit name tcp dport map { ... }`: a named object or a map to them.
std::optional<model::Action> eval_object_ref(Context& context, model::ObjectType type, const ast::Expr& expr);

} // namespace rulec::sema
