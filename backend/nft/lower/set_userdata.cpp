// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/lower/set_userdata.h"

#include "backend/nft/lower/typeof_userdata.h"
#include "backend/nft/lower/userdata.h"

namespace rulec::nft {
namespace {

using catalog::ByteOrder;
using model::KeyPart;
using model::SetData;

// Types of the attributes, seen in sets that nft 1.0.6 made.
enum Attribute : std::uint8_t {
    kKeyByteorder = 0,
    kDataByteorder = 1,
    kMergeElements = 2,
    kKeyTypeof = 3,
    kDataTypeof = 4,
    kDataInterval = 6,
};
constexpr std::uint32_t kOrderInvalid = 0, kOrderHost = 1, kOrderNetwork = 2; // nft's byte orders

std::uint32_t order_number(const KeyPart& part) {
    if (part.order == ByteOrder::host) return kOrderHost;
    if (part.order == ByteOrder::network) return kOrderNetwork;
    return part.type->notation == catalog::Notation::string ? kOrderHost : kOrderNetwork;
}

// Concatenations and verdicts have none.
std::uint32_t order_number(const std::vector<KeyPart>& parts) {
    return parts.size() == 1 ? order_number(parts[0]) : kOrderInvalid;
}

// Types without names: nft says of a concatenation at least that it is one.
Bytes key_typeof(const model::Set& set, const model::Value* key) {
    if (set.typeof_key) return typeof_declared(*set.typeof_key);
    const bool concat = set.key.size() > 1;
    if (key == nullptr) return concat && !set.anonymous ? typeof_nameless_concat() : Bytes();
    if (set.data_kind == SetData::object || (set.data_kind != SetData::none && !concat)) return {};
    return typeof_looked_up(*key, set.is_interval);
}

Bytes data_typeof(const model::Set& set) {
    if (set.data_kind == SetData::verdict) return set.anonymous || set.typeof_key ? typeof_verdict() : Bytes();
    if (set.typeof_data) return typeof_declared(*set.typeof_data);
    return set.data.size() > 1 && !set.anonymous ? typeof_nameless_concat() : Bytes();
}

} // namespace

Bytes set_userdata(const model::Set& set, const model::Value* key) {
    Userdata data;
    const bool is_map = set.data_kind == SetData::value || set.data_kind == SetData::verdict;
    const bool anonymous = set.anonymous && set.name.empty();
    data.number(kKeyByteorder, order_number(set.key));
    if (is_map) data.number(kDataByteorder, order_number(set.data));
    const bool merges_itself = anonymous && set.is_interval && set.data_kind == SetData::none;
    if (set.auto_merge || merges_itself) data.number(kMergeElements, 1);
    if (const Bytes type = key_typeof(set, key); !type.empty()) data.bytes(kKeyTypeof, type);
    if (is_map) {
        if (const Bytes type = data_typeof(set); !type.empty()) data.bytes(kDataTypeof, type);
    }
    if (set.data_kind != SetData::none) data.number(kDataInterval, set.data_interval ? 1 : 0);
    if (set.comment) data.text(kSetCommentAttribute, *set.comment);
    return data.get();
}

} // namespace rulec::nft
