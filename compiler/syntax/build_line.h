// SPDX-License-Identifier: GPL-2.0-or-later
// Items from the shape of one line: topLine, tableLine, chainLine, setLine, flowtableLine, objectLine.
#pragma once

#include "compiler/syntax/shape.h"

#include <vector>

namespace rulec::syntax {

// Appends the items of the line. If it opens a block, the last is an Open with has_block, or nothing for
// `elements = {`, whose elements the driver delivers as chunks.
void build_line(Shape shape, std::vector<ast::Item>& out);

// ---- its parts
void build_top_line(Shape shape, std::vector<ast::Item>& out);
void build_block_line(Shape shape, std::vector<ast::Item>& out);
// anywhereLine: include, define.
ast::Item build_anywhere(Shape shape);
// elementsFile: file("x").
ast::Item build_elements_file(Shape shape);
// objectBody; appends one or more items.
void build_object_body(Shape shape, std::vector<ast::Item>& out);
// The kind named by the keyword at `shape`, which is taken.
ast::ObjectKind take_object_kind(Shape& shape);

} // namespace rulec::syntax
