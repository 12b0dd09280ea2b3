// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/syntax/build_statement.h"

#include "compiler/syntax/build_element.h"
#include "compiler/syntax/build_expression.h"

namespace rulec::syntax {
namespace {

using Node = decltype(ast::Statement::node);

// `name EXPR` of a stateful statement.
std::optional<ast::Expr> take_object(Shape& shape) {
    if (!shape.take_if(Rules::K_NAME)) return std::nullopt;
    return build_map_expr(shape.take_rule());
}

bool take_over(Shape& shape) {
    if (shape.take_if(Rules::K_OVER)) return true;
    shape.take_if(Rules::K_UNTIL);
    return false;
}

// ---------------------------------------------------------------- match and mangle

ast::RelOp relational_op(std::int32_t type) {
    switch (type) {
    case Rules::EQ: return ast::RelOp::eq;
    case Rules::NE: return ast::RelOp::ne;
    case Rules::LT: return ast::RelOp::lt;
    case Rules::LE: return ast::RelOp::le;
    case Rules::GT: return ast::RelOp::gt;
    case Rules::GE: return ast::RelOp::ge;
    default: return ast::RelOp::not_;
    }
}

// mapExpr (COMMA expr)*
ast::Expr build_assigned(Shape& tail) {
    ast::Expr first = build_map_expr(tail.take_rule());
    if (tail.at_end()) return first;
    Span span = first.span;
    ast::List list;
    list.items.push_back(std::move(first));
    while (tail.take_if(Rules::COMMA)) {
        list.items.push_back(build_chain(tail.take_rule()));
        span = cover(span, list.items.back().span);
    }
    return {span, std::move(list)};
}

Node build_match(Shape shape) {
    ast::Expr left = build_chain(shape.take_rule());
    Shape tail = shape.take_rule();
    if (tail.take_if(Rules::K_SET)) return ast::Assign{std::move(left), build_assigned(tail)};
    if (tail.take_if(Rules::K_VMAP)) return ast::VerdictMap{std::move(left), build_set_ref(tail.take_rule())};
    ast::RelOp op = ast::RelOp::implicit;
    if (tail.at_rule(Rules::RuleRelop)) op = relational_op(tail.take_word().type);
    return ast::Match{std::move(left), op, build_rhs_list(tail.take_rule())};
}

// ---------------------------------------------------------------- verdicts

Node build_jump_block(Shape shape, ast::VerdictKind kind) {
    ast::JumpBlock block{kind, {}};
    while (!shape.at_end()) {
        if (!shape.at_rule()) {
            shape.take_token(); // braces
            continue;
        }
        Shape line = shape.take_rule();
        if (line.rule() == Rules::RuleRuleBody) block.rules.push_back(build_rule(line));
    }
    return block;
}

Node build_verdict_statement(Shape shape) {
    Shape inner = shape;
    const bool jump = inner.take_token().type == Rules::K_JUMP;
    if (inner.at_rule(Rules::RuleRuleBlock)) {
        return build_jump_block(inner.take_rule(), jump ? ast::VerdictKind::jump : ast::VerdictKind::goto_);
    }
    return ast::VerdictStmt{build_verdict(shape)};
}

// ---------------------------------------------------------------- log, reject, synproxy

ast::Expr word_literal(const ast::Name& name) {
    return {name.span, ast::Literal{ast::LiteralKind::word, name.text}};
}

ast::Option build_log_option(Shape shape) {
    ast::Option option{shape.take_name(), {}};
    if (shape.first_token().type != Rules::K_FLAGS) {
        option.values.push_back(build_operand(shape.take_rule()));
        return option;
    }
    while (!shape.at_end()) {
        if (!shape.take_if(Rules::COMMA)) option.values.push_back(word_literal(shape.take_name()));
    }
    return option;
}

ast::LogStmt build_log(Shape shape) {
    ast::LogStmt log;
    shape.take_token();
    while (!shape.at_end())
        log.options.push_back(build_log_option(shape.take_rule()));
    return log;
}

ast::RejectStmt build_reject(Shape shape) {
    ast::RejectStmt reject;
    shape.take_token();
    if (!shape.take_if(Rules::K_WITH)) return reject;
    reject.kind = shape.take_name();
    if (shape.take_if(Rules::K_RESET)) return reject;
    if (shape.take_if(Rules::K_TYPE)) {
        reject.code = build_operand(shape.take_rule());
    } else {
        reject.code = build_scalar(shape, shape.take_token());
    }
    return reject;
}

ast::SynproxyStmt build_synproxy(Shape shape) {
    ast::SynproxyStmt synproxy;
    shape.take_token();
    synproxy.object = take_object(shape);
    while (!shape.at_end())
        synproxy.options.push_back(build_synproxy_option(shape.take_rule()));
    return synproxy;
}

// ---------------------------------------------------------------- sets, flowtables, the rest

ast::SetUpdateOp update_op(std::int32_t type) {
    switch (type) {
    case Rules::K_ADD: return ast::SetUpdateOp::add;
    case Rules::K_UPDATE: return ast::SetUpdateOp::update;
    default: return ast::SetUpdateOp::del;
    }
}

// add @s { E }, add $s { E }, and the older `set add E @s`.
ast::SetUpdate build_set_update(Shape shape) {
    ast::SetUpdate update{};
    shape.take_if(Rules::K_SET);
    update.op = update_op(shape.take_token().type);
    if (shape.at_rule()) update.element = build_element(shape.take_rule());
    shape.take_if(Rules::AT);
    update.set = shape.take_name();
    if (shape.take_if(Rules::LBRACE)) update.element = build_element(shape.take_rule());
    return update;
}

ast::MeterStmt build_meter(Shape shape) {
    ast::MeterStmt meter{};
    shape.take_token();
    meter.name = shape.take_name();
    if (shape.take_if(Rules::K_SIZE)) meter.size = shape.take_name();
    shape.take_if(Rules::LBRACE);
    meter.element = build_element(shape.take_rule());
    return meter;
}

Node build_flow(Shape shape) {
    Shape meter = shape;
    shape.take_token();
    if (shape.take_if(Rules::K_TABLE)) {
        meter.take_token(); // `table` stands where `meter` would
        return build_meter(meter);
    }
    shape.take_token();
    shape.take_if(Rules::AT);
    return ast::FlowAddStmt{shape.take_name()};
}

// reset HEADER option KIND: the target is a selector of what follows the keyword.
ast::ResetStmt build_reset(Shape shape) {
    ast::Selector target;
    shape.take_token();
    const Span first = shape.statement().span(shape.token_at(1));
    while (!shape.at_end())
        target.words.push_back(shape.take_name());
    return {ast::Expr{cover(first, shape.span()), std::move(target)}};
}

ast::XtStmt build_xt(Shape shape) {
    ast::XtStmt xt;
    while (!shape.at_end())
        xt.words.push_back(shape.take_name());
    return xt;
}

Node build_node(Shape shape) {
    switch (shape.rule()) {
    case Rules::RuleMatchStmt: return build_match(shape);
    case Rules::RuleVerdictStmt: return build_verdict_statement(shape);
    case Rules::RuleCounterStmt: return build_counter(shape);
    case Rules::RuleLimitStmt: return build_limit(shape);
    case Rules::RuleQuotaStmt: return build_quota(shape);
    case Rules::RuleCtCountStmt: return build_ct_count(shape);
    case Rules::RuleLastStmt: return build_last(shape);
    case Rules::RuleLogStmt: return build_log(shape);
    case Rules::RuleRejectStmt: return build_reject(shape);
    case Rules::RuleNatStmt: return build_nat(shape);
    case Rules::RuleTproxyStmt: return build_tproxy(shape);
    case Rules::RuleQueueStmt: return build_queue(shape);
    case Rules::RuleDupStmt: return build_dup(shape);
    case Rules::RuleFwdStmt: return build_fwd(shape);
    case Rules::RuleFlowStmt: return build_flow(shape);
    case Rules::RuleSynproxyStmt: return build_synproxy(shape);
    case Rules::RuleSetUpdateStmt: return build_set_update(shape);
    case Rules::RuleMeterStmt: return build_meter(shape);
    case Rules::RuleResetStmt: return build_reset(shape);
    case Rules::RuleXtStmt: return build_xt(shape);
    default: RULEC_CHECK(false, "every statement of the grammar is listed"); return ast::NotrackStmt{};
    }
}

} // namespace

ast::CounterSpec build_counter_spec(Shape shape) {
    ast::CounterSpec spec;
    while (!shape.at_end()) {
        auto& number = shape.take_token().type == Rules::K_PACKETS ? spec.packets : spec.bytes;
        number = shape.take_name();
    }
    return spec;
}

ast::CounterStmt build_counter(Shape shape) {
    ast::CounterStmt counter;
    shape.take_token();
    if (shape.at_rule()) counter.spec = build_counter_spec(shape.take_rule());
    counter.object = take_object(shape);
    return counter;
}

ast::RateSpec build_rate(Shape shape) {
    ast::RateSpec rate;
    shape.take_if(Rules::K_RATE);
    rate.over = take_over(shape);
    rate.amount = shape.take_name();
    if (shape.at_rule(Rules::RuleUnit)) rate.unit = shape.take_name();
    if (shape.take_if(Rules::SLASH)) {
        rate.per = shape.take_name();
    } else if (const std::size_t slash = rate.unit->text.find('/'); slash != std::string_view::npos) {
        // "mbytes/second" is one word to the lexer.
        const auto cut = static_cast<std::uint32_t>(slash);
        const Span whole = rate.unit->span;
        rate.per = {{whole.file, whole.begin + cut + 1, whole.end}, rate.unit->text.substr(slash + 1)};
        rate.unit = ast::Name{{whole.file, whole.begin, whole.begin + cut}, rate.unit->text.substr(0, slash)};
    }
    if (shape.take_if(Rules::K_BURST)) {
        rate.burst = shape.take_name();
        if (!shape.at_end()) rate.burst_unit = shape.take_name();
    }
    return rate;
}

ast::LimitStmt build_limit(Shape shape) {
    ast::LimitStmt limit;
    shape.take_token();
    if (shape.at_rule()) limit.rate = build_rate(shape.take_rule());
    limit.object = take_object(shape);
    return limit;
}

ast::QuotaSpec build_quota_spec(Shape shape) {
    ast::QuotaSpec quota;
    quota.over = take_over(shape);
    quota.amount = shape.take_name();
    quota.unit = shape.take_name();
    if (shape.take_if(Rules::K_USED)) {
        quota.used = shape.take_name();
        quota.used_unit = shape.take_name();
    }
    return quota;
}

ast::QuotaStmt build_quota(Shape shape) {
    ast::QuotaStmt quota;
    shape.take_token();
    if (shape.at_rule()) quota.quota = build_quota_spec(shape.take_rule());
    quota.object = take_object(shape);
    return quota;
}

ast::CtCountStmt build_ct_count(Shape shape) {
    shape.take_token();
    const bool over = take_over(shape);
    return {over, shape.take_name()};
}

ast::LastStmt build_last(Shape shape) {
    shape.take_token();
    if (!shape.take_if(Rules::K_USED)) return {};
    return {shape.take_name()};
}

ast::Option build_synproxy_option(Shape shape) {
    ast::Option option{shape.take_name(), {}};
    if (!shape.at_end()) option.values.push_back(build_scalar(shape, shape.take_token()));
    return option;
}

ast::Statement build_statement(Shape shape) {
    const Span span = shape.span();
    if (shape.at_rule()) return {span, build_node(shape.take_rule())};
    return {span, ast::NotrackStmt{}};
}

ast::Rule build_rule(Shape shape) {
    ast::Rule rule{shape.span(), {}, {}};
    rule.statements.reserve(shape.rule_count());
    while (shape.at_rule())
        rule.statements.push_back(build_statement(shape.take_rule()));
    if (shape.take_if(Rules::K_COMMENT)) rule.comment = shape.take_name();
    return rule;
}

} // namespace rulec::syntax
