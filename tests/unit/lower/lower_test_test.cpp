// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/lower/ir_samples.h"

#include <doctest/doctest.h>

using namespace rulec;
using namespace rulec::samples;
using ir::CompareOp;

TEST_CASE("equality takes the byte order of the register") {
    CHECK(rule(equal(field("tcp", "dport"), 22)) == "[ payload load 2b @ transport header + 2 => reg 1 ]\n"
                                                    "[ cmp eq reg 1 0x0016 ]\n");
    CHECK(rule(compare(field("meta", "mark"), CompareOp::ne, 0x10)) ==
          "[ meta load mark => reg 1 ]\n[ cmp neq reg 1 0x10000000 ]\n");
}

TEST_CASE("a comparison for size turns numbers of the machine's order") {
    CHECK(rule(compare(field("meta", "mark"), CompareOp::gt, 4)) == "[ meta load mark => reg 1 ]\n"
                                                                    "[ byteorder reg 1 = hton(reg 1, 4, 4) ]\n"
                                                                    "[ cmp gt reg 1 0x00000004 ]\n");
    CHECK(rule(compare(field("meta", "l4proto"), CompareOp::le, 4)) ==
          "[ meta load l4proto => reg 1 ]\n[ cmp lte reg 1 0x04 ]\n");
}

TEST_CASE("ranges are two comparisons, their opposite is one instruction") {
    CHECK(rule(range(field("tcp", "dport"), 1, 9)) == "[ payload load 2b @ transport header + 2 => reg 1 ]\n"
                                                      "[ cmp gte reg 1 0x0001 ]\n[ cmp lte reg 1 0x0009 ]\n");
    CHECK(rule(range(field("meta", "cpu"), 1, 2, true)) == "[ meta load cpu => reg 1 ]\n"
                                                           "[ byteorder reg 1 = hton(reg 1, 4, 4) ]\n"
                                                           "[ range neq reg 1 0x00000001 0x00000002 ]\n");
}

TEST_CASE("bits of an octet are compared where they lie") {
    CHECK(rule(equal(field("ip", "dscp"), 8)) == "[ payload load 1b @ network header + 1 => reg 1 ]\n"
                                                 "[ bitwise reg 1 = ( reg 1 & 0xfc ) ^ 0x00 ]\n"
                                                 "[ cmp eq reg 1 0x20 ]\n");
    CHECK(rule(equal(field("ip6", "dscp"), 8)) == "[ payload load 2b @ network header + 0 => reg 1 ]\n"
                                                  "[ bitwise reg 1 = ( reg 1 & 0x0fc0 ) ^ 0x0000 ]\n"
                                                  "[ cmp eq reg 1 0x0200 ]\n");
}

TEST_CASE("a masked field of some bits keeps one mask if it needs no shift") {
    CHECK(rule(equal(masked(field("ip6", "flowlabel"), 5), 1)) ==
          "[ payload load 3b @ network header + 1 => reg 1 ]\n"
          "[ bitwise reg 1 = ( reg 1 & 0x000005 ) ^ 0x000000 ]\n"
          "[ cmp eq reg 1 0x000001 ]\n");
    CHECK(rule(equal(masked(field("ip", "dscp"), 3), 1)) == "[ payload load 1b @ network header + 1 => reg 1 ]\n"
                                                            "[ bitwise reg 1 = ( reg 1 & 0xfc ) ^ 0x00 ]\n"
                                                            "[ bitwise reg 1 = ( reg 1 >> 2 ) ]\n"
                                                            "[ bitwise reg 1 = ( reg 1 & 0x03 ) ^ 0x00 ]\n"
                                                            "[ cmp eq reg 1 0x01 ]\n");
}

TEST_CASE("xor moves to the constant") {
    CHECK(rule(equal(masked(field("meta", "mark"), 0xffffffff, 3), 1)) ==
          "[ meta load mark => reg 1 ]\n[ cmp eq reg 1 0x02000000 ]\n");
    CHECK(rule(equal(masked(field("meta", "mark"), 0xfffffffc, 3), 1)) ==
          "[ meta load mark => reg 1 ]\n[ bitwise reg 1 = ( reg 1 & 0xfcffffff ) ^ 0x03000000 ]\n"
          "[ cmp eq reg 1 0x01000000 ]\n");
}

TEST_CASE("a mask that keeps everything stays, since it was written") {
    CHECK(rule(equal(masked(field("tcp", "flags"), 0xff), 0xff)) ==
          "[ payload load 1b @ transport header + 13 => reg 1 ]\n"
          "[ bitwise reg 1 = ( reg 1 & 0xff ) ^ 0x00 ]\n"
          "[ cmp eq reg 1 0xff ]\n");
}

TEST_CASE("a prefix of whole octets loads no more of the packet") {
    CHECK(rule(prefix(field("ip", "saddr"), hex("c0a80200"), 24)) ==
          "[ payload load 3b @ network header + 12 => reg 1 ]\n[ cmp eq reg 1 0xc0a802 ]\n");
    CHECK(rule(prefix(field("ct", "ip saddr"), hex("c0a80200"), 24, true)) ==
          "[ ct load src_ip => reg 1 ]\n[ cmp neq reg 1 0xc0a802 ]\n");
}

TEST_CASE("other prefixes are masked") {
    CHECK(rule(prefix(field("ip", "saddr"), hex("01020000"), 12)) ==
          "[ payload load 4b @ network header + 12 => reg 1 ]\n"
          "[ bitwise reg 1 = ( reg 1 & 0xfff00000 ) ^ 0x00000000 ]\n[ cmp eq reg 1 0x01020000 ]\n");
    CHECK(rule(prefix(field("ip", "daddr"), hex("00000000"), 0)) ==
          "[ payload load 4b @ network header + 16 => reg 1 ]\n"
          "[ bitwise reg 1 = ( reg 1 & 0x00000000 ) ^ 0x00000000 ]\n[ cmp eq reg 1 0x00000000 ]\n");
    CHECK(rule(prefix(field("meta", "mark"), hex("ffffff00"), 24)) ==
          "[ meta load mark => reg 1 ]\n"
          "[ bitwise reg 1 = ( reg 1 & 0x00ffffff ) ^ 0x00000000 ]\n[ cmp eq reg 1 0x00ffffff ]\n");
}

TEST_CASE("the beginning of an interface's name is a short comparison") {
    const Value name = field("meta", "iifname");
    CHECK(rule(prefix(name, text(name, "eth"), 24)) == "[ meta load iifname => reg 1 ]\n[ cmp eq reg 1 0x657468 ]\n");
}

TEST_CASE("any of some bits") {
    CHECK(rule(any_bit(field("ct", "state"), 10)) == "[ ct load state => reg 1 ]\n"
                                                     "[ bitwise reg 1 = ( reg 1 & 0x0a000000 ) ^ 0x00000000 ]\n"
                                                     "[ cmp neq reg 1 0x00000000 ]\n");
    CHECK(rule(any_bit(field("tcp", "flags"), 2, true)) == "[ payload load 1b @ transport header + 13 => reg 1 ]\n"
                                                           "[ bitwise reg 1 = ( reg 1 & 0x02 ) ^ 0x00 ]\n"
                                                           "[ cmp eq reg 1 0x00 ]\n");
}

TEST_CASE("presence of a header is an octet, of a route four") {
    CHECK(rule(equal(presence(catalog::HeaderKind::exthdr, "frag"), 1)) ==
          "[ exthdr load ipv6 1b @ 44 + 0 present => reg 1 ]\n[ cmp eq reg 1 0x01 ]\n");
    Value fib = field("fib", "oif");
    std::get<model::FieldLoad>(fib.node).presence = true;
    std::get<model::FieldLoad>(fib.node).fib_flags = 1;
    fib.type = &catalog::type(catalog::TypeId::boolean);
    fib.bit_len = 1;
    fib.order = catalog::ByteOrder::none;
    CHECK(rule(equal(fib, 1)) == "[ fib saddr oif present => reg 1 ]\n[ cmp eq reg 1 0x01000000 ]\n");
}

TEST_CASE("lookups in sets of single keys need no turning, in intervals they do") {
    const Value mark = field("meta", "mark");
    CHECK(rule(in_set(mark, 0), {set_of(mark, {{5, 5}, {7, 7}}, false)}) ==
          "[ meta load mark => reg 1 ]\n[ lookup reg 1 set __set0 0x0 ]\n");
    CHECK(rule(in_set(mark, 0, true), {set_of(mark, {{5, 6}}, true)}) == "[ meta load mark => reg 1 ]\n"
                                                                         "[ byteorder reg 1 = hton(reg 1, 4, 4) ]\n"
                                                                         "[ lookup reg 1 set __set0 0x1 ]\n");
}

TEST_CASE("parts of a concatenation lie in words one behind the other") {
    const Value key = concat({field("meta", "iifname"), field("ip", "saddr"), field("meta", "mark")});
    model::Set set{};
    set.name = "s";
    set.is_interval = true;
    for (const Value& part : std::get<model::Concat>(key.node).parts)
        set.key.push_back(part_like(part));
    set.elements.key_len = 24;
    CHECK(rule(in_set(key, 0), {set}) == "[ meta load iifname => reg 1 ]\n"
                                         "[ payload load 4b @ network header + 12 => reg 2 ]\n"
                                         "[ meta load mark => reg 13 ]\n"
                                         "[ byteorder reg 13 = hton(reg 13, 4, 4) ]\n"
                                         "[ lookup reg 1 set s 0x0 ]\n");
}
