// SPDX-License-Identifier: GPL-2.0-or-later
// Lines of tables, chains, sets, maps, flowtables and stateful objects.
#include "compiler/syntax/build_expression.h"
#include "compiler/syntax/build_line.h"
#include "compiler/syntax/build_statement.h"

namespace rulec::syntax {
namespace {

using Items = std::vector<ast::Item>;

ast::Expr word_literal(const ast::Name& name) {
    return {name.span, ast::Literal{ast::LiteralKind::word, name.text}};
}
ast::Expr string_literal(const ast::Name& name) {
    return {name.span, ast::Literal{ast::LiteralKind::string, name.text}};
}

ast::Property property(ast::Name key) {
    return {key, {}};
}
template <class... Values>
ast::Property property(ast::Name key, Values... values) {
    ast::Property made{key, {}};
    (made.values.push_back(std::move(values)), ...);
    return made;
}

// A word or a variable, standing as a token or as a rule of one token.
ast::Expr take_scalar(Shape& shape) {
    return build_scalar(shape, shape.take_word());
}

// ---------------------------------------------------------------- lines of several blocks

ast::FlagsSpec build_flags(Shape shape) {
    ast::FlagsSpec flags;
    shape.take_token();
    while (!shape.at_end()) {
        if (!shape.take_if(Rules::COMMA)) flags.flags.push_back(take_scalar(shape));
    }
    return flags;
}

ast::Property build_comment(Shape shape) {
    const ast::Name key = shape.take_name();
    return property(key, string_literal(shape.take_name()));
}

std::vector<ast::Expr> take_devices(Shape& shape) {
    std::vector<ast::Expr> devices;
    devices.push_back(build_operand(shape.take_rule()));
    return devices;
}

void build_priority(Shape shape, ast::HookSpec& hook) {
    if (shape.take_if(Rules::DASH)) {
        hook.sign = -1;
        hook.priority_offset = shape.take_name();
        return;
    }
    hook.priority = take_scalar(shape);
    if (shape.at_end()) return;
    hook.sign = shape.take_token().type == Rules::PLUS ? 1 : -1;
    hook.priority_offset = shape.take_name();
}

void build_hook(Shape shape, ast::HookSpec& hook) {
    shape.take_if(Rules::K_HOOK);
    hook.hook = shape.take_name();
    if (shape.take_if(Rules::K_DEVICE) || shape.take_if(Rules::K_DEVICES)) {
        shape.take_if(Rules::ASSIGN);
        hook.devices = take_devices(shape);
    }
    shape.take_if(Rules::K_PRIORITY);
    build_priority(shape.take_rule(), hook);
}

ast::Item build_open(Shape shape) {
    const Span span = shape.span();
    const ast::ObjectKind kind = take_object_kind(shape);
    ast::Open open{ast::Verb::none, kind, {}, true};
    open.path.name = shape.take_name();
    return {span, std::move(open)};
}

// Sub-rules that mean the same in every block.
void build_shared(Shape rule, Items& out) {
    const Span span = rule.span();
    switch (rule.rule()) {
    case Rules::RuleAnywhereLine: out.push_back(build_anywhere(rule)); return;
    case Rules::RuleFlagsLine: out.push_back({span, build_flags(rule)}); return;
    case Rules::RuleCommentLine: out.push_back({span, build_comment(rule)}); return;
    case Rules::RuleObjectBody: build_object_body(rule, out); return;
    case Rules::RuleRuleBody: out.push_back({span, ast::RuleItem{ast::Verb::none, {}, {}, build_rule(rule)}}); return;
    case Rules::RuleHookPlace: {
        ast::HookSpec hook{};
        build_hook(rule, hook);
        out.push_back({span, std::move(hook)});
        return;
    }
    default: RULEC_CHECK(false, "every shared line of the grammar is listed");
    }
}

// ---------------------------------------------------------------- chains and flowtables

void build_chain_line(Shape shape, Items& out) {
    if (shape.at_rule()) return build_shared(shape.take_rule(), out);
    const Span span = shape.span();
    switch (shape.take_token().type) {
    case Rules::K_TYPE: {
        ast::HookSpec hook{};
        hook.type = shape.take_name();
        build_hook(shape.take_rule(), hook);
        out.push_back({span, std::move(hook)});
        return;
    }
    case Rules::K_POLICY: out.push_back({span, ast::PolicySpec{take_scalar(shape)}}); return;
    default: // devices =
        shape.take_if(Rules::ASSIGN);
        out.push_back({span, ast::DevicesSpec{take_devices(shape)}});
    }
}

void build_flowtable_line(Shape shape, Items& out) {
    if (shape.at_rule()) return build_shared(shape.take_rule(), out);
    const Span span = shape.span();
    const ast::Name key = shape.take_name();
    if (shape.take_if(Rules::ASSIGN)) {
        out.push_back({span, ast::DevicesSpec{take_devices(shape)}});
    } else {
        out.push_back({span, property(key)}); // counter
    }
}

// ---------------------------------------------------------------- sets and maps

// One Name for `counter`, or for the two words of `ct helper`.
ast::Name object_name(const Shape& kind) {
    const Span span = kind.span();
    return {span, kind.statement().text.substr(span.begin, span.end - span.begin)};
}

void take_type_names(Shape& shape, std::vector<ast::Name>& out) {
    do {
        out.push_back(shape.take_name());
    } while (shape.take_if(Rules::DOT));
}

ast::TypeSpec build_type(Shape& shape) {
    ast::TypeSpec type;
    take_type_names(shape, type.key);
    if (!shape.take_if(Rules::COLON)) return type;
    type.data_interval = shape.take_if(Rules::K_INTERVAL);
    if (shape.at_rule(Rules::RuleObjectKind)) {
        type.objref = object_name(shape.take_rule());
    } else {
        take_type_names(shape, type.data);
    }
    return type;
}

ast::TypeofSpec build_typeof(Shape& shape) {
    ast::TypeofSpec type{build_chain(shape.take_rule()), {}, false, {}};
    if (!shape.take_if(Rules::COLON)) return type;
    type.data_interval = shape.take_if(Rules::K_INTERVAL);
    if (shape.at_rule(Rules::RuleObjectType)) {
        type.objref = shape.take_name();
    } else {
        type.data = build_chain(shape.take_rule());
    }
    return type;
}

void build_stateful(Shape& shape, Items& out) {
    while (!shape.at_end()) {
        Shape statement = shape.take_rule();
        out.push_back({statement.span(), ast::StatefulSpec{build_statement(statement)}});
    }
}

// `elements = $name` and `elements = file("x")`; the elements of `elements = {` come by themselves.
void build_elements(Shape& shape, Items& out) {
    shape.take_if(Rules::ASSIGN);
    if (shape.at_rule()) return out.push_back(build_elements_file(shape.take_rule()));
    if (!shape.at_token(Rules::VARIABLE)) return;
    ast::Expr variable = take_scalar(shape);
    const Span span = variable.span;
    ast::ElementsChunk chunk;
    chunk.elements.push_back({span, std::move(variable), {}, {}});
    out.push_back({span, std::move(chunk)});
}

void build_set_line(Shape shape, Items& out) {
    if (shape.at_rule(Rules::RuleSetStatement)) return build_stateful(shape, out);
    if (shape.at_rule()) return build_shared(shape.take_rule(), out);
    const Span span = shape.span();
    const Token& keyword = shape.take_token();
    const ast::Name key = shape.name_of(keyword);
    switch (keyword.type) {
    case Rules::K_TYPE: out.push_back({span, build_type(shape)}); return;
    case Rules::K_TYPEOF: out.push_back({span, build_typeof(shape)}); return;
    case Rules::K_POLICY: out.push_back({span, ast::PolicySpec{take_scalar(shape)}}); return;
    case Rules::K_AUTO_MERGE: out.push_back({span, property(key)}); return;
    case Rules::K_ELEMENTS: build_elements(shape, out); return;
    default: out.push_back({span, property(key, build_operand(shape.take_rule()))}); return; // timeout 1h
    }
}

void build_table_line(Shape shape, Items& out) {
    const bool shared = shape.at_rule() && !shape.at_rule(Rules::RuleObjectKind);
    if (shared) return build_shared(shape.take_rule(), out);
    out.push_back(build_open(shape));
}

// ---------------------------------------------------------------- stateful objects

template <class Node>
void push_stateful(Span span, Node node, Items& out) {
    out.push_back({span, ast::StatefulSpec{ast::Statement{span, std::move(node)}}});
}

void push_synproxy_options(Shape& shape, Items& out) {
    while (!shape.at_end()) {
        Shape rule = shape.take_rule();
        ast::Option option = build_synproxy_option(rule);
        out.push_back({rule.span(), ast::Property{option.key, std::move(option.values)}});
    }
}

// type "ftp" protocol tcp
void push_helper(Shape& shape, Span span, Items& out) {
    ast::TypeSpec type;
    type.key.push_back(shape.take_name());
    out.push_back({span, std::move(type)});
    const ast::Name key = shape.take_name();
    out.push_back({span, property(key, word_literal(shape.take_name()))});
}

void push_property(Shape& shape, Span span, Items& out) {
    const ast::Name key = shape.take_name();
    shape.take_if(Rules::ASSIGN); // policy = { ... }
    Shape value = shape.take_rule();
    switch (value.rule()) {
    case Rules::RuleFieldWord:
        out.push_back({span, property(key, word_literal(value.name_of(value.first_token())))});
        return;
    case Rules::RuleSetLiteral: out.push_back({span, property(key, build_set_literal(value))}); return;
    default: out.push_back({span, property(key, build_operand(value))}); return;
    }
}

} // namespace

void build_object_body(Shape shape, std::vector<ast::Item>& out) {
    const Span span = shape.span();
    if (shape.at_rule(Rules::RuleSynproxyOption)) return push_synproxy_options(shape, out);
    if (shape.at_rule()) {
        Shape spec = shape.take_rule();
        switch (spec.rule()) {
        case Rules::RuleCounterSpec: return push_stateful(span, ast::CounterStmt{build_counter_spec(spec), {}}, out);
        case Rules::RuleRateSpec: return push_stateful(span, ast::LimitStmt{build_rate(spec), {}}, out);
        default: return push_stateful(span, ast::QuotaStmt{build_quota_spec(spec), {}}, out);
        }
    }
    if (shape.take_if(Rules::K_TYPE)) return push_helper(shape, span, out);
    if (!shape.at_token(Rules::STRING)) return push_property(shape, span, out);
    const ast::Name context = shape.take_name();
    out.push_back({span, property({span, "context"}, string_literal(context))});
}

void build_block_line(Shape shape, std::vector<ast::Item>& out) {
    switch (shape.rule()) {
    case Rules::RuleTableLine: return build_table_line(shape, out);
    case Rules::RuleChainLine: return build_chain_line(shape, out);
    case Rules::RuleSetLine: return build_set_line(shape, out);
    case Rules::RuleFlowtableLine: return build_flowtable_line(shape, out);
    default: return build_shared(shape.take_rule(), out); // objectLine
    }
}

void build_line(Shape shape, std::vector<ast::Item>& out) {
    if (shape.rule() == Rules::RuleTopLine) return build_top_line(shape, out);
    build_block_line(shape, out);
}

} // namespace rulec::syntax
