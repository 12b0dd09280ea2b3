// SPDX-License-Identifier: GPL-2.0-or-later
// What a piece of syntax refers to by name: variables and sets.
#pragma once

#include "compiler/syntax/ast.h"

#include <functional>
#include <string_view>

namespace rulec::sema {

struct References {
    std::function<void(std::string_view name, Span span)> variable;
    std::function<void(std::string_view name)> set; // @name, set updates
};

// The first `$name` in the text of a log prefix at or behind `from`: where its `$` stands and the name; empty: none.
struct TextVariable {
    std::size_t at = 0;
    std::string_view name;
};
TextVariable find_in_text(std::string_view text, std::size_t from);

void visit_references(const ast::Expr& expr, const References& visit);
void visit_references(const ast::Element& element, const References& visit);
void visit_references(const ast::Rule& rule, const References& visit);

} // namespace rulec::sema
