// SPDX-License-Identifier: GPL-2.0-or-later
// Statements and rules of the syntax tree, from shapes.
#pragma once

#include "compiler/syntax/shape.h"

namespace rulec::syntax {

ast::Rule build_rule(Shape shape);           // ruleBody
ast::Statement build_statement(Shape shape); // stmt, setStatement: exactly one child or token

// The stateful ones, which also stand in elements, set blocks and objects.
ast::CounterStmt build_counter(Shape shape);
ast::LimitStmt build_limit(Shape shape);
ast::QuotaStmt build_quota(Shape shape);
ast::CtCountStmt build_ct_count(Shape shape);
ast::LastStmt build_last(Shape shape);
ast::CounterSpec build_counter_spec(Shape shape);
ast::RateSpec build_rate(Shape shape);
ast::QuotaSpec build_quota_spec(Shape shape);

// Statements that send packets elsewhere: build_redirection.cpp.
ast::NatStmt build_nat(Shape shape);
ast::TproxyStmt build_tproxy(Shape shape);
ast::QueueStmt build_queue(Shape shape);
ast::DupStmt build_dup(Shape shape);
ast::FwdStmt build_fwd(Shape shape);

// synproxyOption: mss 1460, sack-perm.
ast::Option build_synproxy_option(Shape shape);

} // namespace rulec::syntax
