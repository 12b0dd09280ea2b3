// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/raise/raise_set.h"

#include "backend/nft/lower/userdata.h"
#include "backend/nft/raise/raise_elements.h"
#include "backend/nft/raise/raise_stateful.h"
#include "backend/nft/raise/raise_typeof.h"
#include "backend/nft/raise/raise_value.h"
#include "backend/nft/raise/userdata_reader.h"

#include <algorithm>

#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

using catalog::ByteOrder;
using catalog::TypeId;
using model::KeyPart;

constexpr std::uint32_t kTypeBits = 6; // of each part's type in the type of a concatenation

// `meter NAME { ... }`: without a name to the language's other statements, though it has one.
bool is_meter(const NewSet& set) {
    return (set.flags & NFT_SET_ANONYMOUS) != 0 && (set.flags & NFT_SET_EVAL) != 0;
}

// The types in a type number, the first part's first. Empty if one is not nft's.
std::vector<const catalog::DataType*> types_in(std::uint32_t number) {
    std::vector<const catalog::DataType*> types;
    for (; number != 0; number >>= kTypeBits) {
        const std::uint32_t id = number & ((1U << kTypeBits) - 1);
        if (id == 0 || id >= catalog::all_types().size()) return {};
        types.insert(types.begin(), &catalog::type(static_cast<TypeId>(id)));
    }
    return types;
}

// nft numbers a part that it has no type for 0.
std::size_t count_parts(std::uint32_t number) {
    std::size_t count = 1;
    while ((number >>= kTypeBits) != 0)
        ++count;
    return count;
}

// Types without a length of their own are as long as the key, in the order that nft noted.
KeyPart sized(const catalog::DataType& type, std::uint32_t byte_len, std::uint32_t order) {
    KeyPart part{&type, type.bit_len, type.order};
    if (part.bit_len != 0) return part;
    part.bit_len = byte_len * 8;
    if (order == kOrderHost) part.order = ByteOrder::host;
    if (order == kOrderNetwork) part.order = ByteOrder::network;
    if (byte_len == 1) part.order = ByteOrder::none;
    return part;
}

// Empty if the number says too little.
std::vector<KeyPart> parts_by_number(std::uint32_t number, std::uint32_t byte_len, std::uint32_t order) {
    const auto types = types_in(number);
    std::vector<KeyPart> parts;
    for (const catalog::DataType* type : types) {
        if (type->bit_len == 0 && types.size() > 1) return {};
        parts.push_back(sized(*type, byte_len, order));
    }
    return parts;
}

void make_presence(model::Value& value) {
    auto* load = std::get_if<model::FieldLoad>(&value.node);
    if (load == nullptr || value.type->id == TypeId::boolean) return;
    load->field = nullptr;
    value.type = &catalog::type(TypeId::boolean);
    value.bit_len = 1;
    value.order = ByteOrder::none;
}

// nft notes whether a header is there (`typeof exthdr frag`) as the header's first field; the type tells them apart.
void tell_presence_apart(model::Value& value, std::uint32_t number) {
    const auto types = types_in(number);
    const auto is_presence = [&](std::size_t i) { return i < types.size() && types[i]->id == TypeId::boolean; };
    auto* concat = std::get_if<model::Concat>(&value.node);
    if (concat == nullptr) {
        if (is_presence(0)) make_presence(value);
        return;
    }
    for (std::size_t i = 0; i < concat->parts.size(); ++i) {
        if (is_presence(i)) make_presence(concat->parts[i]);
    }
}

struct Parts {
    std::vector<KeyPart> parts;
    std::optional<model::Value> expression; // of typeof
};

// By the expression after typeof, if nft noted one that fits, else by the number.
Parts parts_of(std::uint32_t number, std::uint32_t byte_len, const UserdataReader& userdata, std::uint8_t typeof_at,
               std::uint8_t order_at) {
    if (const auto octets = userdata.find(typeof_at)) {
        if (auto expression = raise_typeof(*octets)) {
            tell_presence_apart(*expression, number);
            auto parts = model::key_parts(*expression);
            if (parts.size() == count_parts(number)) return {std::move(parts), std::move(expression)};
        }
    }
    return {parts_by_number(number, byte_len, userdata.number(order_at).value_or(kOrderInvalid)), std::nullopt};
}

std::uint32_t padded_sum(const std::vector<KeyPart>& parts) {
    std::uint32_t sum = 0;
    for (const KeyPart& part : parts)
        sum += model::padded_len(part);
    return sum;
}

bool raise_data(const NewSet& in, model::Set& out) {
    if (in.object_type != 0) {
        out.data_kind = model::SetData::object;
        out.object = static_cast<model::ObjectType>(in.object_type);
        return true;
    }
    if (!in.data) return true;
    if (in.data->type == static_cast<std::uint32_t>(NFT_DATA_VERDICT)) {
        out.data_kind = model::SetData::verdict;
        return true;
    }
    out.data_kind = model::SetData::value;
    auto [parts, expression] =
        parts_of(in.data->type, in.data->len, UserdataReader(in.userdata), kDataTypeof, kDataByteorder);
    out.data = std::move(parts);
    out.typeof_data = std::move(expression);
    // Two ends instead of one value: nothing else is as long.
    out.data_interval = in.data->len == 2 * padded_sum(out.data);
    return !out.data.empty() && (out.data_interval || in.data->len == model::key_byte_len(out.data));
}

bool raise_traits(const NewSet& in, model::Set& out) {
    const UserdataReader userdata(in.userdata);
    const bool fixed = (in.flags & NFT_SET_CONSTANT) != 0;
    out.anonymous = (in.flags & NFT_SET_ANONYMOUS) != 0;
    if (!out.anonymous || is_meter(in)) out.name = in.name;
    out.is_constant = fixed;
    out.is_interval = (in.flags & NFT_SET_INTERVAL) != 0;
    out.has_timeout = (in.flags & NFT_SET_TIMEOUT) != 0;
    out.is_dynamic = (in.flags & NFT_SET_EVAL) != 0;
    out.auto_merge = !out.anonymous && userdata.number(kMergeElements).value_or(0) != 0;
    out.timeout_ms = in.timeout_ms;
    out.gc_interval_ms = in.gc_interval_ms;
    if (!fixed) out.size = in.size; // a fixed set is made as large as it is
    out.policy = in.policy;
    out.comment = userdata.text(kSetCommentAttribute);
    return raise_stateful(in.expressions, out.stateful);
}

// Everything but the key.
bool raise_rest(TableRaiser& table, LiveSet& live, std::uint32_t shift, model::Set& out) {
    if (!raise_traits(*live.set, out) || !raise_data(*live.set, out)) return false;
    const bool done = live.elements == nullptr || raise_elements(table, *live.elements, shift, out);
    if (live.elements != nullptr) *live.elements = {}; // a large set need not be there twice
    return done;
}

std::uint32_t add(TableRaiser& table, LiveSet& live, model::Set set) {
    table.table.sets.push_back(std::move(set));
    live.index = static_cast<std::uint32_t>(table.table.sets.size() - 1);
    return *live.index;
}

std::optional<SetUse> use_anonymous(RuleRaiser& rule, LiveSet& live, Register reg) {
    auto key = raise_lookup_key(rule, reg, count_parts(live.set->key_type));
    if (!key || live.index) return std::nullopt; // the kernel binds it to one rule
    model::Set set;
    set.key = model::key_parts(key->value);
    if (!raise_rest(rule.table, live, key->shift, set)) return std::nullopt;
    return SetUse{std::move(key->value), add(rule.table, live, std::move(set))};
}

} // namespace

bool is_anonymous(const NewSet& set) {
    return (set.flags & NFT_SET_ANONYMOUS) != 0 && !is_meter(set);
}

bool raise_named_set(TableRaiser& table, LiveSet& live) {
    model::Set set;
    auto [parts, expression] = parts_of(live.set->key_type, live.set->key_len, UserdataReader(live.set->userdata),
                                        kKeyTypeof, kKeyByteorder);
    set.key = std::move(parts);
    set.typeof_key = std::move(expression);
    if (set.key.empty() || model::key_byte_len(set.key) != live.set->key_len) return false;
    if (!raise_rest(table, live, 0, set)) return false;
    add(table, live, std::move(set));
    return true;
}

std::optional<SetUse> raise_set_use(RuleRaiser& rule, const std::string& name, std::uint32_t id, Register key) {
    LiveSet* live = rule.table.find_set(name, id);
    if (live == nullptr) return std::nullopt;
    if (is_anonymous(*live->set)) return use_anonymous(rule, *live, key);
    if (!live->index) return std::nullopt; // not to be said itself
    auto value = raise_parts(rule, key, rule.table.table.sets[*live->index].key);
    if (!value) return std::nullopt;
    return SetUse{std::move(*value), *live->index};
}

} // namespace rulec::nft
