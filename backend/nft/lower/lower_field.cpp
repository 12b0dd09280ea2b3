// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/lower/lower_field.h"

#include "compiler/support/overloaded.h"

// The kernel's header lacks the C++ guards that its includes need.
#include <cstdint>

#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

using catalog::HeaderKind;
using model::FieldLoad;
using model::RawLoad;

constexpr std::uint32_t kBooleanLen = 1;
constexpr std::uint16_t kEtherVlan = 0x8100;
constexpr std::uint32_t kEtherHeaderBits = 14 * 8;
constexpr std::uint32_t kVlanTagBits = 4 * 8;

std::uint32_t raw_base(RawLoad::From from) {
    switch (from) {
    case RawLoad::From::link: return NFT_PAYLOAD_LL_HEADER;
    case RawLoad::From::network: return NFT_PAYLOAD_NETWORK_HEADER;
    case RawLoad::From::transport: return NFT_PAYLOAD_TRANSPORT_HEADER;
    case RawLoad::From::inner: return NFT_PAYLOAD_INNER_HEADER;
    case RawLoad::From::tcp_option: break;
    }
    RULEC_CHECK(false, "options are not loaded by payload expressions");
}

BitSpan field_bits(const FieldLoad& load) {
    BitSpan bits{load.field->bit_offset, load.field->bit_len};
    bits.bit_offset += (load.list_index - 1U) * load.field->stride_bits;
    // Rows of the vlan header count from the tag, the kernel from the frame.
    if (load.header->ether_type == kEtherVlan) bits.bit_offset += kEtherHeaderBits + load.vlan_depth * kVlanTagBits;
    return bits;
}

bool is_packet_field(HeaderKind kind) {
    switch (kind) {
    case HeaderKind::payload:
    case HeaderKind::exthdr:
    case HeaderKind::tcp_option:
    case HeaderKind::ip_option:
    case HeaderKind::sctp_chunk: return true;
    case HeaderKind::meta:
    case HeaderKind::ct:
    case HeaderKind::rt:
    case HeaderKind::socket:
    case HeaderKind::osf:
    case HeaderKind::fib:
    case HeaderKind::ipsec: return false;
    }
    return false;
}

std::optional<ExthdrTarget> target_of(const FieldLoad& load) {
    const std::uint32_t number = load.option_number != 0 ? load.option_number : load.header->number;
    switch (load.header->kind) {
    case HeaderKind::exthdr: return ExthdrTarget{NFT_EXTHDR_OP_IPV6, load.header->number};
    case HeaderKind::tcp_option: return ExthdrTarget{NFT_EXTHDR_OP_TCPOPT, number};
    case HeaderKind::ip_option: return ExthdrTarget{NFT_EXTHDR_OP_IPV4, number};
    case HeaderKind::sctp_chunk: return ExthdrTarget{NFT_EXTHDR_OP_SCTP, number};
    default: return std::nullopt;
    }
}

void emit_key(RuleBuilder& rule, const FieldLoad& load, Register dreg) {
    const std::uint32_t key = load.field->key;
    switch (load.header->kind) {
    case HeaderKind::meta: return rule.emit(MetaLoad{key, dreg});
    case HeaderKind::ct: return rule.emit(CtLoad{key, load.ct_direction, dreg});
    case HeaderKind::rt: return rule.emit(RtLoad{key, dreg});
    case HeaderKind::socket: return rule.emit(SocketLoad{key, load.cgroup_level, dreg});
    case HeaderKind::osf: return rule.emit(OsfLoad{dreg, load.osf_ttl, key});
    case HeaderKind::ipsec: return rule.emit(XfrmLoad{dreg, key, load.ipsec_direction, load.ipsec_spnum});
    case HeaderKind::fib: {
        const std::uint32_t present = load.presence ? std::uint32_t{NFTA_FIB_F_PRESENT} : 0U;
        return rule.emit(FibLoad{key, load.fib_flags | present, dreg});
    }
    case HeaderKind::payload:
    case HeaderKind::exthdr:
    case HeaderKind::tcp_option:
    case HeaderKind::ip_option:
    case HeaderKind::sctp_chunk: RULEC_CHECK(false, "fields of packets have bits, and are loaded by them");
    }
}

void emit_presence(RuleBuilder& rule, const FieldLoad& load, Register dreg) {
    const auto target = target_of(load);
    RULEC_CHECK(target.has_value(), "only optional headers may be absent");
    rule.emit(ExthdrLoad{target->op, target->type, 0, kBooleanLen, NFT_EXTHDR_F_PRESENT, dreg});
}

} // namespace

std::optional<BitSpan> bit_span(const model::Value& value) {
    if (const auto* raw = std::get_if<RawLoad>(&value.node)) return BitSpan{raw->bit_offset, raw->bit_len};
    const auto* load = std::get_if<FieldLoad>(&value.node);
    if (load == nullptr || load->field == nullptr || !is_packet_field(load->header->kind)) return std::nullopt;
    return field_bits(*load);
}

std::optional<std::uint32_t> payload_base(const model::Value& value) {
    if (const auto* raw = std::get_if<RawLoad>(&value.node)) {
        if (raw->from == RawLoad::From::tcp_option) return std::nullopt;
        return raw_base(raw->from);
    }
    const auto* load = std::get_if<FieldLoad>(&value.node);
    if (load == nullptr || load->header->kind != HeaderKind::payload) return std::nullopt;
    return static_cast<std::uint32_t>(load->header->base);
}

std::optional<ExthdrTarget> exthdr_target(const model::Value& value) {
    if (const auto* raw = std::get_if<RawLoad>(&value.node)) {
        if (raw->from != RawLoad::From::tcp_option) return std::nullopt;
        return ExthdrTarget{NFT_EXTHDR_OP_TCPOPT, raw->option_number};
    }
    const auto* load = std::get_if<FieldLoad>(&value.node);
    return load == nullptr ? std::nullopt : target_of(*load);
}

void emit_field(RuleBuilder& rule, const model::Value& value, std::uint32_t byte_len, Word word) {
    const Register dreg = register_at(word);
    const auto bits = bit_span(value);
    if (!bits) {
        const auto& load = std::get<FieldLoad>(value.node);
        return load.field == nullptr ? emit_presence(rule, load, dreg) : emit_key(rule, load, dreg);
    }
    if (const auto base = payload_base(value))
        return rule.emit(PayloadLoad{*base, bits->byte_offset(), byte_len, dreg});
    const auto target = exthdr_target(value);
    RULEC_CHECK(target.has_value(), "bits of a packet are in a header or in an option");
    rule.emit(ExthdrLoad{target->op, target->type, bits->byte_offset(), byte_len, 0, dreg});
}

} // namespace rulec::nft
