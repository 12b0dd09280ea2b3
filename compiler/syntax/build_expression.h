// SPDX-License-Identifier: GPL-2.0-or-later
// Expressions of the syntax tree, from shapes. Flat operator lists get their precedence here: prefix `/`, shifts, &,
// ^, |, range `-`, concatenation `.`, from tight to loose.
#pragma once

#include "compiler/syntax/shape.h"

namespace rulec::syntax {

// value, scalar, operand, bitOperand, lhsOperand, natOperand, flagValue: one operand.
ast::Expr build_operand(Shape shape);
// rhsExpr, expr, lhsExpr, natExpr.
ast::Expr build_chain(Shape shape);
// The same, of which the first operand is built already: `rest` begins with an operator, or is empty.
ast::Expr build_chain_from(ast::Expr first, Shape rest);
// rhsList: List, FlagsMask, or its only item.
ast::Expr build_rhs_list(Shape shape);
// mapExpr: MapLookup or its key.
ast::Expr build_map_expr(Shape shape);
// setRef, setLiteral.
ast::Expr build_set_ref(Shape shape);
ast::Expr build_set_literal(Shape shape);
// Any single token that is a value.
ast::Expr build_scalar(const Shape& shape, const Token& token);
ast::Expr build_selector(Shape shape);

inline ast::ExprPtr boxed(ast::Expr expr) {
    return std::make_unique<ast::Expr>(std::move(expr));
}

} // namespace rulec::syntax
