// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/export/ipset_elements.h"

#include "backend/iptables/export/prefixes.h"

#include <algorithm>
#include <bit>
#include <map>
#include <numeric>
#include <unordered_map>
#include <utility>

namespace rulec::ipt {
namespace {

using ipset::Part;

constexpr std::uint64_t kUsualMaxelem = 65536;
constexpr std::uint64_t kUsualDynamicSize = 65535; // of a dynamic set that says no size: nft's choice

std::uint64_t seconds(std::uint64_t time_ms) {
    return (time_ms + 999) / 1000;
}

ipset::ElementExtra extra_of(const model::ElementExtra& from) {
    ipset::ElementExtra extra;
    if (from.timeout_ms) extra.timeout_s = seconds(*from.timeout_ms);
    if (from.expires_ms) extra.timeout_s = std::max<std::uint64_t>(1, seconds(*from.expires_ms));
    for (const model::Stateful& stateful : from.stateful) {
        if (const auto* counter = std::get_if<model::Counter>(&stateful)) {
            extra.packets = counter->packets;
            extra.bytes = counter->bytes;
        }
    }
    if (from.comment && !from.comment->empty()) extra.comment = from.comment;
    return extra;
}

// Which elements stand in front of them already, where there are any such: nf_tables takes a key twice, ipset does
// not.
std::vector<bool> repeated_elements(const model::ElementList& elements) {
    bool ascending = true; // as lists that programs write are
    for (std::size_t i = 1; i < elements.count && ascending; ++i)
        ascending = elements.low_at(i - 1) < elements.low_at(i);
    if (ascending || !elements.high.empty()) return {}; // intervals are apart, or see Overlaps
    std::vector<std::uint32_t> order(elements.count);
    std::iota(order.begin(), order.end(), 0U);
    const auto low_of = [&](std::uint32_t i) { return elements.low_at(i); };
    std::ranges::stable_sort(order, {}, low_of);
    std::vector<bool> repeated;
    for (auto next = std::ranges::adjacent_find(order, {}, low_of); next != order.end();
         next = std::ranges::adjacent_find(next + 1, order.end(), {}, low_of)) {
        repeated.resize(elements.count);
        repeated[*(next + 1)] = true;
    }
    return repeated;
}

// Concatenations of ranges may contain each other in nf_tables, and ipset takes nothing twice.
class Overlaps {
  public:
    struct Ports {
        std::uint64_t first = 0, last = 0;
    };

    // What of `ports` no element with the same `rest` has had, in order.
    std::vector<Ports> fresh(const Bytes& rest, Ports ports) {
        std::vector<Ports>& known = known_[rest];
        std::vector<Ports> left;
        std::uint64_t next = ports.first;
        for (const Ports& one : known) { // apart from each other, in order
            if (one.last < next || one.first > ports.last) continue;
            if (next < one.first) left.push_back({next, one.first - 1});
            next = one.last + 1;
        }
        if (next <= ports.last) left.push_back({next, ports.last});
        known.insert(known.end(), left.begin(), left.end());
        std::ranges::sort(known, {}, &Ports::first);
        return left;
    }

  private:
    std::map<Bytes, std::vector<Ports>> known_;
};

class Elements {
  public:
    Elements(const SetPlan& plan, const IpsetWish& wish) : plan_(plan), wish_(wish) {}

    ipset::Elements make(model::ElementList from) {
        for (const PlannedPart& part : plan_.parts)
            out_.key_len += ipset::part_len(part.part, plan_.family);
        may_overlap_ = plan_.parts.size() > 1 && !from.high.empty();
        const std::vector<bool> repeated = repeated_elements(from);
        if (repeated.empty() && same_octets(from)) {
            take(std::move(from));
        } else {
            for (std::size_t i = 0; i < from.count; ++i) {
                if (repeated.empty() || !repeated[i]) add(from, i);
            }
            if (out_.low == out_.high) out_.high = {};
        }
        return std::move(out_);
    }

    // Of which the kernel knows: a range of ports is as many.
    std::uint64_t stored() const { return stored_; }

  private:
    struct Ends {
        Bytes low, high;
    };

    bool same_octets(const model::ElementList& from) const {
        const Part part = plan_.parts[0].part;
        return plan_.parts.size() == 1 && from.high.empty() &&
               (part == Part::ip || part == Part::net || part == Part::mac);
    }

    void take(model::ElementList from) {
        out_.count = stored_ = from.count;
        out_.low = std::move(from.low);
        out_.spans = std::move(from.spans);
        for (const model::ElementExtra& extra : from.extras) {
            out_.extras.push_back(extra_of(extra));
            out_.extras.back().index = extra.index;
        }
    }

    void add(const model::ElementList& from, std::size_t i) {
        ends_.clear();
        for (const PlannedPart& part : plan_.parts)
            ends_.push_back(ends_of(part, from, i));
        const std::size_t first = out_.count;
        Bytes low, high;
        add_product(0, low, high);
        for (std::size_t made = first; made < out_.count; ++made)
            describe(from, i, made);
    }

    void describe(const model::ElementList& from, std::size_t i, std::size_t made) {
        if (!from.spans.empty()) out_.spans.push_back(from.spans[i]);
        const model::ElementExtra* extra = from.extra_at(i);
        if (extra == nullptr) return;
        out_.extras.push_back(extra_of(*extra));
        out_.extras.back().index = static_cast<std::uint32_t>(made);
    }

    // Every end of a part with every end of the next.
    void add_product(std::size_t part, Bytes& low, Bytes& high) {
        if (part == ends_.size()) return store(low, high);
        const std::size_t len = low.size();
        for (const Ends& ends : ends_[part]) {
            low += ends.low;
            high += ends.high;
            add_product(part + 1, low, high);
            low.resize(len);
            high.resize(len);
        }
    }

    void store(Bytes& low, Bytes& high) {
        const Overlaps::Ports ports = {take_port(low), take_port(high)};
        const auto fresh = may_overlap_ ? overlaps_.fresh(low + high, ports) : std::vector{ports};
        for (const Overlaps::Ports& one : fresh) {
            put_port(low, one.first);
            put_port(high, one.last);
            out_.low += low;
            out_.high += high;
            ++out_.count;
            stored_ += one.last - one.first + 1;
        }
    }

    // Where the number is in a key; 0: nowhere, since a protocol is in front of it.
    std::size_t port_at() const {
        std::size_t at = 0;
        for (const PlannedPart& part : plan_.parts) {
            if (part.part == Part::port) return at + 1;
            at += ipset::part_len(part.part, plan_.family);
        }
        return 0;
    }

    std::uint64_t take_port(Bytes& key) const {
        if (port_at_ == 0) return 0;
        const std::uint64_t port = from_big_endian(BytesView(key).substr(port_at_, 2));
        put_port(key, 0);
        return port;
    }

    void put_port(Bytes& key, std::uint64_t port) const {
        if (port_at_ != 0) key.replace(port_at_, 2, big_endian(port, 2));
    }

    std::vector<Ends> ends_of(const PlannedPart& part, const model::ElementList& from, std::size_t i) {
        const BytesView low = from.low_at(i).substr(part.at, part.len);
        const BytesView high = from.high_at(i).substr(part.at, part.len);
        switch (part.part) {
        case Part::net: return networks(low, high);
        case Part::port: return ports(low, high, from, i);
        case Part::interface: return {{name(low), name(low)}};
        default: return {{Bytes(low), Bytes(high)}};
        }
    }

    static std::vector<Ends> networks(BytesView low, BytesView high) {
        std::vector<Ends> ends;
        for (Prefixes prefixes(low, high); !prefixes.done(); prefixes.advance())
            ends.push_back({prefixes.low(), prefixes.high()});
        return ends;
    }

    std::vector<Ends> ports(BytesView low, BytesView high, const model::ElementList& from, std::size_t i) const {
        std::vector<Ends> ends;
        const auto add_of = [&](std::uint8_t protocol) {
            ends.push_back({Bytes(1, protocol) + Bytes(low), Bytes(1, protocol) + Bytes(high)});
        };
        if (plan_.type->storage == ipset::Storage::bitmap) {
            add_of(0);
        } else if (plan_.protocol) {
            add_of(from.low_at(i)[plan_.protocol->at]);
        } else {
            std::ranges::for_each(wish_.protocols, add_of);
        }
        return ends;
    }

    Bytes name(BytesView octets) {
        const std::string text(octets.begin(), std::ranges::find(octets, 0));
        const auto [known, fresh] = names_.try_emplace(text, out_.names.size());
        if (fresh) out_.names.push_back(text);
        return big_endian(known->second, ipset::part_len(Part::interface, plan_.family));
    }

    const SetPlan& plan_;
    const IpsetWish& wish_;
    const std::size_t port_at_ = port_at();
    bool may_overlap_ = false;
    Overlaps overlaps_;
    ipset::Elements out_;
    std::uint64_t stored_ = 0;
    std::vector<std::vector<Ends>> ends_; // of the parts of the element in hand
    std::unordered_map<std::string, std::size_t> names_;
};

bool counts(const model::Set& set) {
    return !set.stateful.empty() ||
           std::ranges::any_of(set.elements.extras, [](const auto& extra) { return !extra.stateful.empty(); });
}

bool has_comments(const model::Set& set) {
    return std::ranges::any_of(set.elements.extras,
                               [](const auto& extra) { return extra.comment && !extra.comment->empty(); });
}

// As many as nf_tables has room for, where packets may fill it; else no fewer than there are, and a few more where
// the set has no limit.
std::optional<std::uint64_t> maxelem(const model::Set& set, bool changes, std::uint64_t stored) {
    if (changes) return set.size ? *set.size : kUsualDynamicSize;
    if (set.size) return std::max<std::uint64_t>(*set.size, stored);
    return stored >= kUsualMaxelem ? std::optional(std::bit_ceil(stored + 1)) : std::nullopt;
}

// Buckets, so that a large set is not rehashed while it grows.
std::optional<std::uint64_t> hashsize(std::uint64_t stored) {
    constexpr std::uint64_t kUsual = 1024, kPerBucket = 4;
    const std::uint64_t buckets = std::bit_ceil(stored / kPerBucket);
    return buckets > kUsual ? std::optional(buckets) : std::nullopt;
}

} // namespace

ipset::Set make_ipset(model::Set set, const SetPlan& plan, IpsetWish wish) {
    ipset::Set out;
    out.type = plan.type;
    out.family = plan.family;
    out.span = set.span;
    out.counters = wish.counted || counts(set);
    out.comments = has_comments(set);
    if (set.has_timeout || set.timeout_ms || wish.timed) out.timeout_s = seconds(set.timeout_ms.value_or(0));
    Elements elements(plan, wish);
    out.elements = elements.make(std::move(set.elements));
    if (plan.type->storage == ipset::Storage::hash) {
        out.maxelem = maxelem(set, wish.changes, elements.stored());
        out.hashsize = hashsize(elements.stored());
    } else {
        out.first = {0, 0, 0};
        out.last = {0, 0xff, 0xff};
    }
    out.name = std::move(wish.name);
    return out;
}

} // namespace rulec::ipt
