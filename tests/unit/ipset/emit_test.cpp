// SPDX-License-Identifier: GPL-2.0-or-later
// Expectations from ipset(8); what ipset 7.17 makes of them on a kernel is tests/iptables/export.py.
#include "backend/ipset/emit.h"

#include <doctest/doctest.h>

using namespace rulec;
using namespace rulec::ipset;

namespace {

Set make(std::string_view type, Family family = Family::inet) {
    Set set;
    set.name = "s";
    set.type = find_type(type);
    set.family = family;
    for (const Part part : set.type->parts)
        set.elements.key_len += part_len(part, family);
    return set;
}

void add(Set& set, const Bytes& low, const Bytes& high) {
    set.elements.low += low;
    set.elements.high += high;
    ++set.elements.count;
}

std::string text_of(Set set) {
    Sets sets;
    sets.sets.push_back(std::move(set));
    return emit(sets).text;
}

} // namespace

TEST_CASE("networks, addresses and ranges that are no network") {
    Set set = make("hash:net");
    add(set, {10, 0, 0, 0}, {10, 255, 255, 255});
    add(set, {10, 0, 0, 1}, {10, 0, 0, 1});
    add(set, {0, 0, 0, 0}, {127, 255, 255, 255});
    add(set, {10, 0, 0, 1}, {10, 0, 0, 2});
    add(set, {10, 0, 0, 0}, {10, 0, 0, 254});
    CHECK(text_of(set) == "create s hash:net family inet\n"
                          "add s 10.0.0.0/8\n"
                          "add s 10.0.0.1\n"
                          "add s 0.0.0.0/1\n"
                          "add s 10.0.0.1-10.0.0.2\n"
                          "add s 10.0.0.0-10.0.0.254\n");
}

TEST_CASE("ports have their protocol, of ICMP type and code") {
    Set set = make("hash:ip,port");
    add(set, {10, 0, 0, 1, 6, 0, 80}, {10, 0, 0, 1, 6, 0, 90});
    add(set, {10, 0, 0, 1, 136, 1, 0}, {10, 0, 0, 1, 136, 1, 0});
    add(set, {10, 0, 0, 1, 1, 8, 0}, {10, 0, 0, 1, 1, 8, 0});
    add(set, {10, 0, 0, 1, 50, 0, 0}, {10, 0, 0, 1, 50, 0, 0});
    CHECK(text_of(set) == "create s hash:ip,port family inet\n"
                          "add s 10.0.0.1,tcp:80-90\n"
                          "add s 10.0.0.1,udplite:256\n"
                          "add s 10.0.0.1,icmp:8/0\n"
                          "add s 10.0.0.1,50:0\n");
}

TEST_CASE("IPv6, interfaces, and what elements have") {
    Set set = make("hash:net,iface", Family::inet6);
    set.timeout_s = 300;
    set.counters = set.comments = true;
    set.maxelem = 100000;
    set.hashsize = 2048;
    set.elements.names = {"eth0", "eth1"};
    Bytes low = {0x20, 0x01, 0x0d, 0xb8};
    low.resize(16, 0);
    Bytes high = low.substr(0, 4);
    high.resize(16, 0xff);
    add(set, low + Bytes{0, 0, 0, 1}, high + Bytes{0, 0, 0, 1});
    set.elements.extras.push_back(
        {.index = 0, .nomatch = true, .timeout_s = 7, .packets = 1, .bytes = 2, .comment = "a b"});
    CHECK(text_of(set) ==
          "create s hash:net,iface family inet6 hashsize 2048 maxelem 100000 timeout 300 counters comment\n"
          "add s 2001:db8::/32,eth1 timeout 7 packets 1 bytes 2 comment \"a b\" nomatch\n");
}

TEST_CASE("interfaces that begin so, and ports of bridges") {
    Set set = make("hash:net,iface");
    set.elements.names = {"eth"};
    add(set, {10, 0, 0, 0, 0, 0, 0, 0}, {10, 0, 0, 255, 0, 0, 0, 0});
    add(set, {10, 0, 1, 0, 0, 0, 0, 0}, {10, 0, 1, 255, 0, 0, 0, 0});
    set.elements.extras.resize(2);
    set.elements.extras[0].wildcard = true;
    set.elements.extras[1].index = 1;
    set.elements.extras[1].physdev = true;
    set.bitmask = {255, 0, 255, 0};
    CHECK(text_of(set) == "create s hash:net,iface family inet bitmask 255.0.255.0\n"
                          "add s 10.0.0.0/24,eth wildcard\n"
                          "add s 10.0.1.0/24,physdev:eth\n");
}

TEST_CASE("bitmaps have a range and no protocol, lists have sets") {
    Set ports = make("bitmap:port");
    ports.first = {0, 0, 0};
    ports.last = {0, 0xff, 0xff};
    add(ports, {0, 0, 80}, {0, 0, 90});
    CHECK(text_of(ports) == "create s bitmap:port range 0-65535\nadd s 80-90\n");

    Set addresses = make("bitmap:ip,mac");
    addresses.first = {10, 0, 0, 0};
    addresses.last = {10, 0, 0, 255};
    add(addresses, {10, 0, 0, 1, 0, 17, 34, 51, 68, 95}, {10, 0, 0, 1, 0, 17, 34, 51, 68, 95});
    CHECK(text_of(addresses) ==
          "create s bitmap:ip,mac range 10.0.0.0-10.0.0.255\nadd s 10.0.0.1,00:11:22:33:44:5F\n");

    Set list = make("list:set");
    list.list_size = 8;
    list.elements.names = {"a"};
    add(list, {0, 0, 0, 0}, {0, 0, 0, 0});
    CHECK(text_of(list) == "create s list:set size 8\nadd s a\n");
}

TEST_CASE("marks, and Ethernet addresses that have no family") {
    Set marks = make("hash:ip,mark");
    marks.markmask = 0xff;
    add(marks, {10, 0, 0, 1, 0, 0, 0, 5}, {10, 0, 0, 1, 0, 0, 0, 5});
    CHECK(text_of(marks) == "create s hash:ip,mark family inet markmask 0x000000ff\nadd s 10.0.0.1,0x00000005\n");
    CHECK(text_of(make("hash:mac")) == "create s hash:mac\n");
}

TEST_CASE("each line knows its source") {
    Set set = make("hash:ip");
    set.span = {FileId{0}, 1, 2};
    add(set, {10, 0, 0, 1}, {10, 0, 0, 1});
    add(set, {10, 0, 0, 2}, {10, 0, 0, 2});
    set.elements.spans = {{FileId{0}, 3, 4}, {FileId{0}, 5, 6}};
    Sets sets;
    sets.sets.push_back(set);
    const RestoreText text = emit(sets);
    REQUIRE(text.lines.size() == 3);
    CHECK(text.lines[0] == set.span);
    CHECK(text.lines[2] == set.elements.spans[1]);
}
