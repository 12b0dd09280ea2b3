// SPDX-License-Identifier: GPL-2.0-or-later
// Statements that send packets elsewhere: nat, tproxy, queue, dup, fwd.
#include "compiler/syntax/build_expression.h"
#include "compiler/syntax/build_statement.h"

#include <utility>

namespace rulec::syntax {
namespace {

ast::NatKind nat_kind(std::int32_t type) {
    switch (type) {
    case Rules::K_SNAT: return ast::NatKind::snat;
    case Rules::K_DNAT: return ast::NatKind::dnat;
    case Rules::K_MASQUERADE: return ast::NatKind::masquerade;
    default: return ast::NatKind::redirect;
    }
}

std::optional<ast::Name> take_family(Shape& shape) {
    if (!shape.at_rule(Rules::RuleNatFamily)) return std::nullopt;
    return shape.take_name();
}

// Words separated by commas or dots.
void take_words(Shape list, std::vector<ast::Name>& out) {
    while (!list.at_end()) {
        if (!list.take_if(Rules::COMMA) && !list.take_if(Rules::DOT)) out.push_back(list.take_name());
    }
}

struct Target {
    std::optional<ast::Expr> address;
    std::optional<ast::Expr> port;
};
Target build_target(Shape shape) {
    Target target;
    if (shape.at_rule()) target.address = build_map_expr(shape.take_rule());
    if (shape.take_if(Rules::COLON)) target.port = build_map_expr(shape.take_rule());
    return target;
}

void set_target(ast::NatStmt& nat, Target target) {
    nat.address = std::move(target.address);
    nat.port = std::move(target.port);
}

// natType? K_TO natTarget
void build_nat_place(Shape shape, ast::NatStmt& nat) {
    if (shape.at_rule(Rules::RuleNatType)) take_words(shape.take_rule(), nat.type_flags);
    shape.take_if(Rules::K_TO);
    set_target(nat, build_target(shape.take_rule()));
}

ast::Expr build_nat_lookup(ast::Expr key, Shape map) { // map: K_MAP setRef
    const Span span = cover(key.span, map.span());
    map.take_token();
    return {span, ast::MapLookup{boxed(std::move(key)), boxed(build_set_ref(map.take_rule()))}};
}

void take_nat_port(Shape& shape, ast::NatStmt& nat) {
    if (!shape.at_rule(Rules::RuleNatPort)) return;
    Shape port = shape.take_rule();
    port.take_token();
    nat.port = build_map_expr(port.take_rule());
}

// The older form without `to`.
void build_nat_implicit(Shape shape, ast::NatStmt& nat) {
    if (shape.take_if(Rules::COLON)) {
        nat.port = build_map_expr(shape.take_rule());
        return;
    }
    ast::Expr address = build_chain(shape.take_rule());
    if (shape.at_rule(Rules::RuleNatMap)) address = build_nat_lookup(std::move(address), shape.take_rule());
    nat.address = std::move(address);
    take_nat_port(shape, nat);
}

// `ip saddr . tcp dport map ...`: what looked like the family is the first word of a selector.
void build_nat_field(Shape& shape, ast::NatStmt& nat) {
    Shape field = shape.take_rule();
    ast::Selector key;
    key.words.push_back(*std::exchange(nat.family, std::nullopt));
    key.words.push_back(field.take_name());
    const Span span = cover(key.words.front().span, key.words.back().span);
    nat.address = build_nat_lookup(build_chain_from({span, std::move(key)}, field), shape.take_rule());
    take_nat_port(shape, nat);
}

} // namespace

ast::NatStmt build_nat(Shape shape) {
    ast::NatStmt nat{};
    nat.kind = nat_kind(shape.take_token().type);
    nat.family = take_family(shape);
    if (shape.at_rule(Rules::RuleNatPlace)) {
        build_nat_place(shape.take_rule(), nat);
    } else if (shape.at_rule(Rules::RuleNatImplicit)) {
        build_nat_implicit(shape.take_rule(), nat);
    } else if (shape.at_rule(Rules::RuleNatField)) {
        build_nat_field(shape, nat);
    } else if (shape.take_if(Rules::K_TO)) {
        set_target(nat, build_target(shape.take_rule()));
    }
    if (!shape.at_end()) take_words(shape.take_rule(), nat.flags);
    return nat;
}

ast::TproxyStmt build_tproxy(Shape shape) {
    ast::TproxyStmt tproxy;
    shape.take_token();
    tproxy.family = take_family(shape);
    shape.take_if(Rules::K_TO);
    Target target = build_target(shape.take_rule());
    tproxy.address = std::move(target.address);
    tproxy.port = std::move(target.port);
    return tproxy;
}

// `bypass fanout`, `flags bypass,fanout`: as many groups as there are.
void take_queue_flags(Shape& shape, std::vector<ast::Name>& flags) {
    while (shape.at_rule() || shape.take_if(Rules::K_FLAGS))
        take_words(shape.take_rule(), flags);
}

ast::QueueStmt build_queue(Shape shape) {
    ast::QueueStmt queue;
    shape.take_token();
    take_queue_flags(shape, queue.flags);
    if (shape.take_if(Rules::K_NUM)) {
        ast::Expr low = build_operand(shape.take_rule());
        const Span span = low.span;
        queue.number = std::move(low);
        if (shape.take_if(Rules::DASH)) {
            ast::Expr high = build_operand(shape.take_rule());
            const Span whole = cover(span, high.span);
            queue.number = ast::Expr{whole, ast::Range{boxed(std::move(*queue.number)), boxed(std::move(high))}};
        }
    } else if (shape.take_if(Rules::K_TO)) {
        queue.number = build_map_expr(shape.take_rule());
    }
    take_queue_flags(shape, queue.flags);
    return queue;
}

ast::DupStmt build_dup(Shape shape) {
    shape.take_token();
    shape.take_if(Rules::K_TO);
    ast::DupStmt dup{build_map_expr(shape.take_rule()), {}};
    if (shape.take_if(Rules::K_DEVICE)) dup.device = build_map_expr(shape.take_rule());
    return dup;
}

ast::FwdStmt build_fwd(Shape shape) {
    shape.take_token();
    const std::optional<ast::Name> family = take_family(shape);
    shape.take_if(Rules::K_TO);
    ast::FwdStmt fwd{family, build_map_expr(shape.take_rule()), {}};
    if (shape.take_if(Rules::K_DEVICE)) fwd.device = build_map_expr(shape.take_rule());
    return fwd;
}

} // namespace rulec::syntax
