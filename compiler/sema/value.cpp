// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/sema/value.h"

#include "compiler/sema/constant.h"
#include "compiler/sema/describe.h"
#include "compiler/sema/map_lookup.h"
#include "compiler/sema/selector.h"
#include "compiler/support/overloaded.h"

namespace rulec::sema {
namespace {

using catalog::ByteOrder;
using catalog::TypeId;
using diag::Code;
using model::KeyPart;
using model::Value;

bool reads(Context& context, const ast::Expr& expr) {
    return std::visit(overloaded{
                          [](const ast::Selector&) { return true; },
                          [](const ast::RawPayload&) { return true; },
                          [](const ast::Numgen&) { return true; },
                          [](const ast::Hash&) { return true; },
                          [](const ast::MapLookup&) { return true; },
                          [&](const ast::Binary& node) {
                              return reads_packet(context, *node.left) || reads_packet(context, *node.right);
                          },
                          [&](const ast::Concat& node) {
                              for (const ast::Expr& part : node.parts) {
                                  if (reads_packet(context, part)) return true;
                              }
                              return false;
                          },
                          [](const auto&) { return false; },
                      },
                      expr.node);
}

std::optional<Value> eval_numgen(Context& context, const ast::Numgen& node, Span span) {
    if (node.mode.text != "inc" && node.mode.text != "random") {
        return context.fail(diag::make(Code::kUnknownWord, node.mode.span, "numgen mode", node.mode.text)
                                .help("the modes are `inc` and `random`"));
    }
    const auto modulus = eval_number(context, node.modulus, 0xffffffff, "of values");
    const auto offset = node.offset ? eval_number(context, *node.offset, 0xffffffff, "to start at") : 0;
    if (!modulus || !offset) return std::nullopt;
    return Value{&catalog::type(TypeId::integer), 32, ByteOrder::host, span,
                 model::Numgen{node.mode.text == "random", static_cast<std::uint32_t>(*modulus),
                               static_cast<std::uint32_t>(*offset)}};
}

std::optional<Value> eval_hash(Context& context, const ast::Hash& node, Span span) {
    std::optional<Box<Value>> key;
    if (node.key) {
        auto value = eval_value(context, *node.key);
        if (!value) return std::nullopt;
        key = Box<Value>(std::move(*value));
    }
    const auto modulus = eval_number(context, node.modulus, 0xffffffff, "of values");
    const auto offset = node.offset ? eval_number(context, *node.offset, 0xffffffff, "to start at") : 0;
    const auto seed = node.seed ? eval_number(context, *node.seed, 0xffffffff, "for a seed") : std::nullopt;
    if (!modulus || !offset || (node.seed && !seed)) return std::nullopt;
    model::Hash hash{std::move(key), static_cast<std::uint32_t>(*modulus), std::nullopt,
                     static_cast<std::uint32_t>(*offset)};
    if (seed) hash.seed = static_cast<std::uint32_t>(*seed);
    return Value{&catalog::type(TypeId::integer), 32, ByteOrder::host, span, std::move(hash)};
}

// Folds `x & c`, `x | c`, `x ^ c` into one mask and one xor, as one kernel instruction does it.
Value with_bits(Value of, ast::BinaryOp op, const Bytes& constant, Span span) {
    const Bytes ones = bit_not(Bytes(constant.size(), 0));
    const Bytes zeros(constant.size(), 0);
    Bytes mask = ones;
    Bytes xor_ = zeros;
    if (op == ast::BinaryOp::bit_and) mask = constant;
    if (op == ast::BinaryOp::bit_xor) xor_ = constant;
    if (op == ast::BinaryOp::bit_or) {
        mask = bit_not(constant);
        xor_ = constant;
    }
    if (auto* inner = std::get_if<model::Masked>(&of.node)) { // ((v & m) ^ x) & mask ^ xor_
        inner->xor_ = bit_xor(bit_and(inner->xor_, mask), xor_);
        inner->mask = bit_and(inner->mask, mask);
        of.span = span;
        return of;
    }
    Value out{of.type, of.bit_len, of.order, span, model::Masked{Box<Value>(of), std::move(mask), std::move(xor_)}};
    return out;
}

std::optional<Value> eval_binary(Context& context, const ast::Binary& node, Span span) {
    auto left = eval_value(context, *node.left);
    if (!left) return std::nullopt;
    if (std::holds_alternative<model::Concat>(left->node)) {
        return context.fail(diag::make(Code::kNoOrder, node.left->span, "a concatenation", "arithmetic"));
    }
    if (node.op == ast::BinaryOp::shift_left || node.op == ast::BinaryOp::shift_right) {
        const auto bits = eval_number(context, *node.right, left->bit_len, "of bits to shift by");
        if (!bits) return std::nullopt;
        Value of = *left;
        const ByteOrder order = of.bit_len > 8 ? ByteOrder::host : of.order; // shifting turns the number around
        return Value{
            of.type, of.bit_len, order, span,
            model::Shifted{Box<Value>(of), node.op == ast::BinaryOp::shift_left, static_cast<std::uint32_t>(*bits)}};
    }
    if (reads_packet(context, *node.right)) {
        return context.fail(diag::make(Code::kNotSupportedYet, node.right->span, "arithmetic of two packet fields"));
    }
    const auto constant = eval_constant(context, *node.right, {left->type, left->bit_len, left->order});
    if (!constant) return std::nullopt;
    return with_bits(std::move(*left), node.op, *constant, span);
}

// nft's rule. The length of a number is that of its field.
bool has_no_fixed_length(const Value& value) {
    return value.type->bit_len == 0 && value.type->id != catalog::TypeId::integer &&
           value.type->id != catalog::TypeId::invalid;
}

std::optional<Value> eval_concat(Context& context, const ast::Concat& node, Span span) {
    model::Concat concat;
    std::uint32_t bits = 0;
    for (const ast::Expr& expr : node.parts) {
        auto part = eval_value(context, expr);
        if (!part || !names_family(context, *part)) return std::nullopt;
        if (has_no_fixed_length(*part)) {
            return context.fail(
                diag::make(Code::kBadOption, expr.span,
                           fmt::format("a value of type {} has no fixed length and cannot be part of a "
                                       "concatenation",
                                       part->type->name)));
        }
        bits += (part->byte_len() + 3) / 4 * 32;
        concat.parts.push_back(std::move(*part));
    }
    constexpr std::uint32_t kRegisterBits = 512;
    if (bits > kRegisterBits) {
        return context.fail(diag::make(Code::kBadOption, span, "a concatenation has room for 64 octets in all"));
    }
    const catalog::DataType* type = concat.parts[0].type;
    return Value{type, bits, ByteOrder::none, span, std::move(concat)};
}

std::optional<Value> value_of(Context& context, const ast::Expr& expr) {
    return std::visit(
        overloaded{
            [&](const ast::Selector& node) { return eval_selector(context, node, expr.span); },
            [&](const ast::RawPayload& node) { return eval_raw_payload(context, node, expr.span); },
            [&](const ast::Numgen& node) { return eval_numgen(context, node, expr.span); },
            [&](const ast::Hash& node) { return eval_hash(context, node, expr.span); },
            [&](const ast::Binary& node) { return eval_binary(context, node, expr.span); },
            [&](const ast::Concat& node) { return eval_concat(context, node, expr.span); },
            [&](const ast::MapLookup& node) { return eval_map_lookup(context, node, std::nullopt, expr.span); },
            [&](const auto&) -> std::optional<Value> {
                return context.fail(diag::make(Code::kExpectedSelector, expr.span, describe(expr)));
            },
        },
        expr.node);
}

std::optional<Value> rvalue_of(Context& context, const ast::Expr& expr, const KeyPart& target) {
    if (const auto* lookup = std::get_if<ast::MapLookup>(&expr.node)) {
        return eval_map_lookup(context, *lookup, std::vector{target}, expr.span);
    }
    if (!reads_packet(context, expr)) {
        auto bytes = eval_constant(context, expr, target);
        if (!bytes) return std::nullopt;
        return constant_value(std::move(*bytes), target, expr.span);
    }
    auto value = eval_value(context, expr);
    if (!value) return std::nullopt;
    if (std::holds_alternative<model::Concat>(value->node)) {
        return context.fail(
            diag::make(Code::kTypeMismatch, expr.span, target.type->description, describe(parts_of(*value))));
    }
    return value;
}

} // namespace

bool reads_packet(Context& context, const ast::Expr& expr) {
    return with_value(context, expr, [&](const ast::Expr& value) { return reads(context, value); });
}

std::optional<Value> eval_value(Context& context, const ast::Expr& expr) {
    return with_value(context, expr, [&](const ast::Expr& value) { return value_of(context, value); });
}

std::optional<Value> eval_rvalue(Context& context, const ast::Expr& expr, const KeyPart& target) {
    return with_value(context, expr, [&](const ast::Expr& value) { return rvalue_of(context, value, target); });
}

std::optional<Value> eval_rvalue(Context& context, const ast::Expr& expr, const std::vector<KeyPart>& target) {
    if (target.size() == 1) return eval_rvalue(context, expr, target[0]);
    return with_value(context, expr, [&](const ast::Expr& value) -> std::optional<Value> {
        const auto* concat = std::get_if<ast::Concat>(&value.node);
        if (concat == nullptr || concat->parts.size() != target.size()) {
            return context.fail(diag::make(Code::kConcatParts, value.span, target.size(),
                                           concat == nullptr ? 1 : concat->parts.size())
                                    .label(describe(target)));
        }
        model::Concat parts;
        for (std::size_t i = 0; i < target.size(); ++i) {
            auto part = eval_rvalue(context, concat->parts[i], target[i]);
            if (!part) return std::nullopt;
            parts.parts.push_back(std::move(*part));
        }
        const catalog::DataType* type = target[0].type;
        return Value{type, model::key_byte_len(target) * 8, ByteOrder::none, value.span, std::move(parts)};
    });
}

bool names_family(Context& context, const Value& value) {
    const auto* load = std::get_if<model::FieldLoad>(&value.node);
    const bool ct = load != nullptr && load->header->kind == catalog::HeaderKind::ct;
    if (!ct || (load->field->name != "saddr" && load->field->name != "daddr")) return true;
    context.sink.report(diag::make(Code::kUnknownFamily, value.span, load->field->name)
                            .help(fmt::format("write `ip {0}` or `ip6 {0}`", load->field->name)));
    return false;
}

KeyPart part_of(TypeId id) {
    const catalog::DataType& type = catalog::type(id);
    return {&type, type.bit_len, type.order};
}

KeyPart address_part(std::uint8_t nf_proto) {
    constexpr std::uint8_t kIpv6 = 10; // NFPROTO_IPV6
    return part_of(nf_proto == kIpv6 ? TypeId::ipv6_addr : TypeId::ipv4_addr);
}

std::vector<KeyPart> parts_of(const Value& value) {
    return model::key_parts(value);
}

Value constant_value(Bytes bytes, const KeyPart& part, Span span) {
    return {part.type, part.bit_len, part.order, span, model::Constant{std::move(bytes)}};
}

} // namespace rulec::sema
