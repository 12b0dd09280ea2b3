// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/lower/ir_samples.h"

#include <doctest/doctest.h>

using namespace rulec;
using namespace rulec::samples;
using model::NatKind;

namespace {

constexpr std::uint8_t kIpv4 = 2, kIpv6 = 10;

Value address(std::uint64_t number) {
    return constant(field("ip", "saddr"), number);
}
Value port(std::uint64_t number) {
    return constant(field("tcp", "dport"), number);
}

model::Nat nat(NatKind kind) {
    model::Nat nat{};
    nat.kind = kind;
    nat.family = kIpv4;
    return nat;
}

} // namespace

TEST_CASE("parts of a translation have a register each") {
    model::Nat dnat = nat(NatKind::dnat);
    dnat.address_low = address(0x01010101);
    CHECK(rule(ir::Action(dnat)) == "[ immediate reg 1 0x01010101 ]\n[ nat dnat ip addr_min reg 1 ]\n");
    dnat.address_high = address(0x01010102);
    dnat.port_low = port(80);
    dnat.port_high = port(90);
    CHECK(rule(ir::Action(dnat)) ==
          "[ immediate reg 1 0x01010101 ]\n[ immediate reg 2 0x01010102 ]\n"
          "[ immediate reg 3 0x0050 ]\n[ immediate reg 4 0x005a ]\n"
          "[ nat dnat ip addr_min reg 1 addr_max reg 2 proto_min reg 3 proto_max reg 4 flags 0x2 ]\n");
}

TEST_CASE("redirect and masquerade translate ports only") {
    model::Nat redirect = nat(NatKind::redirect);
    redirect.port_low = port(8080);
    CHECK(rule(ir::Action(redirect)) == "[ immediate reg 1 0x1f90 ]\n[ redir proto_min reg 1 flags 0x2 ]\n");
    model::Nat masquerade = nat(NatKind::masquerade);
    masquerade.flags = 12;
    CHECK(rule(ir::Action(masquerade)) == "[ masq flags 0xc ]\n");
}

TEST_CASE("a map's data lies word by word") {
    model::Nat dnat = nat(NatKind::dnat);
    model::Set map{};
    map.name = "m";
    map.key = {part_like(field("ip", "saddr"))};
    map.elements.key_len = 4;
    dnat.from_map = map_get(field("ip", "saddr"), 0, concat({field("ip", "saddr"), field("tcp", "dport")}));
    dnat.map_gives_port = true;
    const std::string lookup =
        "[ payload load 4b @ network header + 12 => reg 1 ]\n[ lookup reg 1 set m dreg 1 0x0 ]\n";
    CHECK(rule(ir::Action(dnat), {map}) == lookup + "[ nat dnat ip addr_min reg 1 proto_min reg 9 ]\n");
    dnat.map_gives_range = true;
    CHECK(rule(ir::Action(dnat), {map}) ==
          lookup + "[ nat dnat ip addr_min reg 1 addr_max reg 10 proto_min reg 9 proto_max reg 11 ]\n");
    dnat.family = kIpv6;
    CHECK(rule(ir::Action(dnat), {map}) ==
          lookup + "[ nat dnat ip6 addr_min reg 1 addr_max reg 13 proto_min reg 2 proto_max reg 17 ]\n");
}

TEST_CASE("dup names the address first, fwd the device") {
    const Value device = constant(field("meta", "iif"), 1);
    CHECK(rule(ir::Action(model::Dup{address(0xc0a80201), device})) ==
          "[ immediate reg 1 0xc0a80201 ]\n[ immediate reg 2 0x01000000 ]\n[ dup sreg_addr 1 sreg_dev 2 ]\n");
    CHECK(
        rule(ir::Action(model::Fwd{device, address(0x01020304), kIpv4})) ==
        "[ immediate reg 1 0x01000000 ]\n[ immediate reg 2 0x01020304 ]\n[ fwd sreg_dev 1 sreg_addr 2 nfproto 2 ]\n");
    CHECK(rule(ir::Action(model::Tproxy{0, std::nullopt, port(50080)})) ==
          "[ immediate reg 1 0xc3a0 ]\n[ tproxy port reg 1 ]\n");
}
