// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/lower/typeof_userdata.h"

#include "backend/nft/lower/byte_order.h"
#include "backend/nft/lower/lower_field.h"
#include "backend/nft/lower/lower_value.h"
#include "backend/nft/lower/userdata.h"

#include <cstdint>
#include <optional>

#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

using catalog::HeaderKind;
using model::FieldLoad;
using model::Value;
using namespace typeof_kind;

constexpr std::uint32_t kNoDirection = 0xffffffff;

struct Description {
    typeof_kind::Kind kind;
    Bytes data;
};

Bytes nest(const Description& description) {
    return Userdata().number(kKindAttribute, description.kind).bytes(kDataAttribute, description.data).get();
}

bool is_integer(const Value& value) {
    return value.type->id == catalog::TypeId::integer;
}

Description describe_payload(const FieldLoad& load, const Value& value) {
    Userdata data;
    data.number(0, load.header->udata_id).number(1, load.field->udata_id);
    if (is_integer(value)) data.number(4, value.bit_len);
    return {kPayload, data.get()};
}

std::optional<Description> describe_raw(const model::RawLoad& raw, const Value& value) {
    const auto base = payload_base(value);
    if (!base) return std::nullopt;
    Userdata data;
    data.number(0, 0).number(1, 0).number(2, *base + kBaseOffset).number(3, raw.bit_offset).number(4, raw.bit_len);
    return Description{kPayload, data.get()};
}

// Of a test whether the header is there: nft's first field. The kind of a TCP option has no row.
std::uint32_t exthdr_field_id(const FieldLoad& load) {
    if (load.field != nullptr) return load.field->udata_id + load.list_index - 1U;
    return load.header->kind == HeaderKind::tcp_option ? 0 : load.header->fields.front().udata_id;
}

std::optional<Description> describe_exthdr(const FieldLoad& load, const Value& value) {
    const auto target = exthdr_target(value);
    if (!target) return std::nullopt;
    Userdata data;
    data.number(1, exthdr_field_id(load));
    if (target->op != NFT_EXTHDR_OP_IPV6) data.number(2, target->op);
    data.number(0, target->op == NFT_EXTHDR_OP_IPV6 ? load.header->udata_id : target->type);
    return Description{kExthdr, data.get()};
}

Description describe_key(Kind kind, const FieldLoad& load) {
    return {kind, Userdata().number(0, load.field->key).get()};
}

std::optional<Description> describe_field(const FieldLoad& load, const Value& value) {
    Userdata data;
    switch (load.header->kind) {
    case HeaderKind::payload: return describe_payload(load, value);
    case HeaderKind::exthdr:
    case HeaderKind::tcp_option:
    case HeaderKind::ip_option:
    case HeaderKind::sctp_chunk: return describe_exthdr(load, value);
    case HeaderKind::meta: return describe_key(kMeta, load);
    case HeaderKind::rt: return describe_key(kRt, load);
    case HeaderKind::socket: return describe_key(kSocket, load);
    case HeaderKind::osf: return Description{kOsf, {}};
    case HeaderKind::ct:
        data.number(0, load.field->key).number(1, load.ct_direction ? *load.ct_direction : kNoDirection);
        return Description{kCt, data.get()};
    case HeaderKind::fib:
        data.number(0, load.field->key)
            .number(1, load.fib_flags | (load.presence ? std::uint32_t{NFTA_FIB_F_PRESENT} : 0U));
        return Description{kFib, data.get()};
    case HeaderKind::ipsec:
        data.number(0, load.field->key).number(1, load.ipsec_spnum).number(2, load.ipsec_direction);
        return Description{kXfrm, data.get()};
    }
    return std::nullopt;
}

Description describe_hash(const model::Hash& hash) {
    Userdata data;
    data.number(0, hash.key ? NFT_HASH_JENKINS : NFT_HASH_SYM).number(1, hash.offset).number(2, hash.modulus);
    data.number(3, hash.seed.value_or(0)).number(4, hash.seed ? 1 : 0);
    return {kHash, data.get()};
}

Description describe_numgen(const model::Numgen& numgen) {
    Userdata data;
    data.number(0, numgen.random ? NFT_NG_RANDOM : NFT_NG_INCREMENTAL)
        .number(1, numgen.modulus)
        .number(2, numgen.offset);
    return {kNumgen, data.get()};
}

std::optional<Description> describe_single(const Value& value) {
    if (const auto* load = std::get_if<FieldLoad>(&value.node)) return describe_field(*load, value);
    if (const auto* raw = std::get_if<model::RawLoad>(&value.node)) return describe_raw(*raw, value);
    if (const auto* numgen = std::get_if<model::Numgen>(&value.node)) return describe_numgen(*numgen);
    if (const auto* hash = std::get_if<model::Hash>(&value.node)) return describe_hash(*hash);
    return std::nullopt;
}

template <class IsPlain>
Bytes describe_concat(const model::Concat& concat, IsPlain is_plain) {
    Userdata parts;
    std::uint8_t index = 0;
    for (const Value& part : concat.parts) {
        const auto description = is_plain(part) ? describe_single(part) : std::nullopt;
        if (!description) break;
        parts.bytes(index++, nest(*description));
    }
    return nest({kConcat, parts.get()});
}

Bytes describe_alone(const Value& value) {
    const auto description = describe_single(value);
    return description ? nest(*description) : Bytes();
}

} // namespace

Bytes typeof_declared(const Value& value) {
    const auto* concat = std::get_if<model::Concat>(&value.node);
    if (concat == nullptr) return describe_alone(value);
    return describe_concat(*concat, [](const Value&) { return true; });
}

Bytes typeof_looked_up(const Value& key, bool interval) {
    if (const auto* concat = std::get_if<model::Concat>(&key.node)) {
        return describe_concat(*concat, [&](const Value& part) {
            const bool turned = interval && is_turned_part(part);
            return !turned && shift_in_place(part).bits == 0;
        });
    }
    const auto bits = bit_span(key);
    return bits && !bits->fills_octets() ? Bytes() : describe_alone(key);
}

Bytes typeof_nameless_concat() {
    return nest({kConcat, {}});
}

Bytes typeof_verdict() {
    return nest({kVerdict, {}});
}

} // namespace rulec::nft
