// SPDX-License-Identifier: GPL-2.0-or-later
// Ranges: the values of a field that a match lets through, as disjoint intervals in ascending order. Exact: what
// cannot be said like this is no Ranges at all. Values are unsigned numbers of up to 128 bits; names count as such
// too, being left-aligned octets.
#pragma once

#include "compiler/support/bytes.h"

#include <compare>
#include <cstdint>
#include <vector>

namespace rulec::lint {

struct Number {
    std::uint64_t high = 0, low = 0;
    friend auto operator<=>(const Number&, const Number&) = default;
};

Number number_of(BytesView big_endian);    // at most 16 octets
Number largest_number(std::uint32_t bits); // at most 128

class Ranges {
  public:
    struct Interval {
        Number low, high; // inclusive
    };

    Ranges() = default; // nothing
    Ranges(Number low, Number high) : intervals_{{low, high}} {}
    // In any order, overlapping or not.
    explicit Ranges(std::vector<Interval> intervals);

    bool empty() const { return intervals_.empty(); }
    bool meets(const Ranges& other) const;  // have they a value in common?
    bool covers(const Ranges& other) const; // is every value of `other` one of these?
    Ranges common(const Ranges& other) const;
    Ranges but_for(Number largest) const; // every value up to `largest` that is none of these

  private:
    std::vector<Interval> intervals_;
};

} // namespace rulec::lint
