// SPDX-License-Identifier: GPL-2.0-or-later
// Sets and maps, named and anonymous, with their elements in flat arrays: four octets an IPv4 address, not a node.
#pragma once

#include "compiler/model/action.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rulec::model {

// One field of a key or of map data.
struct KeyPart {
    const catalog::DataType* type;
    std::uint32_t bit_len;
    catalog::ByteOrder order;
};

// Octets a key of these parts takes: one part its own length, several each padded to a multiple of four.
inline std::uint32_t padded_len(const KeyPart& part) {
    return ((part.bit_len + 7) / 8 + 3) / 4 * 4;
}
inline std::uint32_t key_byte_len(const std::vector<KeyPart>& parts) {
    if (parts.size() == 1) return (parts[0].bit_len + 7) / 8;
    std::uint32_t sum = 0;
    for (const KeyPart& part : parts)
        sum += padded_len(part);
    return sum;
}

// The parts of what a value looks up.
inline std::vector<KeyPart> key_parts(const Value& value) {
    std::vector<KeyPart> parts;
    if (const auto* concat = std::get_if<Concat>(&value.node)) {
        for (const Value& part : concat->parts)
            parts.push_back({part.type, part.bit_len, part.order});
    } else {
        parts.push_back({value.type, value.bit_len, value.order});
    }
    return parts;
}

// What few elements have; sorted by `index`.
struct ElementExtra {
    std::uint32_t index = 0;
    bool catchall = false; // `*`: the key's octets mean nothing
    std::optional<std::uint64_t> timeout_ms;
    std::optional<std::uint64_t> expires_ms;
    std::optional<std::string> comment;
    std::vector<Stateful> stateful;
    std::string object;
};

// Elements in source order until IR sorts them. Octets canonical (value.h): a part of a concatenation is padded
// behind its octets.
struct ElementList {
    std::uint32_t key_len = 0;
    std::uint32_t data_len = 0; // of the data of one element; both ends of an interval map's data
    std::size_t count = 0;
    Bytes low;                          // count * key_len
    Bytes high;                         // inclusive upper ends, count * key_len; empty while every element is one key
    Bytes data;                         // count * data_len
    std::vector<Verdict> verdict_table; // distinct verdicts
    std::vector<std::uint32_t> verdicts; // per element, index into verdict_table
    std::vector<ElementExtra> extras;
    std::vector<Span> spans; // per element

    BytesView low_at(std::size_t i) const { return BytesView(low).substr(i * key_len, key_len); }
    BytesView high_at(std::size_t i) const {
        return high.empty() ? low_at(i) : BytesView(high).substr(i * key_len, key_len);
    }
    BytesView data_at(std::size_t i) const { return BytesView(data).substr(i * data_len, data_len); }
    const ElementExtra* extra_at(std::size_t i) const { // null: it has none
        const auto found = std::ranges::lower_bound(extras, i, {}, &ElementExtra::index);
        return found != extras.end() && found->index == i ? &*found : nullptr;
    }
};

enum class SetData : std::uint8_t { none, value, verdict, object };

struct Set {
    Span span;
    std::string name; // anonymous: empty
    bool anonymous = false;
    std::vector<KeyPart> key;
    SetData data_kind = SetData::none;
    std::vector<KeyPart> data;                    // of value maps
    bool data_interval = false;                   // data are ranges: low parts, then high parts
    ObjectType object = ObjectType::counter;      // of object maps
    std::optional<Value> typeof_key, typeof_data; // declared with typeof: kept so that listings show it
    bool is_constant = false;
    bool is_interval = false;
    bool has_timeout = false;
    bool is_dynamic = false; // filled from the packet path
    bool auto_merge = false;
    std::optional<std::uint64_t> timeout_ms, gc_interval_ms;
    std::optional<std::uint32_t> size;
    std::optional<std::uint32_t> policy; // NFT_SET_POL_PERFORMANCE 0, MEMORY 1
    std::vector<Stateful> stateful;
    std::optional<std::string> comment;
    ElementList elements;
};

} // namespace rulec::model
