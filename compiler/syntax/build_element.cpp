// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/syntax/build_element.h"

#include "compiler/syntax/build_expression.h"
#include "compiler/syntax/build_statement.h"

namespace rulec::syntax {
namespace {

ast::ElementOption build_option(Shape shape) {
    if (shape.take_if(Rules::K_TIMEOUT)) return ast::Timeout{build_operand(shape.take_rule())};
    if (shape.take_if(Rules::K_EXPIRES)) return ast::Expires{build_operand(shape.take_rule())};
    if (shape.take_if(Rules::K_COMMENT)) return ast::ElementComment{shape.take_name()};
    Shape statement = shape.take_rule();
    switch (statement.rule()) {
    case Rules::RuleCounterStmt: return build_counter(statement);
    case Rules::RuleLimitStmt: return build_limit(statement);
    case Rules::RuleQuotaStmt: return build_quota(statement);
    case Rules::RuleCtCountStmt: return build_ct_count(statement);
    default: return build_last(statement);
    }
}

ast::VerdictKind verdict_kind(std::int32_t type) {
    switch (type) {
    case Rules::K_ACCEPT: return ast::VerdictKind::accept;
    case Rules::K_DROP: return ast::VerdictKind::drop;
    case Rules::K_CONTINUE: return ast::VerdictKind::cont;
    case Rules::K_RETURN: return ast::VerdictKind::ret;
    case Rules::K_JUMP: return ast::VerdictKind::jump;
    case Rules::K_GOTO: return ast::VerdictKind::goto_;
    default: return ast::VerdictKind::queue;
    }
}

ast::Expr build_data(Shape shape) {
    if (shape.rule() != Rules::RuleVerdict) return build_chain(shape);
    const Span span = shape.span();
    return {span, build_verdict(shape)};
}

} // namespace

ast::VerdictExpr build_verdict(Shape shape) {
    ast::VerdictExpr verdict{verdict_kind(shape.take_token().type), nullptr};
    if (!shape.at_end()) verdict.chain = std::make_unique<ast::Expr>(build_scalar(shape, shape.take_word()));
    return verdict;
}

ast::Element build_element(Shape shape) {
    ast::Element element{shape.span(), build_chain(shape.take_rule()), {}, {}};
    while (!shape.at_end()) {
        if (shape.take_if(Rules::COLON)) {
            element.data = build_data(shape.take_rule());
        } else {
            element.options.push_back(build_option(shape.take_rule()));
        }
    }
    return element;
}

} // namespace rulec::syntax
