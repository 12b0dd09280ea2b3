// SPDX-License-Identifier: GPL-2.0-or-later
// Lines of the top level: commands, the openings of tables, and what may stand in every block.
#include "compiler/syntax/build_element.h"
#include "compiler/syntax/build_expression.h"
#include "compiler/syntax/build_line.h"
#include "compiler/syntax/build_statement.h"

namespace rulec::syntax {
namespace {

ast::Verb verb_of(std::int32_t type) {
    switch (type) {
    case Rules::K_ADD: return ast::Verb::add;
    case Rules::K_CREATE: return ast::Verb::create;
    case Rules::K_INSERT: return ast::Verb::insert;
    case Rules::K_REPLACE: return ast::Verb::replace;
    case Rules::K_DELETE: return ast::Verb::del;
    case Rules::K_DESTROY: return ast::Verb::destroy;
    case Rules::K_FLUSH: return ast::Verb::flush;
    case Rules::K_RENAME: return ast::Verb::rename;
    case Rules::K_LIST: return ast::Verb::list;
    case Rules::K_RESET: return ast::Verb::reset;
    case Rules::K_MONITOR: return ast::Verb::monitor;
    case Rules::K_EXPORT:
    case Rules::K_IMPORT: return ast::Verb::export_;
    case Rules::K_DESCRIBE: return ast::Verb::describe;
    default: return ast::Verb::none;
    }
}

std::optional<ast::Name> take_family(Shape& shape) {
    if (!shape.at_rule(Rules::RuleFamily)) return std::nullopt;
    return shape.take_name();
}

bool at_name(const Shape& shape) {
    return shape.at_rule(Rules::RuleName);
}

// [family] table, and for anything inside a table its name.
ast::Path take_path(Shape& shape, ast::ObjectKind kind) {
    ast::Path path;
    path.family = take_family(shape);
    if (at_name(shape)) path.table = shape.take_name();
    if (kind != ast::ObjectKind::table && at_name(shape)) path.name = shape.take_name();
    return path;
}

std::optional<ast::Position> take_position(Shape& shape) {
    if (!shape.at_rule(Rules::RulePosition)) return std::nullopt;
    Shape position = shape.take_rule();
    switch (position.take_token().type) {
    case Rules::K_HANDLE: return ast::Position{ast::PositionKind::handle, position.take_name()};
    case Rules::K_INDEX: return ast::Position{ast::PositionKind::index, position.take_name()};
    default: return ast::Position{ast::PositionKind::position, position.take_name()};
    }
}

ast::Element variable_element(const Shape& shape, const Token& token) {
    ast::Expr variable = build_scalar(shape, token);
    return {variable.span, std::move(variable), {}, {}};
}

// ---------------------------------------------------------------- adding

// rulePlace ruleBody, behind the keyword.
void add_rule(Shape& shape, ast::Verb verb, Span span, std::vector<ast::Item>& out) {
    Shape place = shape.take_rule();
    ast::RuleItem item{verb, take_path(place, ast::ObjectKind::rule), take_position(place), {}};
    item.rule = build_rule(shape.take_rule());
    out.push_back({span, std::move(item)});
}

// `filter input accept`: table and chain are the first words.
void add_implied_rule(Shape shape, ast::Verb verb, Span span, std::vector<ast::Item>& out) {
    ast::RuleItem item{verb, {}, {}, {}};
    item.path.family = take_family(shape);
    item.path.table = shape.take_name();
    item.path.name = shape.take_name();
    item.position = take_position(shape);
    item.rule = build_rule(shape.take_rule());
    out.push_back({span, std::move(item)});
}

void add_elements_of_variable(const Shape& shape, const Token& variable, std::vector<ast::Item>& out) {
    ast::ElementsChunk chunk;
    chunk.elements.push_back(variable_element(shape, variable));
    const Span span = chunk.elements.front().span;
    out.push_back({span, std::move(chunk)});
    out.push_back({span, ast::BlockClose{}});
}

void add_target(Shape shape, ast::Verb verb, Span span, std::vector<ast::Item>& out) {
    if (shape.take_if(Rules::K_RULE)) return add_rule(shape, verb, span, out);
    const ast::ObjectKind kind = take_object_kind(shape);
    ast::Open open{verb, kind, take_path(shape, kind), !shape.at_end()};
    out.push_back({span, std::move(open)});
    if (shape.at_end()) return;
    if (shape.at_rule(Rules::RuleElementsFile)) {
        out.push_back(build_elements_file(shape.take_rule()));
        out.push_back({out.back().span, ast::BlockClose{}});
    } else if (shape.at_rule()) { // the body without braces
        const Span body = shape.span();
        build_object_body(shape.take_rule(), out);
        out.push_back({body, ast::BlockClose{}});
    } else if (shape.at_token(Rules::VARIABLE)) {
        add_elements_of_variable(shape, shape.take_token(), out);
    }
}

void build_add(Shape shape, std::vector<ast::Item>& out) {
    const Span span = shape.span();
    ast::Verb verb = ast::Verb::add; // a block without a verb is Verb::none, see below
    if (!shape.at_rule()) {
        verb = verb_of(shape.take_token().type);
    } else if (shape.at_rule(Rules::RuleAddTarget)) {
        verb = ast::Verb::none;
    }
    Shape target = shape.take_rule();
    if (target.rule() == Rules::RuleAddTarget) return add_target(target, verb, span, out);
    add_implied_rule(target, verb, span, out);
}

void build_rule_command(Shape shape, std::vector<ast::Item>& out) {
    const Span span = shape.span();
    const ast::Verb verb = verb_of(shape.take_token().type);
    if (shape.take_if(Rules::K_RULE)) return add_rule(shape, verb, span, out);
    add_implied_rule(shape.take_rule(), verb, span, out);
}

// ---------------------------------------------------------------- removing, renaming, looking

std::vector<ast::Element> take_elements(Shape& shape) {
    if (shape.at_rule())
        return std::move(std::get<ast::SetLiteral>(build_set_literal(shape.take_rule()).node).elements);
    std::vector<ast::Element> elements;
    elements.push_back(variable_element(shape, shape.take_token()));
    return elements;
}

ast::Item build_remove(Shape shape) {
    ast::Command command{};
    const Span span = shape.span();
    command.verb = verb_of(shape.take_token().type);
    Shape target = shape.take_rule();
    command.kind = take_object_kind(target);
    command.path = take_path(target, command.kind);
    if (auto position = take_position(target)) command.handle = position->number;
    if (!target.at_end()) command.elements = take_elements(target);
    return {span, std::move(command)};
}

ast::Item build_flush(Shape shape) {
    ast::Command command{};
    const Span span = shape.span();
    command.verb = verb_of(shape.take_token().type);
    command.kind = take_object_kind(shape);
    command.path = take_path(shape, command.kind);
    return {span, std::move(command)};
}

ast::Item build_rename(Shape shape) {
    ast::Command command{};
    const Span span = shape.span();
    command.verb = verb_of(shape.take_token().type);
    command.kind = take_object_kind(shape);
    command.path = take_path(shape, command.kind);
    command.new_name = shape.take_name();
    return {span, std::move(command)};
}

// They never reach the model, so that the words behind the verb are not kept.
ast::Item build_live(Shape shape) {
    ast::Command command{};
    const Span span = shape.span();
    command.verb = verb_of(shape.take_token().type);
    command.kind = ast::ObjectKind::other;
    return {span, std::move(command)};
}

// ---------------------------------------------------------------- anywhere

ast::Expr build_initializer(Shape shape) {
    if (shape.at_rule()) return build_rhs_list(shape.take_rule());
    const Span span = shape.span();
    const Statement& statement = shape.statement();
    const std::string_view text = statement.text.substr(span.begin, span.end - span.begin);
    return {span, ast::Literal{ast::LiteralKind::number, text}}; // -100
}

ast::DefineKind define_kind(std::int32_t type) {
    switch (type) {
    case Rules::K_DEFINE: return ast::DefineKind::define;
    case Rules::K_REDEFINE: return ast::DefineKind::redefine;
    default: return ast::DefineKind::undefine;
    }
}

} // namespace

ast::Item build_anywhere(Shape shape) {
    const Span span = shape.span();
    const Token& keyword = shape.take_token();
    if (keyword.type == Rules::K_INCLUDE) return {span, ast::Include{shape.take_name()}};
    ast::Define define{define_kind(keyword.type), shape.take_name(), {}};
    if (shape.take_if(Rules::ASSIGN)) define.value = build_initializer(shape.take_rule());
    return {span, std::move(define)};
}

ast::Item build_elements_file(Shape shape) {
    const Span span = shape.span();
    shape.take_if(Rules::K_FILE);
    shape.take_if(Rules::LPAREN);
    return {span, ast::ElementsFile{shape.take_name()}};
}

ast::ObjectKind take_object_kind(Shape& shape) {
    if (shape.at_rule(Rules::RuleObjectKind)) {
        Shape kind = shape.take_rule();
        return take_object_kind(kind);
    }
    switch (shape.take_token().type) {
    case Rules::K_RULESET: return ast::ObjectKind::ruleset;
    case Rules::K_TABLE: return ast::ObjectKind::table;
    case Rules::K_CHAIN: return ast::ObjectKind::chain;
    case Rules::K_RULE: return ast::ObjectKind::rule;
    case Rules::K_SET: return ast::ObjectKind::set;
    case Rules::K_MAP: return ast::ObjectKind::map;
    case Rules::K_ELEMENT: return ast::ObjectKind::element;
    case Rules::K_FLOWTABLE: return ast::ObjectKind::flowtable;
    case Rules::K_METER: return ast::ObjectKind::meter;
    case Rules::K_COUNTER: return ast::ObjectKind::counter;
    case Rules::K_QUOTA: return ast::ObjectKind::quota;
    case Rules::K_LIMIT: return ast::ObjectKind::limit;
    case Rules::K_SYNPROXY: return ast::ObjectKind::synproxy;
    case Rules::K_SECMARK: return ast::ObjectKind::secmark;
    case Rules::K_CT: return take_object_kind(shape);
    case Rules::K_HELPER: return ast::ObjectKind::ct_helper;
    case Rules::K_TIMEOUT: return ast::ObjectKind::ct_timeout;
    case Rules::K_EXPECTATION: return ast::ObjectKind::ct_expectation;
    default: return ast::ObjectKind::other;
    }
}

void build_top_line(Shape shape, std::vector<ast::Item>& out) {
    Shape line = shape.take_rule();
    switch (line.rule()) {
    case Rules::RuleAnywhereLine: out.push_back(build_anywhere(line)); return;
    case Rules::RuleAddLine: build_add(line, out); return;
    case Rules::RuleRuleCommand: build_rule_command(line, out); return;
    case Rules::RuleRemoveLine: out.push_back(build_remove(line)); return;
    case Rules::RuleFlushLine: out.push_back(build_flush(line)); return;
    case Rules::RuleRenameLine: out.push_back(build_rename(line)); return;
    default: out.push_back(build_live(line)); return;
    }
}

} // namespace rulec::syntax
