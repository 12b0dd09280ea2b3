// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/catalog/value_of.h"

#include <doctest/doctest.h>

using namespace rulec::catalog;
using enum LiteralForm;

namespace {
struct Case {
    TypeId type;
    std::uint32_t bit_len;
    LiteralForm form;
    std::string_view text;
    std::string_view value;
};
using T = TypeId;

void check(std::span<const Case> cases) {
    for (const Case& c : cases) {
        CAPTURE(type(c.type).name);
        CAPTURE(c.text);
        CHECK(value_of(c.type, c.bit_len, c.form, c.text) == c.value);
    }
}

ValueError error_of(TypeId id, LiteralForm form, std::string_view text) {
    return std::get<ValueError>(parse_value(type(id), type(id).bit_len, form, text));
}
} // namespace

TEST_CASE("numbers are decimal, hex or octal, and fit the field") {
    CHECK(parse_number("16") == 16);
    CHECK(parse_number("0x10") == 16);
    CHECK(parse_number("0X10") == 16);
    CHECK(parse_number("020") == 16);
    CHECK(parse_number("0") == 0);
    CHECK(parse_number("18446744073709551615") == ~std::uint64_t{0});
    for (const char* bad : {"", "0x", "08", "1a", "-1", "+1", " 1", "1 ", "18446744073709551616"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_number(bad));
    }

    const Case cases[] = {
        {T::mark, 32, number, "16", "00000010"},
        {T::mark, 32, hex, "0x10", "00000010"},
        {T::mark, 32, number, "010", "00000008"},
        {T::mark, 32, string, "16", "00000010"},
        {T::mark, 32, number, "4294967295", "ffffffff"},
        {T::mark, 32, number, "4294967296", "!range"},
        {T::mark, 32, number, "08", "!malformed"},
        {T::mark, 32, word, "ssh", "!malformed"},
        {T::mark, 32, duration, "5s", "!type"},
        {T::mark, 32, address4, "1.2.3.4", "!type"},
        {T::integer, 4, number, "15", "0f"},
        {T::integer, 4, number, "16", "!range"},
        {T::integer, 12, hex, "0xfff", "0fff"},
        {T::integer, 12, hex, "0x1000", "!range"},
        {T::integer, 20, hex, "0xfffff", "0fffff"},
        {T::integer, 1, number, "2", "!range"},
        {T::integer, 64, number, "18446744073709551616", "!range"},
        {T::integer, 128, hex, "0x20010db8000000000000000000000001", "20010db8000000000000000000000001"},
        {T::integer, 128, number, "12345678901234567890123", "000000000000029d42b64e76714244cb"},
        {T::realm, 32, word, "cosmos", "00000000"},
        {T::devgroup, 32, string, "default", "00000000"},
        {T::iface_type, 16, number, "65536", "!range"},
    };
    check(cases);
}

TEST_CASE("ports and protocols") {
    const Case cases[] = {
        {T::inet_service, 16, number, "22", "0016"},     {T::inet_service, 16, hex, "0x16", "0016"},
        {T::inet_service, 16, number, "022", "0012"},    {T::inet_service, 16, number, "08", "0008"},
        {T::inet_service, 16, word, "ssh", "0016"},      {T::inet_service, 16, string, "ssh", "0016"},
        {T::inet_service, 16, string, "22", "0016"},     {T::inet_service, 16, number, "65536", "!range"},
        {T::inet_service, 16, word, "SSH", "!unknown"},  {T::inet_service, 16, string, "", "!unknown"},
        {T::inet_service, 16, address6, "::1", "!type"}, {T::inet_proto, 8, word, "tcp", "06"},
        {T::inet_proto, 8, word, "TCP", "06"},           {T::inet_proto, 8, word, "ipv6-icmp", "3a"},
        {T::inet_proto, 8, string, "0x6", "06"},         {T::inet_proto, 8, number, "255", "ff"},
        {T::inet_proto, 8, number, "256", "!range"},     {T::inet_proto, 8, word, "tpc", "!unknown"},
    };
    check(cases);
}

TEST_CASE("symbols, their numbers and their limits") {
    const Case cases[] = {
        {T::icmp_type, 8, word, "echo-request", "08"},
        {T::icmp_type, 8, string, "echo-request", "08"},
        {T::icmp_type, 8, number, "255", "ff"},
        {T::icmp_type, 8, number, "256", "!range"},
        {T::icmp_type, 8, word, "Echo-request", "!unknown"},
        {T::icmpv6_type, 8, word, "mld-listener-reduction", "84"},
        {T::tcp_flag, 8, word, "syn", "02"},
        {T::tcp_flag, 8, hex, "0x12", "12"},
        {T::tcp_flag, 8, word, "SYN", "!unknown"},
        {T::dscp, 6, word, "af11", "0a"},
        {T::dscp, 6, word, "ef", "2e"},
        {T::dscp, 6, number, "63", "3f"},
        {T::dscp, 6, number, "64", "!range"},
        {T::dscp, 6, word, "CS1", "!unknown"},
        {T::ecn, 2, word, "ce", "03"},
        {T::ecn, 2, number, "4", "!range"},
        {T::ct_state, 32, word, "established", "00000002"},
        {T::ct_state, 32, word, "NEW", "!unknown"},
        {T::ct_status, 32, word, "dnat", "00000020"},
        {T::ether_type, 16, word, "8021q", "8100"},
        {T::ether_type, 16, number, "65536", "!range"},
        {T::nf_proto, 8, word, "ipv6", "0a"},
        {T::nf_proto, 8, word, "ip", "!unknown"},
        {T::pkt_type, 8, word, "unicast", "00"},
        {T::fib_addrtype, 32, word, "local", "00000002"},
        {T::boolean, 8, word, "exists", "01"},
        {T::boolean, 8, word, "missing", "00"},
        {T::boolean, 8, number, "2", "02"},
        {T::boolean, 1, number, "2", "!range"},
        {T::boolean, 8, word, "true", "!unknown"},
    };
    check(cases);
}

TEST_CASE("classes of traffic") {
    const Case cases[] = {
        {T::classid, 32, word, "1:2", "00010002"},         {T::classid, 32, word, "ff:10", "00ff0010"},
        {T::classid, 32, string, "ffff:ffff", "ffffffff"}, {T::classid, 32, word, "root", "ffffffff"},
        {T::classid, 32, word, "none", "00000000"},        {T::classid, 32, number, "1", "00000001"},
        {T::classid, 32, word, "10000:1", "!malformed"},   {T::classid, 32, word, "1:", "!malformed"},
        {T::classid, 32, word, ":1", "!malformed"},        {T::classid, 32, word, "high", "!unknown"},
    };
    check(cases);
}

TEST_CASE("a label is the number of a bit") {
    CHECK(value_of(T::ct_label, number, "0") == "00000000000000000000000000000001");
    CHECK(value_of(T::ct_label, hex, "0x10") == "00000000000000000000000000010000");
    CHECK(value_of(T::ct_label, number, "127") == "80000000000000000000000000000000");
    CHECK(value_of(T::ct_label, number, "128") == "!range");
    CHECK(value_of(T::ct_label, word, "green") == "!unknown");
}

TEST_CASE("names of interfaces are padded, and end before the terminator") {
    CHECK(value_of(T::ifname, string, "lo") == "6c6f0000000000000000000000000000");
    CHECK(value_of(T::ifname, word, "eth0.1") == "657468302e3100000000000000000000");
    CHECK(value_of(T::ifname, number, "1") == "31000000000000000000000000000000");
    CHECK(value_of(T::ifname, string, "abcdefghijklmno") == "6162636465666768696a6b6c6d6e6f00");
    CHECK(value_of(T::ifname, string, "abcdefghijklmnop") == "!range");
    CHECK(value_of(T::ifname, string, "") == "!malformed");
    CHECK(value_of(T::ifname, string, "e*") == "652a0000000000000000000000000000"); // wildcards are the caller's
    CHECK(value_of(T::string, 128, word, "ftp") == "66747000000000000000000000000000");
}

TEST_CASE("what only the host knows") {
    const Case cases[] = {
        {T::iface_index, 32, string, "lo", "?interface lo"},
        {T::iface_index, 32, word, "eth0", "?interface eth0"},
        {T::iface_index, 32, number, "1", "00000001"},
        {T::iface_index, 32, number, "4294967296", "!range"},
        {T::iface_index, 32, string, "abcdefghijklmnop", "!range"},
        {T::iface_index, 32, string, "", "!malformed"},
        {T::iface_index, 32, address4, "1.2.3.4", "!type"},
        {T::uid, 32, word, "root", "?user root"},
        {T::uid, 32, number, "010", "00000008"},
        {T::uid, 32, string, "010", "0000000a"},
        {T::uid, 32, number, "4294967296", "!range"},
        {T::gid, 32, string, "wheel", "?group wheel"},
        {T::cgroupsv2, 64, string, "user.slice", "?cgroup user.slice"},
        {T::verdict, 0, word, "accept", "!type"},
    };
    check(cases);
}

TEST_CASE("an error says what is wrong, and suggests the nearest symbol") {
    CHECK(error_of(T::icmp_type, word, "echo-requst").what == "`echo-requst` is no known ICMP type");
    CHECK(error_of(T::icmp_type, word, "echo-requst").suggestion == "echo-request");
    CHECK(error_of(T::inet_service, word, "htttps").suggestion == "https");
    CHECK(error_of(T::inet_proto, word, "scpt").suggestion == "sctp");
    CHECK(error_of(T::ct_state, word, "ESTABLISHED").suggestion == "established");
    CHECK(error_of(T::inet_service, number, "65536").what == "65536 does not fit 16 bits (0-65535)");
    CHECK(error_of(T::ipv4_addr, address6, "::1").what == "`::1` is an IPv6 address, not an IPv4 address");
    CHECK(error_of(T::ipv4_addr, word, "localhost").what == "`localhost` is not an IPv4 address");
    CHECK(error_of(T::ct_label, number, "128").what == "there is no bit 128 (0-127)");
}
