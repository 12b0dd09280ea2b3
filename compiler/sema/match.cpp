// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/sema/match.h"

#include "compiler/sema/constant.h"
#include "compiler/sema/describe.h"
#include "compiler/sema/sets.h"
#include "compiler/sema/value.h"
#include "compiler/support/overloaded.h"

namespace rulec::sema {
namespace {

using diag::Code;
using model::Match;
using model::MatchOp;
using model::Value;

MatchOp plain_op(ast::RelOp op) {
    switch (op) {
    case ast::RelOp::implicit:
    case ast::RelOp::eq: return MatchOp::eq;
    case ast::RelOp::not_:
    case ast::RelOp::ne: return MatchOp::ne;
    case ast::RelOp::lt: return MatchOp::lt;
    case ast::RelOp::le: return MatchOp::le;
    case ast::RelOp::gt: return MatchOp::gt;
    case ast::RelOp::ge: return MatchOp::ge;
    }
    return MatchOp::eq;
}

bool is_order(MatchOp op) {
    return op == MatchOp::lt || op == MatchOp::le || op == MatchOp::gt || op == MatchOp::ge;
}

// The only element of `{ x }`, if it is a plain one: nft compares with it instead of making a set.
const ast::Expr* single_element(const ast::SetLiteral& literal) {
    if (literal.elements.size() != 1) return nullptr;
    const ast::Element& element = literal.elements[0];
    if (element.data || !element.options.empty()) return nullptr;
    const bool plain = std::visit(overloaded{
                                      [](const ast::Literal&) { return true; },
                                      [](const ast::Prefix&) { return true; },
                                      [](const ast::Range&) { return true; },
                                      [](const ast::Binary&) { return true; },
                                      [](const auto&) { return false; },
                                  },
                                  element.key.node);
    return plain ? &element.key : nullptr;
}

// `tcp flags syn / syn,ack`: of the bits in the mask exactly these.
std::optional<Match> flags_mask(Context& context, Value lhs, MatchOp op, const ast::FlagsMask& node, Span span) {
    const model::KeyPart part{lhs.type, lhs.bit_len, lhs.order};
    const auto value = eval_constant(context, *node.value, part);
    const auto mask = eval_constant(context, *node.mask, part);
    if (!value || !mask) return std::nullopt;
    Value of = lhs;
    lhs.node = model::Masked{Box<Value>(of), *mask, Bytes(mask->size(), 0)};
    lhs.span = span;
    return Match{std::move(lhs), op, model::Constant{*value}};
}

std::optional<Match> set_match(Context& context, Value lhs, MatchOp op, const ast::Expr& rhs) {
    if (is_order(op)) return context.fail(diag::make(Code::kNoOrder, rhs.span, "<, >, <= and >=", "a set"));
    const auto set = eval_set(context, rhs, {.key = parts_of(lhs), .data_kind = model::SetData::none, .data = {}});
    if (!set) return std::nullopt;
    return Match{std::move(lhs), op, model::SetUse{*set}};
}

// `!` asks for bits that are clear. Elsewhere nft refuses it, as it could be read as "not equal" or as "zero".
std::nullopt_t fail_not(Context& context, Span span, std::string_view with) {
    return context.fail(diag::make(Code::kNoOrder, span, "!", with).help("use `!=`"));
}

// Does the left side test single bits, when no operator is written?
bool tests_bits(const Value& lhs) {
    return lhs.type->bitmask && lhs.type->id != catalog::TypeId::bitmask &&
           !std::holds_alternative<model::Masked>(lhs.node);
}

// `numgen inc mod 2 == 5` can never be true.
bool within_generator(Context& context, const Value& lhs, const model::Operand& operand, Span span) {
    std::uint64_t largest = 0;
    if (const auto* numgen = std::get_if<model::Numgen>(&lhs.node))
        largest = std::uint64_t{numgen->offset} + numgen->modulus - 1;
    else if (const auto* hash = std::get_if<model::Hash>(&lhs.node))
        largest = std::uint64_t{hash->offset} + hash->modulus - 1;
    else
        return true;
    const auto high = bounds(operand, lhs.bit_len).second;
    if (from_big_endian(high) <= largest) return true;
    context.sink.report(
        diag::make(Code::kValueRange, span,
                   fmt::format("{} is never reached, the largest value is {}", from_big_endian(high), largest)));
    return false;
}

std::optional<Match> scalar_match(Context& context, Value lhs, ast::RelOp written, const ast::Expr& rhs) {
    MatchOp op = plain_op(written);
    auto operand = eval_operand(context, rhs, {lhs.type, lhs.bit_len, lhs.order});
    if (!operand) return std::nullopt;
    if (!within_generator(context, lhs, *operand, rhs.span)) return std::nullopt;
    const bool tests_flags = tests_bits(lhs) && std::holds_alternative<model::Constant>(*operand);
    if (written == ast::RelOp::not_ && !tests_flags) return fail_not(context, lhs.span, "what is no flag");
    auto* range = std::get_if<model::Range>(&*operand);
    if (range != nullptr && range->low > range->high && !is_order(op)) {
        std::swap(range->low, range->high); // over midnight: everything but the hours between, as nft has it
        op = op == MatchOp::eq ? MatchOp::ne : MatchOp::eq;
    }
    if (std::holds_alternative<model::Constant>(*operand)) {
        if (written == ast::RelOp::implicit && tests_bits(lhs)) op = MatchOp::any_bit;
        if (written == ast::RelOp::not_ && tests_bits(lhs)) op = MatchOp::no_bit;
    } else if (is_order(op)) {
        return context.fail(diag::make(Code::kNoOrder, rhs.span, "<, >, <= and >=", describe(rhs)));
    }
    return Match{std::move(lhs), op, std::move(*operand)};
}

// `ip saddr . tcp dport 10.0.0.1 . 22`: a set of one element.
std::optional<Match> concat_match(Context& context, Value lhs, MatchOp op, const ast::Expr& rhs) {
    const auto* concat = std::get_if<ast::Concat>(&rhs.node);
    if (concat == nullptr || is_order(op)) {
        return context.fail(diag::make(Code::kConcatParts, rhs.span, parts_of(lhs).size(), 1));
    }
    return context.fail(diag::make(Code::kExpectedConstant, rhs.span, describe(rhs))
                            .help("put the concatenation in braces: `{ a . b }`"));
}

// `fib saddr . iif oif exists`: whether there is an answer, instead of the answer.
bool asks_presence(const Value& lhs, const ast::Expr& rhs) {
    const auto* load = std::get_if<model::FieldLoad>(&lhs.node);
    const auto* word = std::get_if<ast::Literal>(&rhs.node);
    return load != nullptr && load->header->kind == catalog::HeaderKind::fib && word != nullptr &&
           word->kind == ast::LiteralKind::word && (word->text == "exists" || word->text == "missing");
}

Value fib_presence(Value lhs) {
    std::get<model::FieldLoad>(lhs.node).presence = true;
    lhs.type = &catalog::type(catalog::TypeId::boolean);
    lhs.bit_len = 32; // the kernel fills the register
    lhs.order = catalog::ByteOrder::host;
    return lhs;
}

std::optional<Match> match_set(Context& context, Value lhs, ast::RelOp written, const ast::Expr& rhs) {
    if (written == ast::RelOp::not_) return fail_not(context, rhs.span, "a set");
    return set_match(context, std::move(lhs), plain_op(written), rhs);
}

std::optional<Match> match_with(Context& context, Value lhs, ast::RelOp written, const ast::Expr& rhs) {
    if (asks_presence(lhs, rhs)) lhs = fib_presence(std::move(lhs));
    const MatchOp op = plain_op(written);
    const bool concat = std::holds_alternative<model::Concat>(lhs.node);
    if (const auto* mask = std::get_if<ast::FlagsMask>(&rhs.node)) {
        return flags_mask(context, std::move(lhs), op, *mask, rhs.span);
    }
    if (const auto* literal = std::get_if<ast::SetLiteral>(&rhs.node)) {
        const ast::Expr* only = concat ? nullptr : single_element(*literal);
        if (only == nullptr) return match_set(context, std::move(lhs), written, rhs);
        return scalar_match(context, std::move(lhs), written, *only);
    }
    if (std::holds_alternative<ast::SetRef>(rhs.node) || std::holds_alternative<ast::PlainSet>(rhs.node))
        return match_set(context, std::move(lhs), written, rhs);
    if (concat) return concat_match(context, std::move(lhs), op, rhs);
    return scalar_match(context, std::move(lhs), written, rhs);
}

// The number that the kernel keeps for a security context means nothing outside of it.
bool is_secmark(const Value& value) {
    const auto* load = std::get_if<model::FieldLoad>(&value.node);
    return load != nullptr && load->field != nullptr && load->field->name == "secmark";
}

// `ct original proto-src 22`: nft gives ports of connections a type once a transport protocol is known, and cannot
// read the number before.
bool is_untyped_port(const Context& context, const Value& value) {
    const auto* load = std::get_if<model::FieldLoad>(&value.node);
    const bool port = load != nullptr && load->field != nullptr && load->header->kind == catalog::HeaderKind::ct &&
                      load->field->name.starts_with("proto-");
    return port && !context.protocols.transport_tested();
}

} // namespace

std::optional<Match> eval_match(Context& context, const ast::Match& node, Span) {
    auto lhs = eval_value(context, node.lhs);
    if (!lhs) return std::nullopt;
    if (is_secmark(*lhs)) {
        return context.fail(
            diag::make(Code::kBadOption, lhs->span, "a security mark can be set and copied, not compared"));
    }
    if (is_untyped_port(context, *lhs)) return context.fail(diag::make(Code::kNeedsTransport, lhs->span));
    auto match = with_value(context, node.rhs, [&](const ast::Expr& rhs) {
        return match_with(context, std::move(*lhs), node.op, rhs); // called once at most
    });
    if (match) context.protocols.learn(*match);
    return match;
}

std::optional<model::VerdictMap> eval_verdict_map(Context& context, const ast::VerdictMap& node) {
    auto key = eval_value(context, node.key);
    if (!key) return std::nullopt;
    if (is_untyped_port(context, *key)) return context.fail(diag::make(Code::kNeedsTransport, key->span));
    const auto map =
        eval_set(context, node.map, {.key = parts_of(*key), .data_kind = model::SetData::verdict, .data = {}});
    if (!map) return std::nullopt;
    return model::VerdictMap{std::move(*key), *map};
}

} // namespace rulec::sema
