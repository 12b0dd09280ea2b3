// SPDX-License-Identifier: GPL-2.0-or-later
// `FIELD set VALUE`: mangling packets, marks and conntrack entries.
#include "compiler/sema/describe.h"
#include "compiler/sema/statement.h"
#include "compiler/sema/value.h"

#include <optional>

namespace rulec::sema {
namespace {

using catalog::HeaderKind;
using diag::Code;
using model::FieldLoad;
using model::ObjectType;

// `ct helper set "x"`, `ct timeout set`, `ct expectation set` and `meta secmark set` attach a named object.
std::optional<ObjectType> object_type(const ast::Expr& target) {
    const auto* selector = std::get_if<ast::Selector>(&target.node);
    if (selector == nullptr || selector->words.size() < 2) return std::nullopt;
    const std::string words = words_of(*selector);
    if (words == "ct helper") return ObjectType::ct_helper;
    if (words == "ct timeout") return ObjectType::ct_timeout;
    if (words == "ct expectation") return ObjectType::ct_expectation;
    return std::nullopt;
}

bool is_settable(const FieldLoad& load) {
    if (load.field == nullptr) return false;
    switch (load.header->kind) {
    case HeaderKind::payload:
    case HeaderKind::exthdr:
    case HeaderKind::tcp_option: return true;
    case HeaderKind::meta:
    case HeaderKind::ct: return load.field->settable;
    case HeaderKind::ip_option:
    case HeaderKind::sctp_chunk:
    case HeaderKind::rt:
    case HeaderKind::socket:
    case HeaderKind::osf:
    case HeaderKind::fib:
    case HeaderKind::ipsec: return false;
    }
    return false;
}

// `meta secmark set "name"`: a name means the object, everything else a number.
bool names_secmark(const FieldLoad& load, const ast::Expr& value) {
    const auto* literal = std::get_if<ast::Literal>(&value.node);
    return load.header->kind == HeaderKind::meta && load.field != nullptr && load.field->name == "secmark" &&
           literal != nullptr && (literal->kind == ast::LiteralKind::word || literal->kind == ast::LiteralKind::string);
}

} // namespace

std::optional<model::Action> eval_assign(Context& context, const ast::Assign& node, Span) {
    if (const auto type = object_type(node.target)) return eval_object_ref(context, *type, node.value);
    const auto target = eval_value(context, node.target);
    if (!target) return std::nullopt;
    model::Assign assign{.target = {}, .bit_len = target->bit_len, .order = target->order, .raw_target = {}, .value = *target};
    if (const auto* raw = std::get_if<model::RawLoad>(&target->node)) {
        assign.raw_target = *raw;
    } else if (const auto* load = std::get_if<FieldLoad>(&target->node)) {
        if (names_secmark(*load, node.value)) return eval_object_ref(context, ObjectType::secmark, node.value);
        if (!is_settable(*load)) return context.fail(diag::make(Code::kNotSettable, node.target.span, context.text(node.target.span)));
        assign.target = *load;
    } else {
        return context.fail(diag::make(Code::kNotSettable, node.target.span, context.text(node.target.span)));
    }
    auto value = eval_rvalue(context, node.value, {target->type, target->bit_len, target->order});
    if (!value) return std::nullopt;
    assign.value = std::move(*value);
    return assign;
}

} // namespace rulec::sema
