// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/support/bytes.h"

#include <doctest/doctest.h>

using namespace rulec;

TEST_CASE("numbers survive the way to octets and back") {
    CHECK(to_hex(big_endian(0x1234, 4)) == "00001234");
    CHECK(to_hex(big_endian(0x123456, 2)) == "3456");
    CHECK(from_big_endian(big_endian(0xdeadbeef, 8)) == 0xdeadbeef);
    CHECK(to_hex(reversed(big_endian(0x0102, 2))) == "0201");
}

TEST_CASE("increment and decrement carry, and say when they wrap") {
    Bytes bytes = big_endian(0x00ff, 2);
    CHECK(increment(bytes));
    CHECK(to_hex(bytes) == "0100");
    CHECK(decrement(bytes));
    CHECK(to_hex(bytes) == "00ff");
    bytes = big_endian(0xffff, 2);
    CHECK_FALSE(increment(bytes));
    CHECK(to_hex(bytes) == "0000");
    CHECK_FALSE(decrement(bytes));
}

TEST_CASE("masks count bits from the end they are named after") {
    CHECK(to_hex(prefix_mask(9, 4)) == "ff800000");
    CHECK(to_hex(prefix_mask(0, 2)) == "0000");
    CHECK(to_hex(low_bits(9, 4)) == "000001ff");
    CHECK(to_hex(prefix_mask(128, 16)) == std::string(32, 'f'));
}

TEST_CASE("shifts work across octets and lose what leaves") {
    CHECK(to_hex(shift_left(big_endian(0x0180, 2), 1)) == "0300");
    CHECK(to_hex(shift_left(big_endian(0x8001, 2), 4)) == "0010");
    CHECK(to_hex(shift_right(big_endian(0x0180, 2), 7)) == "0003");
    CHECK(to_hex(shift_right(big_endian(0x0180, 2), 16)) == "0000");
}
