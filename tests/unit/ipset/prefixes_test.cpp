// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/export/prefixes.h"

#include <string>

#include <doctest/doctest.h>

using rulec::Bytes;
using rulec::ipt::Prefixes;

namespace {

std::string networks(const Bytes& low, const Bytes& high) {
    std::string text;
    for (Prefixes prefixes(low, high); !prefixes.done(); prefixes.advance())
        text += rulec::to_hex(prefixes.low()) + '-' + rulec::to_hex(prefixes.high()) + ' ';
    return text;
}

Bytes address6(unsigned char first, unsigned char last) {
    Bytes octets(16, 0);
    octets.front() = first;
    octets.back() = last;
    return octets;
}

} // namespace

TEST_CASE("a range is the fewest networks that fill it") {
    CHECK(networks({10, 0, 0, 5}, {10, 0, 0, 8}) == "0a000005-0a000005 0a000006-0a000007 0a000008-0a000008 ");
    CHECK(networks({10, 0, 0, 0}, {10, 0, 0, 255}) == "0a000000-0a0000ff ");
    CHECK(networks({255, 255, 255, 255}, {255, 255, 255, 255}) == "ffffffff-ffffffff ");
    CHECK(networks({0, 0, 0, 0}, {0, 0, 0, 0}) == "00000000-00000000 ");
}

TEST_CASE("all addresses are two halves") {
    CHECK(networks({0, 0, 0, 0}, {255, 255, 255, 255}) == "00000000-7fffffff 80000000-ffffffff ");
    CHECK(networks(Bytes(16, 0), Bytes(16, 0xff)) ==
          "00000000000000000000000000000000-7fffffffffffffffffffffffffffffff "
          "80000000000000000000000000000000-ffffffffffffffffffffffffffffffff ");
}

TEST_CASE("networks of IPv6 cross the middle of the address") {
    Bytes high(16, 0xff);
    high[0] = 0x20;
    CHECK(networks(address6(0x20, 0), high) == "20000000000000000000000000000000-20ffffffffffffffffffffffffffffff ");
    CHECK(networks(address6(0x20, 1), address6(0x20, 2)) ==
          "20000000000000000000000000000001-20000000000000000000000000000001 "
          "20000000000000000000000000000002-20000000000000000000000000000002 ");
}

TEST_CASE("every range of a small space is filled once, from low to high") {
    for (unsigned low = 0; low < 64; ++low) {
        for (unsigned high = low; high < 64; ++high) {
            unsigned next = low;
            for (Prefixes prefixes(rulec::big_endian(low, 1), rulec::big_endian(high, 1)); !prefixes.done();
                 prefixes.advance()) {
                const auto first = rulec::from_big_endian(prefixes.low()),
                           last = rulec::from_big_endian(prefixes.high());
                const auto size = last - first + 1;
                CHECK(first == next);
                CHECK((size & (size - 1)) == 0);
                CHECK(first % size == 0);
                next = static_cast<unsigned>(last) + 1;
            }
            CHECK(next == high + 1);
        }
    }
}
