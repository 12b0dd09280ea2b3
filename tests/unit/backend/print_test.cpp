// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/names.h"
#include "backend/nft/print.h"
#include "tests/unit/backend/samples.h"

#include <set>

#include <doctest/doctest.h>

using namespace rulec;

TEST_CASE("every kind of expression is among the samples") {
    std::set<std::size_t> kinds;
    for (const auto& sample : test::expression_samples())
        kinds.insert(sample.expression.node.index());
    CHECK(kinds.size() == std::variant_size_v<decltype(nft::Expression::node)>);
}

TEST_CASE("expressions print as nft's debug output, data in network byte order") {
    for (const auto& sample : test::expression_samples()) {
        CHECK(nft::print(sample.expression) == sample.text);
        CHECK(nft::expression_name(sample.expression) == sample.name);
    }
}

TEST_CASE("a program prints one block a message") {
    CHECK(nft::print(test::sample_program()) ==
          "table inet t\n"
          "  userdata 000568656c6c00\n"
          "delete table inet t\n"
          "table inet t\n"
          "  userdata 000568656c6c00\n"
          "chain inet t input type filter hook input prio -10 policy drop\n"
          "chain inet t id 3 flags 0x4\n"
          "object inet t c\n"
          "  [ counter pkts 3 bytes 4 ]\n"
          "object inet t slow\n"
          "  ct timeout l4proto 6 l3proto 2 2:100s 7:4s\n"
          "flowtable inet t ft hook 0 prio 5 devices lo, eth0\n"
          "map inet t verdicts id 1 flags 0x8c key type 461 len 8 fields 4.2 data type 0xffffff00 len 0\n"
          "elements inet t verdicts\n"
          "  element 0a00000000500000 - 0affffff005a0000 : jump -> chain id 3\n"
          "  element 0102030400160000 - 0102030400160000 : accept timeout 5000ms [ counter pkts 0 bytes 0 ] "
          "userdata 00027800\n"
          "rule inet t chain id 3\n"
          "  [ immediate reg 0 accept ]\n"
          "rule inet t input\n"
          "  [ counter pkts 0 bytes 0 ]\n"
          "  [ immediate reg 0 jump -> chain id 3 ]\n");
}

TEST_CASE("numbers that the kernel does not have print as unknown") {
    CHECK(nft::meta_key_name(1000) == "unknown");
    CHECK(nft::family_name(77) == "unknown");
    CHECK(nft::verdict_name(99) == "unknown");
    CHECK(nft::hook_name(1, 9) == "unknown");
}
