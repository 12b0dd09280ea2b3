// SPDX-License-Identifier: GPL-2.0-or-later
// Ranges against sets of bits: every operation on numbers of four bits, and the ends of 128.
#include "compiler/lint/ranges.h"

#include <cstdint>
#include <vector>

#include <doctest/doctest.h>

using namespace rulec::lint;

namespace {

constexpr unsigned kValues = 16;
using Bits = std::uint32_t; // bit N: the value N is in it

Ranges ranges_of(Bits bits) {
    std::vector<Ranges::Interval> out;
    for (std::uint64_t value = kValues; value-- > 0;) { // in descending order, each by itself
        if ((bits >> value & 1) != 0) out.push_back({{0, value}, {0, value}});
    }
    return Ranges(std::move(out));
}

Bits bits_of(const Ranges& ranges) {
    Bits bits = 0;
    for (std::uint64_t value = 0; value < kValues; ++value)
        bits |= ranges.meets(Ranges({0, value}, {0, value})) ? Bits{1} << value : 0;
    return bits;
}

} // namespace

TEST_CASE("operations on ranges are those of sets") {
    const Number largest = largest_number(4);
    for (Bits a = 0; a < 1U << kValues; a += 37) {
        const Ranges first = ranges_of(a);
        REQUIRE(bits_of(first) == a);
        REQUIRE(first.empty() == (a == 0));
        REQUIRE(bits_of(first.but_for(largest)) == (~a & 0xffff));
        for (Bits b = 0; b < 1U << kValues; b += 1009) {
            const Ranges second = ranges_of(b);
            REQUIRE(bits_of(first.common(second)) == (a & b));
            REQUIRE(first.meets(second) == ((a & b) != 0));
            REQUIRE(first.covers(second) == ((b & ~a) == 0));
        }
    }
}

TEST_CASE("numbers of 128 bits carry from one half to the other") {
    const Number top = largest_number(128);
    const Number middle{0, ~std::uint64_t{0}};
    const Ranges low({}, middle);
    CHECK(top == Number{~std::uint64_t{0}, ~std::uint64_t{0}});
    CHECK(low.but_for(top).covers(Ranges({1, 0}, top)));
    CHECK_FALSE(low.but_for(top).meets(low));
    CHECK(Ranges({{{}, middle}, {{1, 0}, top}}).covers(Ranges({}, top)));
    CHECK(Ranges({}, top).but_for(top).empty());
    CHECK(number_of(rulec::Bytes(16, 0xff)) == top);
    CHECK(largest_number(64) == middle);
}
