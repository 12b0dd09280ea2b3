// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/lower/ir_samples.h"

#include <doctest/doctest.h>

using namespace rulec;
using namespace rulec::samples;

namespace {

// meta mark set VALUE: how a value itself comes to a register.
std::string loaded(Value value) {
    model::Assign assign{};
    assign.target = std::get<model::FieldLoad>(field("meta", "mark").node);
    assign.bit_len = 32;
    assign.order = catalog::ByteOrder::host;
    assign.value = std::move(value);
    const std::string text = rule(ir::Action(assign));
    return text.substr(0, text.find("[ meta set"));
}

} // namespace

TEST_CASE("a field of whole octets is one load") {
    CHECK(loaded(field("tcp", "sequence")) == "[ payload load 4b @ transport header + 4 => reg 1 ]\n");
}

TEST_CASE("bits at the end of an octet are masked, others shifted too") {
    CHECK(loaded(field("ip", "hdrlength")) == "[ payload load 1b @ network header + 0 => reg 1 ]\n"
                                              "[ bitwise reg 1 = ( reg 1 & 0x0f ) ^ 0x00 ]\n");
    CHECK(loaded(field("tcp", "doff")) == "[ payload load 1b @ transport header + 12 => reg 1 ]\n"
                                          "[ bitwise reg 1 = ( reg 1 & 0xf0 ) ^ 0x00 ]\n"
                                          "[ bitwise reg 1 = ( reg 1 >> 4 ) ]\n");
}

TEST_CASE("a field over two octets is shifted as nft does") {
    CHECK(loaded(field("frag", "frag-off")) == "[ exthdr load ipv6 2b @ 44 + 2 => reg 1 ]\n"
                                               "[ bitwise reg 1 = ( reg 1 & 0xfff8 ) ^ 0x0000 ]\n"
                                               "[ bitwise reg 1 = ( reg 1 >> 3 ) ]\n");
}

TEST_CASE("fields of a vlan tag lie behind the Ethernet header") {
    Value id = field("vlan", "id");
    CHECK(loaded(id) == "[ payload load 2b @ link header + 14 => reg 1 ]\n"
                        "[ bitwise reg 1 = ( reg 1 & 0x0fff ) ^ 0x0000 ]\n");
    std::get<model::FieldLoad>(id.node).vlan_depth = 1;
    CHECK(loaded(id).substr(0, 50) == "[ payload load 2b @ link header + 18 => reg 1 ]\n[ ");
}

TEST_CASE("masks and constants take the byte order of the register") {
    CHECK(loaded(masked(field("ct", "mark"), 0xff, 3)) ==
          "[ ct load mark => reg 1 ]\n[ bitwise reg 1 = ( reg 1 & 0xff000000 ) ^ 0x03000000 ]\n");
    CHECK(loaded(constant(field("meta", "mark"), 0x10)) == "[ immediate reg 1 0x10000000 ]\n");
}

TEST_CASE("masks of masks are one operation") {
    CHECK(loaded(masked(masked(field("ct", "mark"), 0xfffffffc, 3), 0xf1)) ==
          "[ ct load mark => reg 1 ]\n[ bitwise reg 1 = ( reg 1 & 0xf0000000 ) ^ 0x01000000 ]\n");
}

TEST_CASE("shifts work on the machine's byte order") {
    CHECK(loaded(shifted(field("ct", "mark"), false, 8)) ==
          "[ ct load mark => reg 1 ]\n[ bitwise reg 1 = ( reg 1 >> 8 ) ]\n");
    Value doubled = shifted(field("ip", "id"), true, 1);
    doubled.order = catalog::ByteOrder::host;
    CHECK(loaded(doubled) == "[ payload load 2b @ network header + 4 => reg 1 ]\n"
                             "[ byteorder reg 1 = ntoh(reg 1, 2, 2) ]\n"
                             "[ bitwise reg 1 = ( reg 1 << 1 ) ]\n");
}

TEST_CASE("the key of a hash has registers of its own, one word a part") {
    Value hash = field("meta", "mark");
    hash.node = model::Hash{concat({field("ip", "saddr"), field("ip", "daddr")}), 2, 0xdead, 3};
    CHECK(loaded(hash) == "[ payload load 4b @ network header + 12 => reg 2 ]\n"
                          "[ payload load 4b @ network header + 16 => reg 13 ]\n"
                          "[ hash reg 1 = jhash(reg 2, 8, 0xdead) % mod 2 offset 3 ]\n");
}

TEST_CASE("options and chunks are loaded by exthdr") {
    CHECK(loaded(field("maxseg", "size")) == "[ exthdr load tcpopt 2b @ 2 + 2 => reg 1 ]\n");
    CHECK(loaded(field("frag", "id")) == "[ exthdr load ipv6 4b @ 44 + 4 => reg 1 ]\n");
    Value second = field("rt0", "addr");
    std::get<model::FieldLoad>(second.node).list_index = 2;
    CHECK(loaded(second) == "[ exthdr load ipv6 16b @ 43 + 24 => reg 1 ]\n");
}

TEST_CASE("kernel keys") {
    Value address = field("ct", "ip saddr");
    std::get<model::FieldLoad>(address.node).ct_direction = 1;
    CHECK(loaded(address) == "[ ct load src_ip => reg 1 , dir reply ]\n");
    CHECK(loaded(field("rt", "mtu")) == "[ rt load tcpmss => reg 1 ]\n");
    Value fib = field("fib", "oif");
    std::get<model::FieldLoad>(fib.node).fib_flags = 1 | 8;
    CHECK(loaded(fib) == "[ fib saddr . iif oif => reg 1 ]\n");
}

TEST_CASE("a map's answer replaces its key") {
    model::Set map = set_of(field("ip", "saddr"), {{0x01010101, 0x01010101}}, false);
    map.data_kind = model::SetData::value;
    map.data = {part_like(field("meta", "mark"))};
    map.elements.data_len = 4;
    map.elements.data = hex("00000005");
    model::Assign assign{};
    assign.target = std::get<model::FieldLoad>(field("meta", "mark").node);
    assign.bit_len = 32;
    assign.order = catalog::ByteOrder::host;
    assign.value = map_get(field("ip", "saddr"), 0, field("meta", "mark"));
    CHECK(rule(ir::Action(assign), {map}) == "[ payload load 4b @ network header + 12 => reg 1 ]\n"
                                             "[ lookup reg 1 set __map0 dreg 1 0x0 ]\n"
                                             "[ meta set mark with reg 1 ]\n");
}
