// SPDX-License-Identifier: GPL-2.0-or-later
// Elements of sets and maps, from shapes.
#pragma once

#include "compiler/syntax/shape.h"

namespace rulec::syntax {

// element, dynElement.
ast::Element build_element(Shape shape);
// verdict, verdictStmt without a block.
ast::VerdictExpr build_verdict(Shape shape);

} // namespace rulec::syntax
