// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/sema/sets.h"

#include "compiler/sema/describe.h"
#include "compiler/sema/elements.h"
#include "compiler/sema/plain_elements.h"
#include "compiler/support/check.h"

#include <algorithm>

namespace rulec::sema {
namespace {

using diag::Code;
using model::Set;
using model::SetData;

bool same_kind(const model::KeyPart& a, const model::KeyPart& b) {
    if (a.type->id == b.type->id) return a.type->id != catalog::TypeId::integer || a.bit_len == b.bit_len;
    const bool integer = a.type->id == catalog::TypeId::integer || b.type->id == catalog::TypeId::integer;
    return integer && (a.bit_len + 7) / 8 == (b.bit_len + 7) / 8;
}

std::nullopt_t mismatch(Context& context, Span span, const std::vector<model::KeyPart>& wanted,
                        const std::vector<model::KeyPart>& found, Span declared) {
    auto diagnostic = diag::make(Code::kTypeMismatch, span, describe(found), describe(wanted));
    if (declared.known()) return context.fail(std::move(diagnostic).also(declared, "declared here"));
    return context.fail(std::move(diagnostic));
}

std::optional<std::uint32_t> named_set(Context& context, std::string_view name, Span span, const Shape& shape) {
    const auto index = find_set(context, name, span);
    if (!index) return std::nullopt;
    const Set& set = context.table->table.sets[*index];
    if (shape.data_kind != SetData::none && set.data_kind == SetData::none) {
        return context.fail(diag::make(Code::kNotAMap, span, name).also(set.span, "declared here"));
    }
    if (!compatible(set.key, shape.key)) return mismatch(context, span, shape.key, set.key, set.span);
    if (shape.data_kind == SetData::none) return index; // a map may be matched against: its keys are a set
    if (shape.data_kind != set.data_kind) {
        const auto kind = [](SetData data) {
            return data == SetData::verdict ? "verdicts" : data == SetData::object ? "objects" : "values";
        };
        return context.fail(diag::make(Code::kTypeMismatch, span, fmt::format("a map to {}", kind(shape.data_kind)),
                                       fmt::format("a map to {}", kind(set.data_kind)))
                                .also(set.span, "declared here"));
    }
    if (shape.data_kind == SetData::value && !shape.data.empty() && !compatible(set.data, shape.data)) {
        return mismatch(context, span, set.data, shape.data, set.span);
    }
    return index;
}

void add_literal(Context& context, const ast::Expr& literal, Set& set) {
    if (const auto* plain = std::get_if<ast::PlainSet>(&literal.node))
        return add_plain_elements(context, plain->list, set);
    for (const ast::Element& element : std::get<ast::SetLiteral>(literal.node).elements)
        add_element(context, element, set);
}

std::optional<std::uint32_t> anonymous_set(Context& context, const ast::Expr& literal, const Shape& shape) {
    Set set;
    set.span = literal.span;
    set.anonymous = true;
    set.is_constant = true;
    set.key = shape.key;
    set.data_kind = shape.data_kind;
    set.data = shape.data;
    set.object = shape.object;
    set.auto_merge = shape.data_kind == SetData::none; // nft merges what overlaps in anonymous sets
    const std::size_t errors = context.sink.error_count();
    add_literal(context, literal, set);
    if (context.sink.error_count() != errors) return std::nullopt;
    if (set.elements.count == 0) return context.fail(diag::make(Code::kEmptySet, literal.span));
    auto& sets = context.table->table.sets;
    sets.push_back(std::move(set));
    return static_cast<std::uint32_t>(sets.size() - 1);
}

} // namespace

bool is_set_literal(const ast::Expr& expr) {
    return std::holds_alternative<ast::SetLiteral>(expr.node) || std::holds_alternative<ast::PlainSet>(expr.node);
}

bool compatible(const std::vector<model::KeyPart>& a, const std::vector<model::KeyPart>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), same_kind);
}

std::optional<std::uint32_t> find_set(Context& context, std::string_view name, Span span) {
    RULEC_CHECK(context.table != nullptr, "rules and sets stand in tables");
    const TableState& table = *context.table;
    const auto found = table.sets.find(std::string(name));
    if (found != table.sets.end()) return found->second;
    if (table.broken_sets.contains(std::string(name))) return std::nullopt;
    std::vector<std::string_view> names;
    for (const auto& [known, index] : table.sets)
        names.push_back(known);
    std::sort(names.begin(), names.end());
    auto diagnostic = diag::make(Code::kUnknownSet, span, name, table.table.name);
    diagnostic.suggest_in_words(name, names);
    return context.fail(std::move(diagnostic));
}

std::optional<std::uint32_t> eval_set(Context& context, const ast::Expr& expr, const Shape& shape) {
    return with_value(context, expr, [&](const ast::Expr& value) -> std::optional<std::uint32_t> {
        if (const auto* ref = std::get_if<ast::SetRef>(&value.node))
            return named_set(context, ref->name, value.span, shape);
        if (is_set_literal(value)) return anonymous_set(context, value, shape);
        return context.fail(diag::make(Code::kTypeMismatch, value.span, "a set", describe(value)));
    });
}

} // namespace rulec::sema
