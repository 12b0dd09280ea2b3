// SPDX-License-Identifier: GPL-2.0-or-later
// ipset::Sets: the sets that `ipset save` prints and `ipset restore` reads, as values. A set's type is a row of
// types.h; its elements lie in flat arrays, a few octets each, since blocklists have a million of them.
#pragma once

#include "backend/ipset/types.h"
#include "compiler/source/span.h"
#include "compiler/support/bytes.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rulec::ipset {

// What few elements have; sorted by `index`.
struct ElementExtra {
    std::uint32_t index = 0;
    bool nomatch = false;
    bool wildcard = false; // its interface is what names begin with
    bool physdev = false;  // its interface is the port of a bridge
    bool skbinfo = false;  // it has a mark, a priority or a queue for packets, which is not kept
    std::optional<std::uint64_t> timeout_s;
    std::optional<std::uint64_t> packets, bytes;
    std::optional<std::string> comment;
};

// An element is its parts one behind the other, each as wide as part_len() says: addresses in network order, a port
// as its protocol and two octets, a mark in big-endian order, names as an index into `names`.
struct Elements {
    std::uint32_t key_len = 0;
    std::size_t count = 0;
    Bytes low;                      // count * key_len
    Bytes high;                     // inclusive ends of nets and ranges; empty while every element is one key
    std::vector<std::string> names; // interfaces, sets
    std::vector<ElementExtra> extras;
    std::vector<Span> spans; // per element, or empty

    BytesView low_at(std::size_t i) const { return BytesView(low).substr(i * key_len, key_len); }
    BytesView high_at(std::size_t i) const {
        return high.empty() ? low_at(i) : BytesView(high).substr(i * key_len, key_len);
    }
    const ElementExtra* extra_at(std::size_t i) const { // null: it has none
        const auto found = std::ranges::lower_bound(extras, i, {}, &ElementExtra::index);
        return found != extras.end() && found->index == i ? &*found : nullptr;
    }
};

struct Set {
    std::string name; // kMaxName octets or less
    const TypeRow* type = nullptr;
    Family family = Family::inet;
    bool counters = false, comments = false, skbinfo = false, forceadd = false;
    std::optional<std::uint64_t> timeout_s; // of elements that say none; 0: they stay
    std::optional<std::uint64_t> hashsize, maxelem, list_size;
    std::optional<std::uint8_t> netmask;
    Bytes bitmask; // empty: none
    std::optional<std::uint32_t> markmask;
    Bytes first, last; // range of a bitmap, as wide as its first part
    Elements elements;
    Span span;
};

struct Sets {
    std::vector<Set> sets; // in the order of the text: a list comes after its sets

    const Set* find(std::string_view name) const {
        const auto found = std::ranges::find(sets, name, &Set::name);
        return found == sets.end() ? nullptr : &*found;
    }
};

} // namespace rulec::ipset
