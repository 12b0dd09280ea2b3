// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/sema/verdict.h"

#include "compiler/sema/constant.h"
#include "compiler/sema/describe.h"

namespace rulec::sema {

using diag::Code;
using model::Verdict;
using model::VerdictKind;

VerdictKind verdict_kind(ast::VerdictKind kind) {
    switch (kind) {
    case ast::VerdictKind::accept: return VerdictKind::accept;
    case ast::VerdictKind::drop: return VerdictKind::drop;
    case ast::VerdictKind::cont: return VerdictKind::continue_;
    case ast::VerdictKind::ret: return VerdictKind::return_;
    case ast::VerdictKind::jump: return VerdictKind::jump;
    case ast::VerdictKind::goto_: return VerdictKind::goto_;
    case ast::VerdictKind::queue: return VerdictKind::queue;
    }
    return VerdictKind::accept;
}

std::optional<Verdict> eval_verdict(Context& context, const ast::VerdictExpr& verdict, Span span) {
    Verdict out{verdict_kind(verdict.kind), {}, std::nullopt};
    if (verdict.chain) {
        const auto chain = eval_text(context, *verdict.chain);
        if (!chain) return std::nullopt;
        out.chain = *chain;
    }
    if (out.kind == VerdictKind::queue) {
        return context.fail(diag::make(Code::kBadOption, span, "`queue` cannot be the data of a map")
                                .help("match in the rule and let it end with `queue`"));
    }
    return out;
}

std::optional<Verdict> eval_verdict(Context& context, const ast::Expr& expr) {
    return with_value(context, expr, [&](const ast::Expr& value) -> std::optional<Verdict> {
        if (const auto* verdict = std::get_if<ast::VerdictExpr>(&value.node)) {
            return eval_verdict(context, *verdict, value.span);
        }
        return context.fail(diag::make(Code::kTypeMismatch, value.span, "a verdict", describe(value)));
    });
}

} // namespace rulec::sema
