// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/import/set_boxes.h"

#include <algorithm>
#include <optional>

namespace rulec::ipt {
namespace {

using ipset::Part;

using Indexes = std::vector<std::uint32_t>;

// A part's octets in keys.
struct Slice {
    Part part;
    std::size_t offset, len;
};

std::vector<Slice> slices_of(const ipset::Set& set) {
    std::vector<Slice> slices;
    std::size_t offset = 0;
    for (const Part part : set.type->parts) {
        const std::size_t len = ipset::part_len(part, set.family);
        slices.push_back({part, offset, len});
        offset += len;
    }
    return slices;
}

// Keys of all elements, each from `low` to `high`.
struct Keys {
    std::size_t len;
    Bytes low, high; // high: empty while every element is one key

    BytesView low_of(std::uint32_t i, const Slice& slice) const {
        return BytesView(low).substr(i * len + slice.offset, slice.len);
    }
    BytesView high_of(std::uint32_t i, const Slice& slice) const {
        return BytesView(high.empty() ? low : high).substr(i * len + slice.offset, slice.len);
    }
    bool same(std::uint32_t a, std::uint32_t b) const {
        const Slice whole = {Part::ip, 0, len};
        return low_of(a, whole) == low_of(b, whole) && high_of(a, whole) == high_of(b, whole);
    }
};

Keys keys_of(const ipset::Set& set, bool widen_masks) {
    Keys keys{.len = set.elements.key_len, .low = set.elements.low, .high = set.elements.high};
    if (!widen_masks || !set.netmask) return keys;
    if (keys.high.empty()) keys.high = keys.low;
    for (const Slice& slice : slices_of(set)) {
        if (slice.part != Part::ip) continue;
        const Bytes rest = bit_not(prefix_mask(*set.netmask, slice.len));
        for (std::size_t at = slice.offset; at < keys.high.size(); at += keys.len)
            keys.high.replace(at, slice.len, bit_or(BytesView(keys.high).substr(at, slice.len), rest));
    }
    return keys;
}

// By the low end of a part, equals as they stand. What is compared lies together: keys of a million elements do not.
void sort_by_low(const Keys& keys, const Slice& slice, Indexes& elements) {
    struct Head {
        std::uint64_t first_octets;
        std::uint32_t element;
    };
    constexpr std::size_t kOctets = sizeof(std::uint64_t);
    std::vector<Head> heads;
    heads.reserve(elements.size());
    for (const std::uint32_t i : elements)
        heads.push_back({from_big_endian(keys.low_of(i, slice).substr(0, kOctets)), i});
    std::ranges::stable_sort(heads, [&](const Head& a, const Head& b) {
        if (a.first_octets != b.first_octets || slice.len <= kOctets) return a.first_octets < b.first_octets;
        return keys.low_of(a.element, slice) < keys.low_of(b.element, slice);
    });
    std::ranges::transform(heads, elements.begin(), &Head::element);
}

// ---- which of the elements that hold for a key counts

class Choice {
  public:
    Choice(const BoxRequest& request, const Keys& keys) : request_(request), keys_(keys) {
        for (const Slice& slice : slices_of(request.set)) {
            if (slice.part == Part::net) nets_.push_back(slice);
        }
    }
    std::optional<std::uint32_t> of(const Indexes& elements) const;
    bool more_specific(std::uint32_t a, std::uint32_t b) const;

  private:
    std::uint32_t longest(std::span<const std::uint32_t> elements) const;
    const ipset::ElementExtra* extra(std::uint32_t i) const { return request_.set.elements.extra_at(i); }
    bool is_exception(std::uint32_t i) const { return extra(i) != nullptr && extra(i)->nomatch; }

    const BoxRequest& request_;
    const Keys& keys_;
    std::vector<Slice> nets_;
};

// Of two networks around the same key. The first part decides (ipset(8), hash:net,net); of equals the later element.
bool Choice::more_specific(std::uint32_t a, std::uint32_t b) const {
    for (const Slice& slice : nets_) {
        if (const auto order = keys_.low_of(a, slice) <=> keys_.low_of(b, slice); order != 0) return order > 0;
        if (const auto order = keys_.high_of(a, slice) <=> keys_.high_of(b, slice); order != 0) return order < 0;
    }
    return a > b;
}

// Of elements from the most specific to the least, of which each matches: among those that stay as long as any, the
// first one that has something to tell, else the last one, which is the largest.
std::uint32_t Choice::longest(std::span<const std::uint32_t> elements) const {
    const auto rank = [&](std::uint32_t i) {
        const std::uint64_t lifetime = lifetime_s(request_.set, extra(i));
        return lifetime == 0 ? UINT64_MAX : lifetime;
    };
    const std::uint64_t most = rank(*std::ranges::max_element(elements, {}, rank));
    std::uint32_t best = elements.front();
    for (const std::uint32_t i : elements) {
        if (rank(i) != most) continue;
        best = i;
        if (extra(i) != nullptr && (extra(i)->comment || extra(i)->packets)) break;
    }
    return best;
}

std::optional<std::uint32_t> Choice::of(const Indexes& elements) const {
    if (elements.size() == 1) {
        if (is_exception(elements[0]) != request_.excepted) return std::nullopt;
        return elements[0];
    }
    Indexes ordered = elements;
    std::ranges::sort(ordered, [&](std::uint32_t a, std::uint32_t b) { return more_specific(a, b); });
    const auto repeated =
        std::ranges::unique(ordered, [&](std::uint32_t a, std::uint32_t b) { return keys_.same(a, b); });
    ordered.erase(repeated.begin(), repeated.end());
    if (is_exception(ordered[0]) != request_.excepted) return std::nullopt;
    if (request_.excepted) return ordered[0];
    const auto hole = std::ranges::find_if(ordered, [&](std::uint32_t i) { return is_exception(i); });
    return longest({ordered.begin(), hole});
}

// ---- all keys

class Sweep {
  public:
    Sweep(const BoxRequest& request, const Keys& keys, const std::function<void(const Box&)>& emit)
        : request_(request), keys_(keys), emit_(emit), choice_(request, keys), slices_(slices_of(request.set)),
          hides_(slices_.back().part == Part::interface), low_(keys.len, 0), high_(keys.len, 0) {
        // Parts of one value part elements best: they come first.
        if (!hides_)
            std::ranges::stable_partition(
                slices_, [](const Slice& one) { return one.part != Part::ip && one.part != Part::net; });
    }

    BoxTrouble run(Indexes elements) {
        if (!elements.empty()) over(std::move(elements), 0);
        flush();
        return work_ > kMostWork ? BoxTrouble::too_many : trouble_;
    }

  private:
    static constexpr std::size_t kMostWork = 50'000'000, kOverlapCost = 10; // those that overlap are sorted

    void over(Indexes elements, std::size_t depth);
    Bytes end_of(const Indexes& open, const Slice& slice) const;
    Indexes not_hidden(const Indexes& open);
    void between(const Indexes& open, std::size_t depth, const Bytes& from, const Bytes& to);
    void add(std::optional<std::uint32_t> element, const Slice& slice, const Bytes& from, const Bytes& to);
    void flush();
    bool may_join(std::uint32_t a, std::uint32_t b) const {
        const ipset::Elements& all = request_.set.elements;
        return request_.join && all.extra_at(a) == nullptr && all.extra_at(b) == nullptr;
    }

    const BoxRequest& request_;
    const Keys& keys_;
    const std::function<void(const Box&)>& emit_;
    Choice choice_;
    std::vector<Slice> slices_;
    bool hides_; // networks hide larger ones
    BoxTrouble trouble_ = BoxTrouble::none;
    Bytes low_, high_;                     // the box in the making
    std::optional<std::uint32_t> element_; // and its element; none: there is no box
    std::size_t work_ = 0;
};

void Sweep::flush() {
    if (element_) emit_({.low = low_, .high = high_, .element = *element_});
    element_.reset();
}

Bytes Sweep::end_of(const Indexes& open, const Slice& slice) const {
    BytesView end = keys_.high_of(open[0], slice);
    for (const std::uint32_t i : open)
        end = std::min(end, keys_.high_of(i, slice));
    return Bytes(end);
}

// Goes over one part, from one end of an element to the next, with those that hold in between.
void Sweep::over(Indexes elements, std::size_t depth) {
    const Slice& slice = slices_[depth];
    const auto low = [&](std::uint32_t i) { return keys_.low_of(i, slice); };
    sort_by_low(keys_, slice, elements);
    Indexes open;
    Bytes from;
    for (std::size_t next = 0; next < elements.size() || !open.empty();) {
        if (open.empty()) from = low(elements[next]);
        while (next < elements.size() && low(elements[next]) == from)
            open.push_back(elements[next++]);
        Bytes to = end_of(open, slice);
        if (next < elements.size() && low(elements[next]) <= to) {
            to = low(elements[next]);
            decrement(to);
        }
        work_ += open.size() == 1 ? 1 : open.size() * kOverlapCost;
        if (work_ > kMostWork) return;
        between(open, depth, from, to);
        std::erase_if(open, [&](std::uint32_t i) { return keys_.high_of(i, slice) == to; });
        from = to;
        increment(from);
    }
}

void Sweep::between(const Indexes& open, std::size_t depth, const Bytes& from, const Bytes& to) {
    const Slice& slice = slices_[depth];
    if (depth + 1 == slices_.size()) return add(choice_.of(open), slice, from, to);
    flush();
    low_.replace(slice.offset, slice.len, from);
    high_.replace(slice.offset, slice.len, to);
    over(hides_ ? not_hidden(open) : open, depth + 1);
}

// Those of the most specific network.
Indexes Sweep::not_hidden(const Indexes& open) {
    const Slice& net = slices_.front();
    const auto most =
        std::ranges::min(open, [&](std::uint32_t a, std::uint32_t b) { return choice_.more_specific(a, b); });
    Indexes kept;
    bool ends = false;
    for (const std::uint32_t i : open) {
        if (keys_.low_of(i, net) != keys_.low_of(most, net) || keys_.high_of(i, net) != keys_.high_of(most, net))
            continue;
        kept.push_back(i);
        ends = ends || lifetime_s(request_.set, request_.set.elements.extra_at(i)) != 0;
    }
    if (ends && kept.size() < open.size()) trouble_ = BoxTrouble::hidden_later;
    return kept;
}

// Next to a box of the same element it becomes part of it.
void Sweep::add(std::optional<std::uint32_t> element, const Slice& slice, const Bytes& from, const Bytes& to) {
    if (element_ && element && (element_ == element || may_join(*element_, *element))) {
        Bytes next(high_, slice.offset, slice.len);
        if (increment(next) && next == from) {
            high_.replace(slice.offset, slice.len, to);
            return;
        }
    }
    flush();
    element_ = element;
    low_.replace(slice.offset, slice.len, from);
    high_.replace(slice.offset, slice.len, to);
}

} // namespace

BoxTrouble for_each_box(const BoxRequest& request, const std::function<void(const Box&)>& emit) {
    const Keys keys = keys_of(request.set, request.widen_masks);
    Indexes elements;
    for (std::uint32_t i = 0; i < request.set.elements.count; ++i) {
        if (request.takes(i)) elements.push_back(i);
    }
    return Sweep(request, keys, emit).run(std::move(elements));
}

std::uint64_t lifetime_s(const ipset::Set& set, const ipset::ElementExtra* extra) {
    if (!set.timeout_s) return 0;
    return extra != nullptr && extra->timeout_s ? *extra->timeout_s : *set.timeout_s;
}

} // namespace rulec::ipt
