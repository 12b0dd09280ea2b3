// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/catalog/value_of.h"

#include <doctest/doctest.h>

using namespace rulec::catalog;
using enum LiteralForm;

namespace {
struct Case {
    LiteralForm form;
    std::string_view text;
    std::string_view value;
};
} // namespace

TEST_CASE("IPv4 addresses") {
    const Case cases[] = {
        {address4, "1.2.3.4", "01020304"},     {address4, "255.255.255.255", "ffffffff"},
        {address4, "01.2.3.4", "01020304"},    {address4, "010.1.2.3", "08010203"}, // octal, as the resolver reads it
        {string, "1.2.3.4", "01020304"},       {string, "0x0a.1.2.3", "0a010203"},
        {string, "10.1", "0a000001"},          {number, "10", "0000000a"},
        {hex, "0x0a000001", "0a000001"},       {address4, "1.2.3.256", "!malformed"},
        {address4, "1.2.3.4.5", "!malformed"}, {address4, "1.2..4", "!malformed"},
        {address4, "", "!malformed"},          {number, "4294967296", "!range"},
        {word, "localhost", "!malformed"},     {address6, "::1", "!type"},
        {mac, "01:02:03:04:05:06", "!type"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.text);
        CHECK(value_of(TypeId::ipv4_addr, c.form, c.text) == c.value);
    }
}

TEST_CASE("IPv6 addresses") {
    const Case cases[] = {
        {address6, "::", "00000000000000000000000000000000"},
        {address6, "::1", "00000000000000000000000000000001"},
        {address6, "1:2:3:4:5:6:7:8", "00010002000300040005000600070008"},
        {address6, "FE80::A", "fe80000000000000000000000000000a"},
        {address6, "1:2:3:4:5:6:7::", "00010002000300040005000600070000"},
        {address6, "::2:3:4:5:6:7:8", "00000002000300040005000600070008"},
        {address6, "2001:db8::1:0:0:1", "20010db8000000000001000000000001"},
        {address6, "::ffff:1.2.3.4", "00000000000000000000ffff01020304"},
        {address6, "::1.2.3.4", "00000000000000000000000001020304"},
        {address6, "1:2:3:4:5:6:1.2.3.4", "00010002000300040005000601020304"},
        {address6, "[::1]", "00000000000000000000000000000001"},
        {string, "::1", "00000000000000000000000000000001"},
        {address6, "1::2::3", "!malformed"},
        {address6, "1:2:3:4:5:6:7:8:9", "!malformed"},
        {address6, "1:2:3:4:5:6:7", "!malformed"},
        {address6, "1:2:3:4::5:6:7:8", "!malformed"},
        {address6, "12345::", "!malformed"},
        {address6, ":::", "!malformed"},
        {address6, "1:", "!malformed"},
        {address6, ":1", "!malformed"},
        {address6, "1::2:", "!malformed"},
        {address6, "::1.2.3", "!malformed"},
        {address6, "::1.2.3.4:5", "!malformed"},
        {address6, "1:2:3:4:5:6:7:1.2.3.4", "!malformed"},
        {address6, "fe80::g", "!malformed"},
        {word, "localhost", "!malformed"},
        {address4, "1.2.3.4", "!type"},
        {number, "1", "!type"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.text);
        CHECK(value_of(TypeId::ipv6_addr, c.form, c.text) == c.value);
    }
}

TEST_CASE("Ethernet addresses") {
    const Case cases[] = {
        {mac, "01:02:03:04:05:06", "010203040506"},
        {mac, "AA:bb:cc:dd:ee:ff", "aabbccddeeff"},
        {mac, "1:2:3:4:5:6", "010203040506"},
        {word, "aa-bb-cc-dd-ee-ff", "aabbccddeeff"},
        {string, "1:2:3:4:5", "000102030405"},
        {number, "10", "000000000010"}, // a group of hex digits, not a number
        {mac, "1:2:3:4:5:6:7", "!malformed"},
        {mac, "1:2:3:4:5:100", "!malformed"},
        {mac, "1:2:3:4:5:", "!malformed"},
        {word, "eth0", "!malformed"},
        {hex, "0x112233445566", "!malformed"},
        {address4, "1.2.3.4", "!type"},
        {address6, "fe80::1", "!type"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.text);
        CHECK(value_of(TypeId::ether_addr, c.form, c.text) == c.value);
    }
}
