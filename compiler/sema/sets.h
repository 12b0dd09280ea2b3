// SPDX-License-Identifier: GPL-2.0-or-later
// Sets and maps as rules use them: finding named ones, making anonymous ones.
#pragma once

#include "compiler/model/set.h"
#include "compiler/sema/context.h"

#include <optional>
#include <string_view>
#include <vector>

namespace rulec::sema {

// Index of a set of the table by name; unknown: a diagnostic.
std::optional<std::uint32_t> find_set(Context& context, std::string_view name, Span span);

// What an anonymous set or map is made for.
struct Shape {
    std::vector<model::KeyPart> key;
    model::SetData data_kind = model::SetData::none;
    std::vector<model::KeyPart> data;
    model::ObjectType object = model::ObjectType::counter;
};

// `{ ... }`, short or long.
bool is_set_literal(const ast::Expr& expr);

// The set that `expr` (a SetRef, a literal in braces, or a variable of either) names or makes, with key and data
// checked against `shape`; its index in the table. For named value maps an empty `shape.data` accepts any.
std::optional<std::uint32_t> eval_set(Context& context, const ast::Expr& expr, const Shape& shape);

// Do values of these parts fit a set or map declared with those?
bool compatible(const std::vector<model::KeyPart>& a, const std::vector<model::KeyPart>& b);

} // namespace rulec::sema
