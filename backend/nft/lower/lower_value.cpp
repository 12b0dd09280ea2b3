// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/lower/lower_value.h"

#include "backend/nft/lower/byte_order.h"
#include "backend/nft/lower/lower_field.h"
#include "backend/nft/lower/lower_set.h"
#include "compiler/support/overloaded.h"

#include <cstdint>

#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

using catalog::ByteOrder;
using model::Value;

void load_concat(RuleBuilder& rule, const model::Concat& concat, Word word, bool turn_parts) {
    for (const Value& part : concat.parts) {
        load(rule, part, word);
        if (turn_parts && is_turned_part(part)) turn_to_network(rule, word, part.byte_len());
        word = behind(word, part.byte_len());
    }
}

// The kernel shifts words of the machine's order, the first word being the most significant.
void turn(RuleBuilder& rule, Word word, std::uint32_t byte_len, bool to_network) {
    const std::uint32_t size = byte_len <= 2 ? 2 : 4;
    const std::uint32_t len = (byte_len + size - 1) / size * size;
    rule.emit(ByteorderSwap{register_at(word), register_at(word), to_network, len, size});
}

// nft shifts a field of several octets as they lie in the packet, although the kernel shifts numbers of the
// machine's order. So do we: its listings know the field by this.
void load_field(RuleBuilder& rule, const Value& value, Word word) {
    const Shift shift = load_in_place(rule, value, word);
    if (shift.bits == 0) return;
    rule.emit(BitShift{register_at(word), register_at(word), bit_span(value)->byte_len(), false, shift.bits});
}

void load_shifted(RuleBuilder& rule, const Value& value, const model::Shifted& shifted, Word word) {
    const Value& of = *shifted.of;
    const std::uint32_t byte_len = of.byte_len();
    load(rule, of, word);
    const bool turned = of.order == ByteOrder::network && byte_len > 1;
    if (turned) turn(rule, word, byte_len, false);
    rule.emit(BitShift{register_at(word), register_at(word), byte_len, shifted.left, shifted.bits});
    if (turned && value.order == ByteOrder::network) turn(rule, word, byte_len, true);
}

void load_hash(RuleBuilder& rule, const model::Hash& hash, Word word) {
    HashLoad load_hash{};
    load_hash.dreg = register_at(word);
    load_hash.modulus = hash.modulus;
    load_hash.seed = hash.seed;
    load_hash.offset = hash.offset;
    load_hash.type = NFT_HASH_SYM;
    if (hash.key) {
        load_hash.type = NFT_HASH_JENKINS;
        load_hash.len = register_len(**hash.key);
        const Word key = rule.registers.take(load_hash.len);
        load_hash.sreg = register_at(key);
        load(rule, **hash.key, key);
    }
    rule.emit(load_hash);
}

void load_from_map(RuleBuilder& rule, const model::MapGet& get, Word word) {
    const SetRef map = use_set(rule, get.map, &*get.key);
    load_key(rule, *get.key, rule.set(get.map), word);
    rule.emit(Lookup{register_at(word), map.name, map.id, register_at(word), false});
}

void load_masked(RuleBuilder& rule, const model::Masked& masked, Word word) {
    load(rule, *masked.of, word);
    const ByteOrder order = masked.of->order;
    emit_bitwise(rule, word, register_form(masked.mask, order), register_form(masked.xor_, order));
}

// (x & first.mask ^ first.flip) & mask ^ flip as one operation.
void join(Bitwise& first, BytesView mask, BytesView flip) {
    first.xor_ = bit_xor(bit_and(first.xor_, mask), flip);
    first.mask = bit_and(first.mask, mask);
}

} // namespace

void turn_to_network(RuleBuilder& rule, Word word, std::uint32_t byte_len) {
    const std::uint32_t size = byte_len == 1 ? 2 : byte_len; // there are no words of a single octet
    rule.emit(ByteorderSwap{register_at(word), register_at(word), true, byte_len, size});
}

bool is_turned_part(const Value& part) {
    if (needs_turning(part.order, part.byte_len())) return true;
    const auto* load = std::get_if<model::FieldLoad>(&part.node);
    const bool key = load != nullptr && load->header->kind > catalog::HeaderKind::sctp_chunk;
    return key && part.byte_len() == 1 && load->field->name != "protocol";
}

void emit_bitwise(RuleBuilder& rule, Word word, Bytes mask, Bytes flip) {
    const Register reg = register_at(word);
    if (!rule.expressions.empty()) {
        auto* before = std::get_if<Bitwise>(&rule.expressions.back().node);
        if (before != nullptr && before->dreg == reg && before->sreg == reg && before->len == mask.size()) {
            return join(*before, mask, flip);
        }
    }
    const auto len = static_cast<std::uint32_t>(mask.size());
    rule.emit(Bitwise{reg, reg, len, std::move(mask), std::move(flip)});
}

std::uint32_t register_len(const Value& value) {
    const auto* concat = std::get_if<model::Concat>(&value.node);
    if (concat == nullptr) return value.byte_len();
    std::uint32_t len = 0;
    for (const Value& part : concat->parts)
        len += (part.byte_len() + 3) / 4 * 4;
    return len;
}

Shift shift_in_place(const Value& value) {
    const auto bits = bit_span(value);
    return {bits ? bits->shift() : 0};
}

Shift load_in_place(RuleBuilder& rule, const Value& value, Word word) {
    const auto bits = bit_span(value);
    if (!bits) {
        load(rule, value, word);
        return {};
    }
    emit_field(rule, value, bits->byte_len(), word);
    if (!bits->fills_octets()) emit_bitwise(rule, word, bits->mask(), Bytes(bits->byte_len(), 0));
    return {bits->shift()};
}

void load(RuleBuilder& rule, const Value& value, Word word) {
    std::visit(overloaded{
                   [&](const model::Constant& c) {
                       rule.emit(Immediate{register_at(word), register_form(c.bytes, value.order)});
                   },
                   [&](const model::FieldLoad&) {
                       if (bit_span(value)) return load_field(rule, value, word);
                       emit_field(rule, value, value.byte_len(), word);
                   },
                   [&](const model::RawLoad&) { load_field(rule, value, word); },
                   [&](const model::Numgen& n) {
                       const std::uint32_t type = n.random ? NFT_NG_RANDOM : NFT_NG_INCREMENTAL;
                       rule.emit(NumgenLoad{register_at(word), n.modulus, type, n.offset});
                   },
                   [&](const model::Hash& hash) { load_hash(rule, hash, word); },
                   [&](const model::Masked& masked) { load_masked(rule, masked, word); },
                   [&](const model::Shifted& shifted) { load_shifted(rule, value, shifted, word); },
                   [&](const model::Concat& concat) { load_concat(rule, concat, word, false); },
                   [&](const model::MapGet& get) { load_from_map(rule, get, word); },
               },
               value.node);
}

void load_key(RuleBuilder& rule, const Value& key, const model::Set& set, Word word) {
    if (const auto* concat = std::get_if<model::Concat>(&key.node)) {
        return load_concat(rule, *concat, word, set.is_interval);
    }
    if (set.name.empty()) {
        load_in_place(rule, key, word);
    } else {
        load(rule, key, word);
    }
    if (set.is_interval && needs_turning(key.order, key.byte_len())) turn_to_network(rule, word, key.byte_len());
}

} // namespace rulec::nft
