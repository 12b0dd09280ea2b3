// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/lower/lower_set.h"

#include "backend/nft/lower/lower_field.h"
#include "backend/nft/lower/lower_value.h"
#include "backend/nft/lower/set_elements.h"
#include "backend/nft/lower/set_userdata.h"
#include "backend/nft/lower/stateful.h"

#include <cstdint>

#include <fmt/format.h>
#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

using model::KeyPart;
using model::Set;

constexpr std::uint32_t kTypeBits = 6; // of each part's type in the type of a concatenation

bool is_meter(const Set& set) {
    return set.anonymous && !set.name.empty();
}

std::uint32_t type_number(const std::vector<KeyPart>& parts) {
    std::uint32_t number = 0;
    for (const KeyPart& part : parts)
        number = number << kTypeBits | static_cast<std::uint32_t>(part.type->id);
    return number;
}

std::uint32_t flags_of(const Set& set) {
    std::uint32_t flags = 0;
    if (set.anonymous) flags |= NFT_SET_ANONYMOUS;
    if (set.is_constant || (set.anonymous && !is_meter(set))) flags |= NFT_SET_CONSTANT;
    if (set.is_interval) flags |= NFT_SET_INTERVAL;
    if (set.is_interval && set.key.size() > 1) flags |= NFT_SET_CONCAT;
    if (set.data_kind == model::SetData::value || set.data_kind == model::SetData::verdict) flags |= NFT_SET_MAP;
    if (set.data_kind == model::SetData::object) flags |= NFT_SET_OBJECT;
    if (set.has_timeout || set.timeout_ms) flags |= NFT_SET_TIMEOUT;
    if (set.is_dynamic) flags |= NFT_SET_EVAL;
    if (set.stateful.size() > 1) flags |= NFT_SET_EXPR;
    return flags;
}

std::string_view name_prefix(model::SetData data) {
    switch (data) {
    case model::SetData::none: return "__set";
    case model::SetData::object: return "__objmap";
    case model::SetData::value:
    case model::SetData::verdict: return "__map";
    }
    return "__set";
}

// Anonymous sets get the names that the kernel would find for `__set%d`. It searches all sets of the table for each,
// and then has to be told the name of none: elements come by the set's number alone. Both together halve the time
// that it takes for thousands of anonymous sets.
std::string message_name(TableBuilder& table, const Set& set) {
    if (!set.name.empty()) return set.name;
    const std::string_view prefix = name_prefix(set.data_kind);
    for (;;) {
        std::string name = fmt::format("{}{}", prefix, table.anonymous_sets[prefix]++);
        if (!table.reserved_names.contains(name)) return name;
    }
}

std::uint32_t data_byte_len(const Set& set) {
    if (!set.data_interval) return key_byte_len(set.data);
    std::uint32_t len = 0;
    for (const KeyPart& part : set.data)
        len += padded_len(part);
    return 2 * len;
}

std::optional<SetData> data_of(const Set& set) {
    switch (set.data_kind) {
    case model::SetData::value: return SetData{type_number(set.data), data_byte_len(set)};
    case model::SetData::verdict: return SetData{static_cast<std::uint32_t>(NFT_DATA_VERDICT), 0};
    case model::SetData::none:
    case model::SetData::object: return std::nullopt;
    }
    return std::nullopt;
}

std::vector<std::uint8_t> field_lens(const Set& set) {
    std::vector<std::uint8_t> lens;
    if (!set.is_interval || set.key.size() < 2) return lens;
    for (const KeyPart& part : set.key)
        lens.push_back(static_cast<std::uint8_t>((part.bit_len + 7) / 8));
    return lens;
}

// A set whose elements nobody can change is made as large as it is.
std::optional<std::uint32_t> size_of(const Set& set, const model::ElementList& elements) {
    const bool fixed = set.is_constant || (set.anonymous && !is_meter(set));
    return fixed && elements.count > 0 ? announced_size(set, elements) : set.size;
}

NewSet describe(const TableBuilder& table, const Set& set, const SetRef& ref, std::uint32_t key_len,
                const model::Value* key) {
    NewSet out{};
    out.table = table.ref;
    out.name = ref.name;
    out.id = ref.id;
    out.flags = flags_of(set);
    out.key_type = type_number(set.key);
    out.key_len = key_len;
    out.data = data_of(set);
    if (set.data_kind == model::SetData::object) out.object_type = static_cast<std::uint32_t>(set.object);
    out.timeout_ms = set.timeout_ms;
    if (set.gc_interval_ms) out.gc_interval_ms = static_cast<std::uint32_t>(*set.gc_interval_ms);
    out.policy = set.policy;
    out.field_lens = field_lens(set);
    for (const model::Stateful& stateful : set.stateful)
        out.expressions.push_back(lower(stateful, set.span));
    out.userdata = set_userdata(set, key);
    out.span = set.span;
    return out;
}

// Where the looked up field lies in its octets, if the elements have to follow it.
struct Place {
    std::uint32_t key_len;
    Shift shift;
};
Place place_of(const Set& set, const model::Value* key) {
    const std::uint32_t own_len = key_byte_len(set.key);
    if (key == nullptr || set.key.size() > 1) return {own_len, {}};
    const auto bits = bit_span(*key);
    if (!bits || bits->fills_octets()) return {own_len, {}};
    return {bits->byte_len(), {bits->shift()}};
}

SetRef send(TableBuilder& table, const Set& set, model::ElementList elements, const model::Value* key) {
    const SetRef ref{message_name(table, set), table.ids.next()};
    const Place place = place_of(set, key);
    NewSet message = describe(table, set, ref, place.key_len, key);
    message.size = size_of(set, elements);
    table.send(std::move(message));
    if (elements.count > 0)
        table.send(lower_elements(table, set, std::move(elements), {ref, place.shift, place.key_len}));
    return ref;
}

} // namespace

void send_named_set(TableBuilder& table, std::uint32_t index) {
    Set& set = table.table.sets[index];
    model::ElementList elements = std::exchange(set.elements, {});
    table.set_ids[index] = send(table, set, std::move(elements), nullptr).id;
}

SetRef use_set(RuleBuilder& rule, std::uint32_t index, const model::Value* key) {
    const Set& set = rule.set(index);
    if (set.name.empty()) return send(rule.table, set, set.elements, key);
    RULEC_CHECK(rule.table.set_ids[index] != 0, "sets with a name are sent before the first rule");
    return {set.name, rule.table.set_ids[index]};
}

} // namespace rulec::nft
