// SPDX-License-Identifier: GPL-2.0-or-later
// Verdicts, in rules and as data of verdict maps.
#pragma once

#include "compiler/model/action.h"
#include "compiler/sema/context.h"

#include <optional>

namespace rulec::sema {

model::VerdictKind verdict_kind(ast::VerdictKind kind);

// Whether the chain exists is checked when the whole file is read (check_jumps.h).
std::optional<model::Verdict> eval_verdict(Context& context, const ast::VerdictExpr& verdict, Span span);
std::optional<model::Verdict> eval_verdict(Context& context, const ast::Expr& expr);

} // namespace rulec::sema
