// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/lower/lower_test.h"

#include "backend/nft/lower/byte_order.h"
#include "backend/nft/lower/lower_field.h"
#include "backend/nft/lower/lower_set.h"
#include "backend/nft/lower/lower_value.h"
#include "compiler/support/overloaded.h"

#include <algorithm>
#include <cstdint>

#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

using catalog::ByteOrder;
using model::Value;

// The left side in its register, and what constants must look like beside it.
struct Operand {
    Word word;
    std::uint32_t byte_len;
    ByteOrder order;
    Shift shift;

    Bytes constant(BytesView canonical) const {
        Bytes wide(byte_len > canonical.size() ? byte_len - canonical.size() : 0, 0);
        wide.append(canonical);
        return register_form(shift_left(wide, shift.bits), order);
    }
};

// Whether a route exists is a number of four octets, unlike whether a header does.
bool is_fib_presence(const Value& value) {
    const auto* load = std::get_if<model::FieldLoad>(&value.node);
    return load != nullptr && load->header->kind == catalog::HeaderKind::fib && load->presence;
}

Operand load_operand(RuleBuilder& rule, const Value& lhs) {
    if (is_fib_presence(lhs)) {
        const Word word = rule.registers.take(4);
        load(rule, lhs, word);
        return {word, 4, ByteOrder::host, {}};
    }
    const auto bits = bit_span(lhs);
    const std::uint32_t byte_len = bits ? bits->byte_len() : register_len(lhs);
    const Word word = rule.registers.take(byte_len);
    const Shift shift = load_in_place(rule, lhs, word);
    return {word, byte_len, lhs.order, shift};
}

// Numbers that shall be compared for size are compared octet by octet.
Operand load_for_size(RuleBuilder& rule, const Value& lhs) {
    Operand operand = load_operand(rule, lhs);
    if (!needs_turning(operand.order, operand.byte_len)) return operand;
    turn_to_network(rule, operand.word, operand.byte_len);
    operand.order = ByteOrder::network;
    return operand;
}

std::uint32_t op_number(ir::CompareOp op) {
    switch (op) {
    case ir::CompareOp::eq: return NFT_CMP_EQ;
    case ir::CompareOp::ne: return NFT_CMP_NEQ;
    case ir::CompareOp::lt: return NFT_CMP_LT;
    case ir::CompareOp::le: return NFT_CMP_LTE;
    case ir::CompareOp::gt: return NFT_CMP_GT;
    case ir::CompareOp::ge: return NFT_CMP_GTE;
    }
    return NFT_CMP_EQ;
}

// x ^ flip == c is x == c ^ flip, which spares the packet path an operation.
const model::Masked* flips_only(const Value& value) {
    const auto* masked = std::get_if<model::Masked>(&value.node);
    if (masked == nullptr || value.bit_len % 8 != 0) return nullptr;
    const bool keeps_all = std::ranges::all_of(masked->mask, [](unsigned char octet) { return octet == 0xff; });
    const bool flips = std::ranges::any_of(masked->xor_, [](unsigned char octet) { return octet != 0; });
    return keeps_all && flips ? masked : nullptr;
}

bool is_whole_payload_field(const Value& value) {
    const auto bits = bit_span(value);
    return bits && bits->fills_octets() && payload_base(value);
}

// Is it the number of the next header?
bool says_what_follows(const Value& value) {
    const auto* load = std::get_if<model::FieldLoad>(&value.node);
    if (load == nullptr || load->header->kind != catalog::HeaderKind::payload) return false;
    const catalog::Header& header = *load->header;
    if (header.base == catalog::PayloadBase::link) return load->field->type == catalog::TypeId::ether_type;
    const bool is_ip = header.base == catalog::PayloadBase::network && header.nf_proto != 0;
    return is_ip && load->field->type == catalog::TypeId::inet_proto;
}

void emit_compare(RuleBuilder& rule, const Operand& operand, std::uint32_t op, Bytes data) {
    rule.emit(Compare{register_at(operand.word), op, std::move(data)});
}

void lower_equality(RuleBuilder& rule, const Value& lhs, std::uint32_t op, BytesView rhs) {
    if (const model::Masked* masked = flips_only(lhs)) {
        return lower_equality(rule, *masked->of, op, bit_xor(rhs, masked->xor_));
    }
    const std::size_t index = rule.expressions.size();
    const Operand operand = load_operand(rule, lhs);
    emit_compare(rule, operand, op, operand.constant(rhs));
    if (op == NFT_CMP_EQ && is_whole_payload_field(lhs)) rule.join_notes.equality(index, says_what_follows(lhs));
}

void lower_compare(RuleBuilder& rule, const ir::Compare& test) {
    const std::uint32_t op = op_number(test.op);
    if (op == NFT_CMP_EQ || op == NFT_CMP_NEQ) return lower_equality(rule, test.lhs, op, test.rhs);
    const Operand operand = load_for_size(rule, test.lhs);
    emit_compare(rule, operand, op, operand.constant(test.rhs));
}

void lower_range(RuleBuilder& rule, const ir::InRange& test) {
    const Operand operand = load_for_size(rule, test.lhs);
    const Bytes low = operand.constant(test.low);
    const Bytes high = operand.constant(test.high);
    if (test.invert) return rule.emit(RangeCompare{register_at(operand.word), NFT_RANGE_NEQ, low, high});
    emit_compare(rule, operand, NFT_CMP_GTE, low);
    emit_compare(rule, operand, NFT_CMP_LTE, high);
}

// The first octets alone decide: loads no more of a packet than those.
void lower_octets(RuleBuilder& rule, const ir::InPrefix& test, std::uint32_t op) {
    const std::uint32_t byte_len = test.prefix_len / 8;
    const Word word = rule.registers.take(test.lhs.byte_len());
    const auto bits = bit_span(test.lhs);
    if (bits) {
        emit_field(rule, test.lhs, byte_len, word);
    } else {
        load(rule, test.lhs, word);
    }
    rule.emit(Compare{register_at(word), op, test.base.substr(0, byte_len)});
}

bool is_octets(const ir::InPrefix& test) {
    if (test.prefix_len == 0 || test.prefix_len % 8 != 0 || is_swapped(test.lhs.order, test.lhs.byte_len()))
        return false;
    if (std::holds_alternative<model::Masked>(test.lhs.node)) return false; // one mask more is free
    const auto bits = bit_span(test.lhs);
    return !bits || bits->fills_octets();
}

void lower_prefix(RuleBuilder& rule, const ir::InPrefix& test) {
    const std::uint32_t op = test.invert ? NFT_CMP_NEQ : NFT_CMP_EQ;
    if (is_octets(test)) return lower_octets(rule, test, op);
    const Operand operand = load_operand(rule, test.lhs);
    const std::uint32_t bit_len = test.lhs.bit_len;
    const std::uint32_t own_len = test.lhs.byte_len();
    const Bytes below = low_bits(bit_len - test.prefix_len, own_len);
    const Bytes mask = bit_and(bit_not(below), low_bits(bit_len, own_len));
    emit_bitwise(rule, operand.word, operand.constant(mask), Bytes(operand.byte_len, 0));
    emit_compare(rule, operand, op, operand.constant(test.base));
}

void lower_bits(RuleBuilder& rule, const ir::AnyBit& test) {
    const Operand operand = load_operand(rule, test.lhs);
    emit_bitwise(rule, operand.word, operand.constant(test.mask), Bytes(operand.byte_len, 0));
    emit_compare(rule, operand, test.invert ? NFT_CMP_EQ : NFT_CMP_NEQ, Bytes(operand.byte_len, 0));
}

void lower_lookup(RuleBuilder& rule, const ir::InSet& test) {
    const SetRef set = use_set(rule, test.set, &test.key);
    const Word word = rule.registers.take(register_len(test.key));
    load_key(rule, test.key, rule.set(test.set), word);
    rule.emit(Lookup{register_at(word), set.name, set.id, std::nullopt, test.invert});
}

} // namespace

void lower_test(RuleBuilder& rule, const ir::Test& test) {
    std::visit(overloaded{
                   [&](const ir::Compare& compare) { lower_compare(rule, compare); },
                   [&](const ir::InRange& range) { lower_range(rule, range); },
                   [&](const ir::InPrefix& prefix) { lower_prefix(rule, prefix); },
                   [&](const ir::AnyBit& bits) { lower_bits(rule, bits); },
                   [&](const ir::InSet& lookup) { lower_lookup(rule, lookup); },
               },
               test);
}

} // namespace rulec::nft
