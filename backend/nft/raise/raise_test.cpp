// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/raise/raise_test.h"

#include "backend/nft/raise/raise_set.h"
#include "backend/nft/raise/raise_value.h"

#include <algorithm>

#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

using catalog::TypeId;
using model::Match;
using model::MatchOp;
using model::Value;

std::optional<MatchOp> match_op(std::uint32_t op) {
    switch (op) {
    case NFT_CMP_EQ: return MatchOp::eq;
    case NFT_CMP_NEQ: return MatchOp::ne;
    case NFT_CMP_LT: return MatchOp::lt;
    case NFT_CMP_LTE: return MatchOp::le;
    case NFT_CMP_GT: return MatchOp::gt;
    case NFT_CMP_GTE: return MatchOp::ge;
    default: return std::nullopt;
    }
}

bool is_equality(MatchOp op) {
    return op == MatchOp::eq || op == MatchOp::ne;
}

bool is_zero(BytesView bytes) {
    return std::ranges::all_of(bytes, [](unsigned char octet) { return octet == 0; });
}

const model::Masked* plain_mask(const Value& value) {
    const auto* masked = std::get_if<model::Masked>(&value.node);
    return masked != nullptr && is_zero(masked->xor_) ? masked : nullptr;
}

// (flags & bits) != 0 is how `ct state new` is tested, == 0 how `ct state ! new` is.
std::optional<Match> bit_test(const Value& value, MatchOp op, const Bytes& constant) {
    const model::Masked* masked = plain_mask(value);
    const bool flags = value.type->bitmask && value.type->id != TypeId::bitmask;
    if (masked == nullptr || !flags || !is_equality(op) || !is_zero(constant)) return std::nullopt;
    return Match{*masked->of, op == MatchOp::ne ? MatchOp::any_bit : MatchOp::no_bit, model::Constant{masked->mask}};
}

std::uint32_t leading_ones(BytesView mask) {
    std::uint32_t count = 0;
    while (count < mask.size() * 8 && (mask[count / 8] >> (7 - count % 8) & 1) != 0)
        ++count;
    return count;
}

// Addresses under a mask that cuts an octet in two. At the end of an octet lowering would load less of the packet.
std::optional<Match> prefix_test(const Value& value, MatchOp op, const Bytes& constant) {
    const model::Masked* masked = plain_mask(value);
    const bool address = value.type->id == TypeId::ipv4_addr || value.type->id == TypeId::ipv6_addr;
    if (masked == nullptr || !address || !is_equality(op)) return std::nullopt;
    const std::uint32_t len = leading_ones(masked->mask);
    const bool is_prefix = masked->mask == prefix_mask(len, masked->mask.size());
    const bool loads_less = len != 0 && len % 8 == 0;
    if (!is_prefix || loads_less || bit_and(constant, masked->mask) != constant) return std::nullopt;
    return Match{*masked->of, op, model::Prefix{constant, len}};
}

// The first octets alone are compared: addresses/16, "eth*". A name with its zero is the whole name (iptables-nft).
std::optional<Match> octet_prefix(const Value& value, MatchOp op, const Bytes& octets) {
    if (!is_equality(op) || octets.empty() || octets.size() >= value.byte_len()) return std::nullopt;
    Bytes base = octets;
    base.resize(value.byte_len(), 0);
    if (value.type->notation == catalog::Notation::string && octets.back() == 0)
        return Match{value, op, model::Constant{std::move(base)}};
    return Match{value, op, model::Prefix{std::move(base), static_cast<std::uint32_t>(octets.size()) * 8}};
}

bool compare_operand(RuleRaiser& rule, const Content& content, MatchOp op, const Bytes& data) {
    const auto operand = raise_operand(rule, content);
    if (!operand) return false;
    if (data.size() < operand->byte_len) {
        auto match = operand->shift == 0 ? octet_prefix(operand->value, op, data) : std::nullopt;
        if (!match || operand->order == catalog::ByteOrder::host) return false;
        rule.add(std::move(*match));
        return true;
    }
    auto constant = operand->canonical(data);
    if (data.size() != operand->byte_len || !constant) return false;
    if (auto match = bit_test(operand->value, op, *constant)) return rule.add(std::move(*match)), true;
    if (auto match = prefix_test(operand->value, op, *constant)) return rule.add(std::move(*match)), true;
    rule.add(Match{operand->value, op, model::Constant{std::move(*constant)}});
    return true;
}

// ---------------------------------------------------------------- octets of a packet

// A prefix of an address is tested by loading no more than that.
std::optional<Value> field_that_begins(const RuleRaiser& rule, std::uint32_t base, const BitSpan& octets) {
    auto found = find_field(rule, base, [&](const BitSpan& bits) {
        return bits.bit_offset == octets.bit_offset && bits.bit_len > octets.bit_len && bits.fills_octets();
    });
    if (!found || found->byte_len() < 4) return std::nullopt; // nobody means the first octet of a port
    return found;
}

std::optional<Value> longest_field(const RuleRaiser& rule, std::uint32_t base, const BitSpan& octets) {
    for (std::uint32_t len = octets.byte_len(); len > 0; --len) {
        auto found = find_field(rule, base, [&](const BitSpan& bits) {
            return bits.bit_offset == octets.bit_offset && bits.bit_len == len * 8;
        });
        if (found) return found;
    }
    return std::nullopt;
}

// Neighbouring fields that lowering joined into one load (join_payload.h): each gets its test back.
bool compare_packet(RuleRaiser& rule, const PayloadLoad& load, const Bytes& data) {
    std::uint32_t done = 0;
    while (done < load.len) {
        const BitSpan rest{(load.offset + done) * 8, (load.len - done) * 8};
        auto field = longest_field(rule, load.base, rest);
        if (!field) {
            auto longer = field_that_begins(rule, load.base, rest);
            auto match = longer ? octet_prefix(*longer, MatchOp::eq, data.substr(done)) : std::nullopt;
            if (match) return rule.add(std::move(*match)), true;
            field = raw_field(load.base, rest);
        }
        if (!field) return false;
        const std::uint32_t len = field->byte_len();
        rule.add(Match{*field, MatchOp::eq, model::Constant{data.substr(done, len)}});
        done += len;
    }
    return true;
}

bool raise_packet_compare(RuleRaiser& rule, const Content& content, const PayloadLoad& load, MatchOp op,
                          const Bytes& data) {
    if (data.size() != load.len || !content.steps.empty() || !is_equality(op))
        return compare_operand(rule, content, op, data);
    if (op == MatchOp::eq) return compare_packet(rule, load, data);
    const BitSpan octets{load.offset * 8, load.len * 8};
    const bool named = find_field(rule, load.base, [&](const BitSpan& bits) {
                           return bits.bit_offset == octets.bit_offset && bits.bit_len == octets.bit_len;
                       }).has_value();
    const auto longer = named ? std::nullopt : field_that_begins(rule, load.base, octets);
    auto match = longer ? octet_prefix(*longer, op, data) : std::nullopt;
    if (!match) return compare_operand(rule, content, op, data);
    rule.add(std::move(*match));
    return true;
}

} // namespace

bool raise_compare(RuleRaiser& rule, const Compare& compare) {
    const Content* content = rule.registers.in(compare.sreg);
    const auto op = match_op(compare.op);
    if (content == nullptr || !op) return false;
    if (const auto* load = std::get_if<PayloadLoad>(&content->origin))
        return raise_packet_compare(rule, *content, *load, *op, compare.data);
    return compare_operand(rule, *content, *op, compare.data);
}

bool raise_range(RuleRaiser& rule, Register reg, const Bytes& low, const Bytes& high, bool invert) {
    const Content* content = rule.registers.in(reg);
    const auto operand = content == nullptr ? std::nullopt : raise_operand(rule, *content);
    if (!operand || low.size() != operand->byte_len || high.size() != low.size()) return false;
    auto from = operand->canonical(low);
    auto to = operand->canonical(high);
    if (!from || !to) return false;
    rule.add(Match{operand->value, invert ? MatchOp::ne : MatchOp::eq, model::Range{*from, *to}});
    return true;
}

bool raise_lookup(RuleRaiser& rule, const Lookup& lookup) {
    auto use = raise_set_use(rule, lookup.set, lookup.set_id, lookup.sreg);
    if (!use) return false;
    rule.add(Match{std::move(use->key), lookup.invert ? MatchOp::ne : MatchOp::eq, model::SetUse{use->set}});
    return true;
}

} // namespace rulec::nft
