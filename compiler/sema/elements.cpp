// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/sema/elements.h"

#include "compiler/sema/constant.h"
#include "compiler/sema/describe.h"
#include "compiler/sema/element_list.h"
#include "compiler/sema/plain_elements.h"
#include "compiler/sema/stateful.h"
#include "compiler/sema/verdict.h"
#include "compiler/support/overloaded.h"
#include "compiler/syntax/plain_elements.h"

namespace rulec::sema {
namespace {

using diag::Code;
using model::ElementExtra;
using model::ElementList;
using model::KeyPart;
using model::Set;
using model::SetData;

void append_padded(Bytes& to, const Bytes& part, std::uint32_t padded) {
    to += part;
    to.append(padded - part.size(), 0);
}

// A key or datum of several parts: each an operand.
std::optional<Bounds> eval_parts(Context& context, const ast::Expr& expr, const std::vector<KeyPart>& parts) {
    if (parts.size() == 1) {
        const auto operand = eval_operand(context, expr, parts[0]);
        if (!operand) return std::nullopt;
        auto [low, high] = bounds(*operand, parts[0].bit_len);
        if (low > high) return context.fail(diag::make(Code::kEmptyRange, expr.span, context.text(expr.span)));
        return Bounds{std::move(low), std::move(high), !std::holds_alternative<model::Constant>(*operand)};
    }
    const auto* concat = std::get_if<ast::Concat>(&expr.node);
    const std::size_t found = concat != nullptr ? concat->parts.size() : 1;
    if (found != parts.size()) {
        return context.fail(diag::make(Code::kConcatParts, expr.span, parts.size(), found).label(describe(parts)));
    }
    Bounds all;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto operand = eval_operand(context, concat->parts[i], parts[i]);
        if (!operand) return std::nullopt;
        const auto [low, high] = bounds(*operand, parts[i].bit_len);
        append_padded(all.low, low, model::padded_len(parts[i]));
        append_padded(all.high, high, model::padded_len(parts[i]));
        all.ranged = all.ranged || !std::holds_alternative<model::Constant>(*operand);
    }
    return all;
}

struct Data { // of one element, evaluated
    std::optional<Bounds> value;
    std::optional<model::Verdict> verdict;
    std::string object;
};

std::optional<Data> eval_data(Context& context, const ast::Element& element, const Set& set) {
    Data data;
    if (set.data_kind == SetData::none) {
        if (element.data) return context.fail(diag::make(Code::kElementHasData, element.data->span));
        return data;
    }
    if (!element.data) return context.fail(diag::make(Code::kElementNeedsData, element.span));
    if (set.data_kind == SetData::verdict) {
        data.verdict = eval_verdict(context, *element.data);
        if (!data.verdict) return std::nullopt;
    } else if (set.data_kind == SetData::object) {
        const auto name = eval_text(context, *element.data);
        if (!name) return std::nullopt;
        data.object = *name;
    } else {
        data.value = with_value(context, *element.data,
                                [&](const ast::Expr& expr) { return eval_parts(context, expr, set.data); });
        if (!data.value) return std::nullopt;
    }
    return data;
}

bool apply_option(Context& context, const ast::ElementOption& option, ElementExtra& extra) {
    if (const auto* timeout = std::get_if<ast::Timeout>(&option)) {
        extra.timeout_ms = eval_duration_ms(context, timeout->value);
        return extra.timeout_ms.has_value();
    }
    if (const auto* expires = std::get_if<ast::Expires>(&option)) {
        extra.expires_ms = eval_duration_ms(context, expires->value);
        return extra.expires_ms.has_value();
    }
    if (const auto* comment = std::get_if<ast::ElementComment>(&option)) {
        extra.comment = checked_comment(context, comment->text);
        return extra.comment.has_value();
    }
    const auto stateful = eval_stateful(context, option);
    if (stateful) extra.stateful.push_back(*stateful);
    return stateful.has_value();
}

bool has_content(const ElementExtra& extra) {
    return extra.catchall || extra.timeout_ms || extra.expires_ms || extra.comment || !extra.stateful.empty() ||
           !extra.object.empty();
}

// What an element has besides its key, evaluated where it is written.
struct Rest {
    Data data;
    ElementExtra extra;
    Span span;
};

bool is_empty(const Rest& rest) {
    return !rest.data.value && !rest.data.verdict && !has_content(rest.extra);
}

std::optional<Rest> eval_rest(Context& context, const ast::Element& element, const Set& set) {
    Rest rest;
    rest.span = element.span;
    for (const ast::ElementOption& option : element.options) {
        if (!apply_option(context, option, rest.extra)) return std::nullopt;
    }
    auto data = eval_data(context, element, set);
    if (!data) return std::nullopt;
    rest.data = std::move(*data);
    rest.extra.object = rest.data.object;
    return rest;
}

void add_one(Context& context, const ast::Expr& key, const Rest& rest, Set& set) {
    ElementList& list = set.elements;
    ElementExtra extra = rest.extra;
    std::optional<Bounds> bounds_of_key;
    if (std::holds_alternative<ast::Wildcard>(key.node)) {
        extra.catchall = true;
        bounds_of_key = Bounds{Bytes(list.key_len, 0), Bytes(list.key_len, 0), false};
    } else {
        bounds_of_key = eval_parts(context, key, set.key);
    }
    if (!bounds_of_key) return;
    push_key(set, *bounds_of_key);
    if (rest.data.value) push_data(set, *rest.data.value);
    if (rest.data.verdict) push_verdict(list, *rest.data.verdict);
    if (has_content(extra)) {
        extra.index = static_cast<std::uint32_t>(list.count);
        list.extras.push_back(std::move(extra));
    }
    end_element(list, rest.span);
}

void add_all(Context& context, const ast::Expr& key, const std::optional<Rest>& rest, Set& set);

void add_nested(Context& context, const std::vector<ast::Element>& elements, const std::optional<Rest>& rest,
                Set& set) {
    for (const ast::Element& inner : elements) {
        if (rest && !inner.data && inner.options.empty())
            add_all(context, inner.key, rest, set);
        else
            add_element(context, inner, set);
    }
}

// Adds what `key` stands for: one element, or every element of a nested set, which takes over data and options
// (`$interfaces : drop`) unless it has its own.
void add_all(Context& context, const ast::Expr& key, const std::optional<Rest>& rest, Set& set) {
    with_value(context, key, [&](const ast::Expr& value) -> bool {
        if (const auto* nested = std::get_if<ast::SetLiteral>(&value.node)) {
            add_nested(context, nested->elements, rest, set);
        } else if (const auto* plain = std::get_if<ast::PlainSet>(&value.node)) {
            if (!rest || is_empty(*rest))
                add_plain_elements(context, plain->list, set);
            else
                add_nested(context, syntax::as_elements(plain->list), rest, set);
        } else if (!rest) {
            context.sink.report(diag::make(Code::kElementNeedsData, value.span));
        } else if (const auto* items = std::get_if<ast::List>(&value.node);
                   items != nullptr && !set.key[0].type->bitmask) {
            for (const ast::Expr& item : items->items)
                add_one(context, item, *rest, set);
        } else {
            add_one(context, value, *rest, set);
        }
        return true;
    });
}

} // namespace

void add_element(Context& context, const ast::Element& element, Set& set) {
    set.elements.key_len = model::key_byte_len(set.key);
    const bool plain = !element.data && element.options.empty();
    if (plain && set.data_kind != SetData::none) return add_all(context, element.key, std::nullopt, set);
    const auto rest = eval_rest(context, element, set);
    if (rest) add_all(context, element.key, rest, set);
}

Span first_range(const Set& set) {
    const ElementList& list = set.elements;
    for (std::size_t i = 0; i < list.count && !list.high.empty(); ++i) {
        if (list.low_at(i) != list.high_at(i)) return list.spans[i];
    }
    return {};
}

void remove_elements(Set& set, const ElementList& gone) {
    const ElementList old = std::move(set.elements);
    const auto is_gone = [&](std::size_t i) {
        for (std::size_t g = 0; g < gone.count; ++g) {
            if (old.low_at(i) == gone.low_at(g) && old.high_at(i) == gone.high_at(g)) return true;
        }
        return false;
    };
    ElementList& list = set.elements;
    list = {};
    list.key_len = old.key_len;
    list.data_len = old.data_len;
    list.verdict_table = old.verdict_table;
    auto extra = old.extras.begin();
    for (std::size_t i = 0; i < old.count; ++i) {
        const bool has_extra = extra != old.extras.end() && extra->index == i;
        if (!is_gone(i)) {
            list.low += old.low_at(i);
            if (!old.high.empty()) list.high += old.high_at(i);
            if (!old.data.empty()) list.data += old.data_at(i);
            if (!old.verdicts.empty()) list.verdicts.push_back(old.verdicts[i]);
            if (has_extra) {
                list.extras.push_back(*extra);
                list.extras.back().index = static_cast<std::uint32_t>(list.count);
            }
            list.spans.push_back(old.spans[i]);
            ++list.count;
        }
        if (has_extra) ++extra;
    }
}

} // namespace rulec::sema
