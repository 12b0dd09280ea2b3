// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/raise/raise_field.h"

#include "compiler/support/check.h"
#include "compiler/support/overloaded.h"

#include <algorithm>

#include <fmt/format.h>
#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

using catalog::ByteOrder;
using catalog::Field;
using catalog::Header;
using catalog::HeaderKind;
using catalog::PayloadBase;
using catalog::TypeId;
using model::FieldLoad;
using model::ProtocolContext;
using model::RawLoad;
using model::Value;

constexpr std::uint16_t kEtherVlan = 0x8100;
constexpr std::uint8_t kMaxVlanDepth = 3;
constexpr std::uint32_t kPresenceBits = 8;
constexpr std::uint8_t kMaxListIndex = 255;

std::optional<HeaderKind> kind_of(std::uint32_t exthdr_op) {
    switch (exthdr_op) {
    case NFT_EXTHDR_OP_IPV6: return HeaderKind::exthdr;
    case NFT_EXTHDR_OP_TCPOPT: return HeaderKind::tcp_option;
    case NFT_EXTHDR_OP_IPV4: return HeaderKind::ip_option;
    case NFT_EXTHDR_OP_SCTP: return HeaderKind::sctp_chunk;
    default: return std::nullopt;
    }
}

bool comes_from(const Header& header, const Source& source) {
    return std::visit(overloaded{
                          [&](std::uint32_t base) {
                              return header.kind == HeaderKind::payload &&
                                     static_cast<std::uint32_t>(header.base) == base;
                          },
                          [&](const ExthdrTarget& target) {
                              return kind_of(target.op) == header.kind && header.number == target.type;
                          },
                      },
                      source);
}

// `th` is every transport header, so any other is the better name.
bool is_any_transport(const Header& header) {
    return header.base == PayloadBase::transport && header.number == 0;
}

// Lists of addresses in a routing header lie at the same place in all of its types; nft calls them segments.
bool is_second_choice(const Header& header) {
    return is_any_transport(header) ||
           (header.kind == HeaderKind::exthdr && (header.name == "rt0" || header.name == "rt2"));
}

bool is_established(const ProtocolContext& protocols, const FieldLoad& load) {
    ProtocolContext copy = protocols;
    const auto answer = copy.require(load);
    const auto* needed = std::get_if<std::vector<model::Dependency>>(&answer);
    return needed != nullptr && needed->empty();
}

// Does the catalogue know the transport header of these packets? Then `th` would only hide it.
bool knows_transport(const ProtocolContext& protocols) {
    const auto transport = protocols.transport();
    return transport && std::ranges::any_of(catalog::all_headers(), [&](const Header& header) {
               return header.base == PayloadBase::transport && header.number == *transport;
           });
}

bool has_field(const RuleRaiser& rule, const Field& field) {
    if (field.only_types.empty()) return true;
    return !rule.icmp_types.empty() && std::ranges::all_of(rule.icmp_types, [&](std::uint8_t type) {
        return std::ranges::find(field.only_types, type) != field.only_types.end();
    });
}

// A field of a header may lie at several places: in each of stacked tags, in each element of a list.
template <class Each>
bool any_place(const Header& header, const Field& field, Each each) {
    FieldLoad load;
    load.header = &header;
    load.field = &field;
    load.option_number = header.number; // of options and chunks; no other kind reads it
    if (header.ether_type == kEtherVlan) {
        for (load.vlan_depth = 0; load.vlan_depth <= kMaxVlanDepth; ++load.vlan_depth)
            if (each(load)) return true;
        return false;
    }
    const std::uint8_t last = field.stride_bits == 0 ? std::uint8_t{1} : kMaxListIndex;
    for (load.list_index = 1;; ++load.list_index) {
        if (each(load)) return true;
        if (load.list_index == last) return false;
    }
}

std::optional<Value> field_of(const RuleRaiser& rule, const Header& header,
                              const std::function<bool(const BitSpan&)>& fits) {
    std::optional<Value> found;
    for (const Field& field : header.fields) {
        if (!has_field(rule, field)) continue;
        any_place(header, field, [&](const FieldLoad& load) {
            const Value value = field_value(load);
            const auto bits = bit_span(value);
            if (!bits || !fits(*bits) || !is_established(rule.protocols, load)) return false;
            found = value;
            return true;
        });
        if (found) return found;
    }
    return std::nullopt;
}

RawLoad::From raw_from(std::uint32_t base) {
    switch (base) {
    case NFT_PAYLOAD_LL_HEADER: return RawLoad::From::link;
    case NFT_PAYLOAD_NETWORK_HEADER: return RawLoad::From::network;
    case NFT_PAYLOAD_TRANSPORT_HEADER: return RawLoad::From::transport;
    default: return RawLoad::From::inner;
    }
}

std::optional<Value> key_value(HeaderKind kind, std::uint32_t key, FieldLoad load = {}) {
    load.header = &key_header(kind);
    load.field = field_by_key(*load.header, key);
    if (load.field == nullptr) return std::nullopt;
    return field_value(load);
}

// `ct original saddr`: the key has the addresses of the packet's family.
std::optional<Value> with_family(const ProtocolContext& protocols, Value value) {
    const auto& load = std::get<FieldLoad>(value.node);
    const auto version = protocols.ip_version();
    if (!version) return std::nullopt;
    const Field* typed =
        catalog::find_field(*load.header, fmt::format("{} {}", *version == 2 ? "ip" : "ip6", load.field->name));
    if (typed == nullptr) return std::nullopt;
    value.type = &catalog::type(typed->type);
    value.bit_len = typed->bit_len;
    value.order = typed->order;
    return value;
}

} // namespace

const Header& key_header(HeaderKind kind) {
    const auto headers = catalog::all_headers();
    const auto found = std::ranges::find(headers, kind, &Header::kind);
    RULEC_CHECK(found != headers.end(), "the catalogue has every kind of key");
    return *found;
}

const Field* field_by_key(const Header& header, std::uint32_t key) {
    const Field* untyped = nullptr; // `rt nexthop` beside `rt ip nexthop`
    for (const Field& field : header.fields) {
        if (field.key != key) continue;
        if (field.bit_len != 0) return &field;
        untyped = &field;
    }
    return untyped;
}

Value field_value(const FieldLoad& load) {
    return {&catalog::type(load.field->type), load.field->bit_len, load.field->order, {}, load};
}

std::optional<Value> find_field(const RuleRaiser& rule, const Source& source,
                                const std::function<bool(const BitSpan&)>& fits) {
    for (const bool second_choice : {false, true}) {
        for (const Header& header : catalog::all_headers()) {
            if (is_second_choice(header) != second_choice || !comes_from(header, source)) continue;
            if (is_any_transport(header) && knows_transport(rule.protocols)) continue;
            if (auto found = field_of(rule, header, fits)) return found;
        }
    }
    return std::nullopt;
}

std::optional<Value> raw_field(const Source& source, const BitSpan& bits) {
    RawLoad raw{RawLoad::From::tcp_option, 0, bits.bit_offset, bits.bit_len};
    if (const auto* target = std::get_if<ExthdrTarget>(&source)) {
        if (target->op != NFT_EXTHDR_OP_TCPOPT) return std::nullopt;
        raw.option_number = target->type;
    } else {
        raw.from = raw_from(std::get<std::uint32_t>(source));
    }
    return Value{&catalog::type(TypeId::integer), bits.bit_len, ByteOrder::network, {}, raw};
}

std::optional<Value> presence_of(const ProtocolContext& protocols, const ExthdrTarget& target) {
    const auto kind = kind_of(target.op);
    if (!kind) return std::nullopt;
    FieldLoad load;
    load.header = catalog::find_header(*kind, target.type);
    // An option without a row is asked for by number: `tcp option 42 exists`.
    if (load.header == nullptr && kind == HeaderKind::tcp_option) load.header = catalog::find_header(*kind, "nop");
    if (load.header == nullptr || !is_established(protocols, load)) return std::nullopt;
    if (kind != HeaderKind::exthdr) load.option_number = target.type;
    load.presence = true;
    return Value{&catalog::type(TypeId::boolean), kPresenceBits, ByteOrder::none, {}, load};
}

std::optional<Value> raise_key(const ProtocolContext&, const MetaLoad& load) {
    return key_value(HeaderKind::meta, load.key);
}

std::optional<Value> raise_key(const ProtocolContext& protocols, const CtLoad& load) {
    FieldLoad field;
    field.ct_direction = load.direction;
    auto value = key_value(HeaderKind::ct, load.key, field);
    return value && value->bit_len == 0 ? with_family(protocols, std::move(*value)) : value;
}

std::optional<Value> raise_key(const ProtocolContext&, const RtLoad& load) {
    return key_value(HeaderKind::rt, load.key);
}

std::optional<Value> raise_key(const ProtocolContext&, const SocketLoad& load) {
    FieldLoad field;
    field.cgroup_level = load.level;
    return key_value(HeaderKind::socket, load.key, field);
}

std::optional<Value> raise_key(const ProtocolContext&, const OsfLoad& load) {
    FieldLoad field;
    field.osf_ttl = load.ttl;
    return key_value(HeaderKind::osf, load.flags, field);
}

std::optional<Value> raise_key(const ProtocolContext&, const XfrmLoad& load) {
    FieldLoad field;
    field.ipsec_direction = load.direction;
    field.ipsec_spnum = load.spnum;
    return key_value(HeaderKind::ipsec, load.key, field);
}

std::optional<Value> raise_key(const ProtocolContext&, const FibLoad& load) {
    FieldLoad field;
    field.fib_flags = load.flags & ~std::uint32_t{NFTA_FIB_F_PRESENT};
    field.presence = (load.flags & NFTA_FIB_F_PRESENT) != 0;
    auto value = key_value(HeaderKind::fib, load.result, field);
    if (!value || !field.presence) return value;
    value->type = &catalog::type(TypeId::boolean);
    value->bit_len = 32; // the kernel fills the register
    value->order = ByteOrder::host;
    return value;
}

std::optional<Value> raise_key(const ProtocolContext&, const NumgenLoad& load) {
    return Value{&catalog::type(TypeId::integer),
                 32,
                 ByteOrder::host,
                 {},
                 model::Numgen{load.type == NFT_NG_RANDOM, load.modulus, load.offset}};
}

} // namespace rulec::nft
