// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/lower/set_userdata.h"

#include "backend/nft/lower/lower_field.h"
#include "backend/nft/lower/typeof_userdata.h"
#include "backend/nft/lower/userdata.h"

namespace rulec::nft {
namespace {

using catalog::ByteOrder;
using catalog::TypeId;
using model::KeyPart;

// What nft thinks of a type without a field, where it differs from the type's row: of single octets it does not
// matter, and some of its types leave it open.
std::uint32_t order_of_octet(const catalog::DataType& type) {
    switch (type.id) {
    case TypeId::nf_proto:
    case TypeId::inet_proto:
    case TypeId::dccp_pkttype:
    case TypeId::ct_dir:
    case TypeId::boolean: return kOrderInvalid;
    case TypeId::pkt_type: return kOrderHost;
    default: return type.notation == catalog::Notation::string ? kOrderHost : kOrderNetwork;
    }
}

std::uint32_t order_of_type(const KeyPart& part) {
    if (part.order == ByteOrder::host) return kOrderHost;
    return part.order == ByteOrder::network && part.bit_len > 8 ? kOrderNetwork : order_of_octet(*part.type);
}

std::uint32_t order_of_expression(const model::Value& value) {
    if (const auto* masked = std::get_if<model::Masked>(&value.node)) return order_of_expression(*masked->of);
    return bit_span(value) || value.order == ByteOrder::network ? kOrderNetwork : kOrderHost;
}

// Concatenations and verdicts have none.
std::uint32_t order_number(const std::vector<KeyPart>& parts, const model::Value* expression) {
    if (parts.size() != 1) return kOrderInvalid;
    return expression != nullptr ? order_of_expression(*expression) : order_of_type(parts[0]);
}

const model::Value* pointer(const std::optional<model::Value>& value) {
    return value ? &*value : nullptr;
}

// Types without names: nft says of a concatenation at least that it is one.
Bytes key_typeof(const model::Set& set, const model::Value* key) {
    if (set.typeof_key) return typeof_declared(*set.typeof_key);
    const bool concat = set.key.size() > 1;
    if (key == nullptr) return concat && !set.anonymous ? typeof_nameless_concat() : Bytes();
    if (set.data_kind == model::SetData::object || (set.data_kind != model::SetData::none && !concat)) return {};
    return typeof_looked_up(*key, set.is_interval);
}

Bytes data_typeof(const model::Set& set) {
    if (set.data_kind == model::SetData::verdict) return set.anonymous || set.typeof_key ? typeof_verdict() : Bytes();
    if (set.typeof_data) return typeof_declared(*set.typeof_data);
    return set.data.size() > 1 && !set.anonymous ? typeof_nameless_concat() : Bytes();
}

} // namespace

Bytes set_userdata(const model::Set& set, const model::Value* key) {
    Userdata data;
    const bool is_map = set.data_kind == model::SetData::value || set.data_kind == model::SetData::verdict;
    const bool anonymous = set.anonymous && set.name.empty();
    data.number(kKeyByteorder, order_number(set.key, set.typeof_key ? &*set.typeof_key : key));
    if (is_map) data.number(kDataByteorder, order_number(set.data, pointer(set.typeof_data)));
    const bool merges = anonymous ? set.data_kind == model::SetData::none : set.auto_merge;
    if (merges && set.is_interval) data.number(kMergeElements, 1);
    if (const Bytes type = key_typeof(set, key); !type.empty()) data.bytes(kKeyTypeof, type);
    if (is_map) {
        if (const Bytes type = data_typeof(set); !type.empty()) data.bytes(kDataTypeof, type);
    }
    if (set.data_kind != model::SetData::none) data.number(kDataInterval, set.data_interval ? 1 : 0);
    if (set.comment) data.text(kSetCommentAttribute, *set.comment);
    return data.get();
}

} // namespace rulec::nft
