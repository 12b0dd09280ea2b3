// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/lower/ir_samples.h"

#include <doctest/doctest.h>

using namespace rulec;
using namespace rulec::samples;

namespace {

std::string assigned(const Value& target, Value value) {
    model::Assign assign{};
    if (const auto* raw_load = std::get_if<model::RawLoad>(&target.node)) {
        assign.raw_target = *raw_load;
    } else {
        assign.target = std::get<model::FieldLoad>(target.node);
    }
    assign.bit_len = target.bit_len;
    assign.order = target.order;
    assign.value = std::move(value);
    return rule(ir::Action(assign));
}
std::string assigned(const Value& target, std::uint64_t number) {
    return assigned(target, constant(target, number));
}

} // namespace

TEST_CASE("kernel keys are set from a register") {
    CHECK(assigned(field("meta", "priority"), 0x10002) ==
          "[ immediate reg 1 0x02000100 ]\n[ meta set priority with reg 1 ]\n");
    Value zone = field("ct", "zone");
    std::get<model::FieldLoad>(zone.node).ct_direction = 0;
    CHECK(assigned(zone, 5) == "[ immediate reg 1 0x0500 ]\n[ ct set zone with reg 1 , dir original ]\n");
}

TEST_CASE("addresses are in the checksum of the header and in the pseudo header") {
    CHECK(assigned(field("ip", "daddr"), 0x7f000001) ==
          "[ immediate reg 1 0x7f000001 ]\n"
          "[ payload write reg 1 => 4b @ network header + 16 csum_type 1 csum_off 10 csum_flags 0x1 ]\n");
    CHECK(assigned(field("ip6", "hoplimit"), 5) ==
          "[ immediate reg 1 0x05 ]\n"
          "[ payload write reg 1 => 1b @ network header + 7 csum_type 0 csum_off 0 csum_flags 0x0 ]\n");
}

TEST_CASE("a checksum is updated by words, so an octet is written with its neighbour") {
    CHECK(assigned(field("ip", "ttl"), 23) ==
          "[ payload load 2b @ network header + 8 => reg 1 ]\n"
          "[ bitwise reg 1 = ( reg 1 & 0x00ff ) ^ 0x1700 ]\n"
          "[ payload write reg 1 => 2b @ network header + 8 csum_type 1 csum_off 10 csum_flags 0x0 ]\n");
    CHECK(assigned(field("ip", "dscp"), 22) ==
          "[ payload load 2b @ network header + 0 => reg 1 ]\n"
          "[ bitwise reg 1 = ( reg 1 & 0xff03 ) ^ 0x0058 ]\n"
          "[ payload write reg 1 => 2b @ network header + 0 csum_type 1 csum_off 10 csum_flags 0x0 ]\n");
}

TEST_CASE("without a checksum the octets of the field suffice") {
    CHECK(assigned(field("vlan", "pcp"), 5) ==
          "[ payload load 1b @ link header + 14 => reg 1 ]\n"
          "[ bitwise reg 1 = ( reg 1 & 0x1f ) ^ 0xa0 ]\n"
          "[ payload write reg 1 => 1b @ link header + 14 csum_type 0 csum_off 0 csum_flags 0x0 ]\n");
    CHECK(assigned(raw(model::RawLoad::From::network, 3, 9), 5) ==
          "[ payload load 2b @ network header + 0 => reg 1 ]\n"
          "[ bitwise reg 1 = ( reg 1 & 0xe00f ) ^ 0x0050 ]\n"
          "[ payload write reg 1 => 2b @ network header + 0 csum_type 0 csum_off 0 csum_flags 0x0 ]\n");
}

TEST_CASE("transport checksums have their own place and kind") {
    CHECK(assigned(field("sctp", "dport"), 3) ==
          "[ immediate reg 1 0x0003 ]\n"
          "[ payload write reg 1 => 2b @ transport header + 2 csum_type 2 csum_off 8 csum_flags 0x0 ]\n");
}

TEST_CASE("what goes into a packet is turned to network order") {
    CHECK(assigned(field("maxseg", "size"), field("rt", "mtu")) == "[ rt load tcpmss => reg 1 ]\n"
                                                                   "[ byteorder reg 1 = hton(reg 1, 2, 2) ]\n"
                                                                   "[ exthdr write tcpopt reg 1 => 2b @ 2 + 2 ]\n");
    CHECK(assigned(field("tcp", "dport"), field("tcp", "sport")) ==
          "[ payload load 2b @ transport header + 0 => reg 1 ]\n"
          "[ payload write reg 1 => 2b @ transport header + 2 csum_type 1 csum_off 16 csum_flags 0x0 ]\n");
}
