// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/lower/byte_order.h"
#include "backend/nft/lower/lower_action.h"
#include "backend/nft/lower/lower_field.h"
#include "backend/nft/lower/lower_value.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

using catalog::ByteOrder;
using catalog::HeaderKind;
using model::Assign;
using model::Value;

// The target as if it were read: what there is to know of its place.
Value target_as_value(const Assign& assign) {
    Value value{};
    value.bit_len = assign.bit_len;
    value.order = assign.order;
    if (assign.raw_target) {
        value.node = *assign.raw_target;
    } else {
        value.node = assign.target;
        if (assign.target.field != nullptr) value.type = &catalog::type(assign.target.field->type);
    }
    return value;
}

// Turned to the target's byte order, as far as nft does: what goes from the network's order into a key of the
// machine's stays as it is.
Register load_turned(RuleBuilder& rule, const Assign& assign) {
    const Value& value = *assign.value;
    const Word word = rule.registers.take(register_len(value));
    load(rule, value, word);
    const bool constant = std::holds_alternative<model::Constant>(value.node);
    if (!constant && assign.order == ByteOrder::network && needs_turning(value.order, value.byte_len())) {
        turn_to_network(rule, word, value.byte_len());
    }
    return register_at(word);
}

// ---------------------------------------------------------------- packets

// Fields that the checksum of TCP and UDP covers as well (RFC 9293, 8200: the pseudo header).
constexpr std::array<std::string_view, 5> kPseudoHeader = {"saddr", "daddr", "protocol", "nexthdr", "length"};

bool in_pseudo_header(const Assign& assign) {
    if (assign.raw_target || assign.target.header->base != catalog::PayloadBase::network) return false;
    if (assign.target.header->nf_proto == 0) return false; // arp
    return std::ranges::find(kPseudoHeader, assign.target.field->name) != kPseudoHeader.end();
}

struct Checksum {
    std::uint32_t type = NFT_PAYLOAD_CSUM_NONE;
    std::uint32_t offset = 0;
    std::uint32_t flags = 0;
};

Checksum checksum_of(const Assign& assign) {
    if (assign.raw_target) return {}; // nobody knows what lies there
    const catalog::Header& header = *assign.target.header;
    Checksum checksum{header.csum_type, header.csum_offset, 0};
    if (in_pseudo_header(assign)) checksum.flags = NFT_PAYLOAD_L4CSUM_PSEUDOHDR;
    return checksum;
}

// The octets that are written. The Internet checksum is updated by whole words of 16 bits, so those are written.
struct Stretch {
    std::uint32_t offset;
    std::uint32_t len;
};
Stretch stretch_of(const BitSpan& bits, const Checksum& checksum) {
    Stretch stretch{bits.byte_offset(), bits.byte_len()};
    if (checksum.type != NFT_PAYLOAD_CSUM_INET) return stretch;
    const std::uint32_t end = (stretch.offset + stretch.len + 1) / 2 * 2;
    stretch.offset = stretch.offset / 2 * 2;
    stretch.len = end - stretch.offset;
    return stretch;
}

// Reads the octets, replaces the bits of the field and leaves the others.
Register merge_bits(RuleBuilder& rule, const Assign& assign, const BitSpan& bits, const Stretch& stretch,
                    std::uint32_t base) {
    const auto* constant = std::get_if<model::Constant>(&assign.value->node);
    RULEC_CHECK(constant != nullptr, "the kernel merges only constants into a part of an octet or word");
    const std::uint32_t below = (stretch.offset + stretch.len) * 8 - (bits.bit_offset + bits.bit_len);
    Bytes wide(stretch.len > constant->bytes.size() ? stretch.len - constant->bytes.size() : 0, 0);
    wide.append(constant->bytes);
    const Bytes field = shift_left(low_bits(bits.bit_len, stretch.len), below);
    const Word word = rule.registers.take(stretch.len);
    rule.emit(PayloadLoad{base, stretch.offset, stretch.len, register_at(word)});
    rule.emit(Bitwise{register_at(word), register_at(word), stretch.len, bit_not(field), shift_left(wide, below)});
    return register_at(word);
}

void assign_payload(RuleBuilder& rule, const Assign& assign, const Value& target, std::uint32_t base) {
    const BitSpan bits = *bit_span(target);
    const Checksum checksum = checksum_of(assign);
    const Stretch stretch = stretch_of(bits, checksum);
    const bool whole = bits.fills_octets() && stretch.len == bits.byte_len();
    const Register sreg = whole ? load_turned(rule, assign) : merge_bits(rule, assign, bits, stretch, base);
    rule.emit(PayloadSet{sreg, base, stretch.offset, stretch.len, checksum.type, checksum.offset, checksum.flags});
}

void assign_option(RuleBuilder& rule, const Assign& assign, const Value& target) {
    const auto option = exthdr_target(target);
    const auto bits = bit_span(target);
    RULEC_CHECK(option && bits && bits->fills_octets(), "options are set by whole octets");
    const Register sreg = load_turned(rule, assign);
    rule.emit(ExthdrSet{sreg, option->op, option->type, bits->byte_offset(), bits->byte_len()});
}

} // namespace

void lower_assign(RuleBuilder& rule, const Assign& assign) {
    const Value target = target_as_value(assign);
    if (const auto base = payload_base(target)) return assign_payload(rule, assign, target, *base);
    if (assign.raw_target) return assign_option(rule, assign, target);
    const std::uint32_t key = assign.target.field->key;
    switch (assign.target.header->kind) {
    case HeaderKind::meta: return rule.emit(MetaSet{key, load_turned(rule, assign)});
    case HeaderKind::ct: return rule.emit(CtSet{key, assign.target.ct_direction, load_turned(rule, assign)});
    case HeaderKind::tcp_option: return assign_option(rule, assign, target);
    case HeaderKind::payload:
    case HeaderKind::exthdr:
    case HeaderKind::ip_option:
    case HeaderKind::sctp_chunk:
    case HeaderKind::rt:
    case HeaderKind::socket:
    case HeaderKind::osf:
    case HeaderKind::fib:
    case HeaderKind::ipsec: RULEC_CHECK(false, "sema refuses to set what the kernel cannot");
    }
}

} // namespace rulec::nft
