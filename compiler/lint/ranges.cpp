// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/ranges.h"

#include <algorithm>

namespace rulec::lint {
namespace {

Number after(Number number) {
    ++number.low;
    if (number.low == 0) ++number.high;
    return number;
}

Number before(Number number) {
    if (number.low == 0) --number.high;
    --number.low;
    return number;
}

} // namespace

Number number_of(BytesView big_endian) {
    if (big_endian.size() <= 8) return {0, from_big_endian(big_endian)};
    const std::size_t split = big_endian.size() - 8;
    return {from_big_endian(big_endian.substr(0, split)), from_big_endian(big_endian.substr(split))};
}

Number largest_number(std::uint32_t bits) {
    constexpr auto ones = [](std::uint32_t count) { return count == 0 ? 0 : ~std::uint64_t{0} >> (64 - count); };
    return bits > 64 ? Number{ones(bits - 64), ones(64)} : Number{0, ones(bits)};
}

Ranges::Ranges(std::vector<Interval> intervals) {
    std::ranges::sort(intervals, {}, &Interval::low);
    for (const Interval& next : intervals) {
        const bool apart =
            intervals_.empty() || (intervals_.back().high < next.low && after(intervals_.back().high) != next.low);
        if (apart)
            intervals_.push_back(next);
        else
            intervals_.back().high = std::max(intervals_.back().high, next.high);
    }
}

Ranges Ranges::common(const Ranges& other) const {
    Ranges out;
    auto a = intervals_.begin();
    auto b = other.intervals_.begin();
    while (a != intervals_.end() && b != other.intervals_.end()) {
        const Number low = std::max(a->low, b->low);
        const Number high = std::min(a->high, b->high);
        if (low <= high) out.intervals_.push_back({low, high});
        (a->high < b->high ? a : b)++;
    }
    return out;
}

bool Ranges::meets(const Ranges& other) const {
    return !common(other).empty();
}

bool Ranges::covers(const Ranges& other) const {
    if (other.empty()) return true;
    if (empty() || other.intervals_.front().low < intervals_.front().low ||
        intervals_.back().high < other.intervals_.back().high)
        return false; // most are told apart by this
    auto mine = intervals_.begin();
    return std::ranges::all_of(other.intervals_, [&](const Interval& theirs) {
        while (mine != intervals_.end() && mine->high < theirs.low)
            ++mine;
        return mine != intervals_.end() && mine->low <= theirs.low && theirs.high <= mine->high;
    });
}

Ranges Ranges::but_for(Number largest) const {
    Ranges out;
    Number next;
    for (const Interval& interval : intervals_) {
        if (next < interval.low) out.intervals_.push_back({next, before(interval.low)});
        if (interval.high >= largest) return out;
        next = after(interval.high);
    }
    out.intervals_.push_back({next, largest});
    return out;
}

} // namespace rulec::lint
