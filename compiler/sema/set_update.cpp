// SPDX-License-Identifier: GPL-2.0-or-later
// `add @s { ... }`, `update @s { ... }`, `delete @s { ... }` and `meter`: sets filled from the packet path.
#include "compiler/sema/constant.h"
#include "compiler/sema/describe.h"
#include "compiler/sema/sets.h"
#include "compiler/sema/stateful.h"
#include "compiler/sema/statement.h"
#include "compiler/sema/value.h"

namespace rulec::sema {
namespace {

using diag::Code;
using model::Set;
using model::SetUpdate;

constexpr std::uint32_t kDefaultMeterSize = 65535; // as nft sets it

// Timeout and stateful statements of `{ key timeout 1m limit rate 1/second }`.
bool eval_options(Context& context, const ast::Element& element, SetUpdate& update) {
    for (const ast::ElementOption& option : element.options) {
        if (const auto* timeout = std::get_if<ast::Timeout>(&option)) {
            update.timeout_ms = eval_duration_ms(context, timeout->value);
            if (!update.timeout_ms) return false;
        } else if (std::holds_alternative<ast::Expires>(option)) {
            context.sink.report(
                diag::make(Code::kBadOption, element.span, "`expires` is state, a rule can give only `timeout`"));
            return false;
        } else if (const auto* comment = std::get_if<ast::ElementComment>(&option)) {
            context.sink.report(
                diag::make(Code::kNotSupportedYet, comment->text.span, "a comment on dynamically added elements"));
            return false;
        } else {
            const auto stateful = eval_stateful(context, option);
            if (!stateful) return false;
            update.stateful.push_back(*stateful);
        }
    }
    return true;
}

bool eval_update_data(Context& context, const ast::Element& element, const Set& set, SetUpdate& update) {
    if (!element.data) {
        if (set.data_kind == model::SetData::none || update.op == model::SetOp::remove) return true;
        context.sink.report(diag::make(Code::kElementNeedsData, element.span));
        return false;
    }
    if (set.data_kind != model::SetData::value) {
        context.sink.report(diag::make(Code::kElementHasData, element.data->span));
        return false;
    }
    const std::vector<model::KeyPart> parts = set.data; // evaluating may add sets and move this one
    update.data = eval_rvalue(context, *element.data, parts);
    return update.data.has_value();
}

// The set behind `@name`, or behind a variable that stands for it.
std::optional<std::uint32_t> updated_set(Context& context, const ast::Name& name) {
    if (!name.text.starts_with('$')) return find_set(context, name.text, name.span);
    const BindingPtr binding = find_variable(context, name.text.substr(1), name.span);
    if (!binding) return std::nullopt;
    if (const auto* ref = std::get_if<ast::SetRef>(&binding->value.node))
        return find_set(context, ref->name, name.span);
    return context.fail(diag::make(Code::kTypeMismatch, name.span, "a set", describe(binding->value)));
}

void warn_meter(Context& context, const Set& set, model::SetOp op) {
    if (!context.sink.wants(Code::kDeprecatedMeter)) return;
    const std::string_view word = context.text(set.span).starts_with("flow") ? "flow table" : "meter";
    const std::string_view verb = op == model::SetOp::update ? "update" : "add";
    context.sink.report(
        diag::make(Code::kDeprecatedMeter, set.span, word)
            .help(fmt::format("declare a set `{0}` with `flags dynamic`, and write `{1} @{0} {{ ... }}`", set.name,
                              verb)));
}

model::SetOp op_of(ast::SetUpdateOp op) {
    switch (op) {
    case ast::SetUpdateOp::add: return model::SetOp::add;
    case ast::SetUpdateOp::update: return model::SetOp::update;
    case ast::SetUpdateOp::del: return model::SetOp::remove;
    }
    return model::SetOp::add;
}

} // namespace

std::optional<model::Action> eval_set_update(Context& context, const ast::SetUpdate& node, Span span) {
    const auto index = updated_set(context, node.set);
    if (!index) return std::nullopt;
    const std::vector<model::KeyPart> parts = context.table->table.sets[*index].key;
    auto key = eval_rvalue(context, node.element.key, parts);
    if (!key) return std::nullopt;
    if (!node.statements.empty()) {
        return context.fail(
            diag::make(Code::kNotSupportedYet, node.statements[0].span, "this statement in a set update"));
    }
    {
        const Set& set = context.table->table.sets[*index];
        if (!compatible(set.key, parts_of(*key))) {
            return context.fail(
                diag::make(Code::kTypeMismatch, node.element.key.span, describe(set.key), describe(parts_of(*key)))
                    .also(set.span, "declared here"));
        }
    }
    SetUpdate update{op_of(node.op), *index, std::move(*key), {}, {}, {}};
    if (!eval_options(context, node.element, update)) return std::nullopt;
    if (!eval_update_data(context, node.element, context.table->table.sets[*index], update)) return std::nullopt;
    Set& set = context.table->table.sets[*index];
    if (set.is_constant)
        return context.fail(
            diag::make(Code::kBadOption, span, "the set is constant").also(set.span, "declared here"));
    if (set.data_kind == model::SetData::none) { // nft marks sets, and leaves maps as they were declared
        set.is_dynamic = true;
        if (update.timeout_ms) set.has_timeout = true;
    }
    return update;
}

std::optional<model::Action> eval_meter(Context& context, const ast::MeterStmt& node, Span span) {
    auto key = eval_value(context, node.element.key);
    const auto size = node.size ? eval_number(context, *node.size, 0xffffffff, "of elements") : kDefaultMeterSize;
    if (!key || !size) return std::nullopt;
    const std::string name(node.name.text);
    if (context.table->sets.contains(name)) {
        return context.fail(diag::make(Code::kAlreadyExists, node.name.span, "set", name));
    }
    Set set;
    set.span = span;
    set.name = name;
    set.anonymous = true; // the kernel tells a meter by this flag
    set.key = parts_of(*key);
    set.is_dynamic = true;
    set.size = static_cast<std::uint32_t>(*size);
    auto& sets = context.table->table.sets;
    SetUpdate update{model::SetOp::add, static_cast<std::uint32_t>(sets.size()), std::move(*key), {}, {}, {}};
    if (!eval_options(context, node.element, update)) return std::nullopt;
    if (update.timeout_ms) {
        set.has_timeout = true;
        update.op = model::SetOp::update;
    }
    warn_meter(context, set, update.op);
    context.table->sets.emplace(name, update.set);
    sets.push_back(std::move(set));
    return update;
}

} // namespace rulec::sema
