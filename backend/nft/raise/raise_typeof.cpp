// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/raise/raise_typeof.h"

#include "backend/nft/lower/typeof_userdata.h"
#include "backend/nft/raise/raise_field.h"
#include "backend/nft/raise/userdata_reader.h"

#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

using catalog::ByteOrder;
using catalog::Field;
using catalog::Header;
using catalog::HeaderKind;
using catalog::TypeId;
using model::FieldLoad;
using model::Value;
using namespace typeof_kind;

using Answer = std::optional<Value>;

// Whether an option is there; nft notes its first field, the kind.
Value presence_of(const Header& header) {
    FieldLoad load;
    load.header = &header;
    load.option_number = header.number;
    return {&catalog::type(TypeId::boolean), 1, ByteOrder::none, {}, load};
}

// nft's number of a header and of a field in it.
Answer numbered(HeaderKind kind, std::uint32_t header_id, std::uint32_t field_id, bool by_number) {
    for (const Header& header : catalog::all_headers()) {
        if (header.kind != kind || (by_number ? header.number : header.udata_id) != header_id) continue;
        for (const Field& field : header.fields) {
            const bool listed = field.stride_bits != 0 && field_id >= field.udata_id;
            if (field.udata_id != field_id && !listed) continue;
            FieldLoad load;
            load.header = &header;
            load.field = &field;
            if (listed) load.list_index = static_cast<std::uint8_t>(field_id - field.udata_id + 1);
            load.option_number = header.number;
            return field_value(load);
        }
        if (field_id == 0 && kind != HeaderKind::payload) return presence_of(header);
    }
    return std::nullopt;
}

Answer raw_payload(const UserdataReader& in) {
    const auto base = in.number(2);
    const auto offset = in.number(3);
    const auto len = in.number(4);
    if (!base || *base < kBaseOffset || !offset || !len) return std::nullopt;
    return raw_field(*base - kBaseOffset, {*offset, *len});
}

Answer payload(const UserdataReader& in) {
    const auto header = in.number(0);
    const auto field = in.number(1);
    if (!header || !field) return std::nullopt;
    if (*header == 0) return raw_payload(in);
    return numbered(HeaderKind::payload, *header, *field, false);
}

Answer exthdr(const UserdataReader& in) {
    const auto header = in.number(0);
    const auto field = in.number(1);
    if (!header || !field) return std::nullopt;
    switch (in.number(2).value_or(NFT_EXTHDR_OP_IPV6)) {
    case NFT_EXTHDR_OP_IPV6: return numbered(HeaderKind::exthdr, *header, *field, false);
    case NFT_EXTHDR_OP_TCPOPT: return numbered(HeaderKind::tcp_option, *header, *field, true);
    case NFT_EXTHDR_OP_IPV4: return numbered(HeaderKind::ip_option, *header, *field, true);
    case NFT_EXTHDR_OP_SCTP: return numbered(HeaderKind::sctp_chunk, *header, *field, true);
    default: return std::nullopt;
    }
}

Answer key(HeaderKind kind, const UserdataReader& in, FieldLoad load = {}) {
    const auto number = in.number(0);
    if (!number) return std::nullopt;
    load.header = &key_header(kind);
    load.field = field_by_key(*load.header, *number);
    if (load.field == nullptr || load.field->bit_len == 0) return std::nullopt;
    return field_value(load);
}

Answer ct(const UserdataReader& in) {
    FieldLoad load;
    const auto direction = in.number(1);
    if (direction && *direction <= 1) load.ct_direction = static_cast<std::uint8_t>(*direction);
    return key(HeaderKind::ct, in, load);
}

Answer fib(const UserdataReader& in) {
    const FibLoad load{in.number(0).value_or(0), in.number(1).value_or(0), 0};
    return raise_key(model::ProtocolContext(catalog::Family::inet), load);
}

Answer xfrm(const UserdataReader& in) {
    FieldLoad load;
    load.ipsec_spnum = in.number(1).value_or(0);
    load.ipsec_direction = static_cast<std::uint8_t>(in.number(2).value_or(0));
    return key(HeaderKind::ipsec, in, load);
}

Answer osf() {
    const Header& header = key_header(HeaderKind::osf);
    FieldLoad load;
    load.header = &header;
    load.field = header.fields.data();
    return field_value(load);
}

Answer numgen(const UserdataReader& in) {
    const auto type = in.number(0);
    const auto modulus = in.number(1);
    if (!type || !modulus) return std::nullopt;
    return Value{&catalog::type(TypeId::integer),
                 32,
                 ByteOrder::host,
                 {},
                 model::Numgen{*type == NFT_NG_RANDOM, *modulus, in.number(2).value_or(0)}};
}

// What a hash is of is not noted, so only symhash can be said again.
Answer hash(const UserdataReader& in) {
    const auto modulus = in.number(2);
    if (in.number(0) != std::uint32_t{NFT_HASH_SYM} || !modulus) return std::nullopt;
    return Value{&catalog::type(TypeId::integer),
                 32,
                 ByteOrder::host,
                 {},
                 model::Hash{std::nullopt, *modulus, std::nullopt, in.number(1).value_or(0)}};
}

Answer single(std::uint32_t kind, const UserdataReader& in) {
    switch (kind) {
    case kPayload: return payload(in);
    case kExthdr: return exthdr(in);
    case kMeta: return key(HeaderKind::meta, in);
    case kSocket: return key(HeaderKind::socket, in);
    case kOsf: return osf();
    case kCt: return ct(in);
    case kNumgen: return numgen(in);
    case kHash: return hash(in);
    case kRt: return key(HeaderKind::rt, in);
    case kFib: return fib(in);
    case kXfrm: return xfrm(in);
    default: return std::nullopt;
    }
}

struct Nest {
    std::uint32_t kind;
    BytesView data;
};
std::optional<Nest> open(BytesView octets) {
    const UserdataReader nest(octets);
    const auto kind = nest.number(kKindAttribute);
    const auto data = nest.find(kDataAttribute);
    if (!kind || !data) return std::nullopt;
    return Nest{*kind, *data};
}

Answer concat(BytesView data) {
    const UserdataReader in(data);
    model::Concat concat;
    std::uint32_t bits = 0;
    for (std::uint8_t i = 0; const auto octets = in.find(i); ++i) {
        const auto nest = open(*octets);
        auto part = nest ? single(nest->kind, UserdataReader(nest->data)) : std::nullopt;
        if (!part) return std::nullopt;
        bits += (part->byte_len() + 3) / 4 * 32;
        concat.parts.push_back(std::move(*part));
    }
    if (concat.parts.size() < 2) return std::nullopt; // declared by types
    const catalog::DataType* type = concat.parts[0].type;
    return Value{type, bits, ByteOrder::none, {}, std::move(concat)};
}

} // namespace

std::optional<Value> raise_typeof(BytesView userdata) {
    const auto nest = open(userdata);
    if (!nest) return std::nullopt;
    if (nest->kind == kConcat) return concat(nest->data);
    return single(nest->kind, UserdataReader(nest->data));
}

} // namespace rulec::nft
