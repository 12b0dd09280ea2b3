// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/lower/ir_samples.h"

#include <doctest/doctest.h>

using namespace rulec;
using namespace rulec::samples;
using From = model::RawLoad::From;

namespace {

ir::Statement is(Value lhs, std::uint64_t rhs) {
    return statement(equal(std::move(lhs), rhs));
}

// The loads of a rule that tests two runs of a header, of `first_len` octets at 2 and of the next `second_len`.
std::string loads(From from, std::uint32_t first_len, std::uint32_t second_len) {
    const std::string text =
        rule({is(raw(from, 16, first_len * 8), 5), is(raw(from, 16 + first_len * 8, second_len * 8), 6)});
    constexpr std::size_t kWord = std::string_view("payload load ").size();
    std::string lens;
    for (std::size_t at = text.find("payload load "); at != std::string::npos;
         at = text.find("payload load ", at + 1)) {
        lens += (lens.empty() ? "" : " ") + text.substr(at + kWord, text.find('b', at + kWord) - at - kWord);
    }
    return lens;
}

} // namespace

TEST_CASE("ports side by side are one load, in whatever order they are written") {
    const std::string joint = "[ payload load 4b @ transport header + 0 => reg 1 ]\n[ cmp eq reg 1 0x00010002 ]\n";
    CHECK(rule({is(field("tcp", "sport"), 1), is(field("tcp", "dport"), 2)}) == joint);
    CHECK(rule({is(field("tcp", "dport"), 2), is(field("tcp", "sport"), 1)}) == joint);
}

TEST_CASE("two fast loads stay apart unless their sum is fast") {
    CHECK(loads(From::network, 2, 2) == "4");
    CHECK(loads(From::network, 3, 1) == "4");
    CHECK(loads(From::network, 4, 4) == "4 4");
    CHECK(loads(From::network, 3, 3) == "3 3");
    CHECK(loads(From::network, 6, 6) == "12");
    CHECK(loads(From::network, 8, 1) == "9");
    CHECK(loads(From::network, 12, 8) == "12 8");
    CHECK(loads(From::link, 4, 4) == "8");
}

TEST_CASE("a joint test stands where the first of the octets was tested") {
    CHECK(rule({is(field("ip", "id"), 5), is(field("meta", "mark"), 5), is(field("ip", "length"), 6)}) ==
          "[ meta load mark => reg 1 ]\n[ cmp eq reg 1 0x05000000 ]\n"
          "[ payload load 4b @ network header + 2 => reg 1 ]\n[ cmp eq reg 1 0x00060005 ]\n");
}

TEST_CASE("a joint test stands before tests of the header that it announces") {
    CHECK(rule({is(field("ether", "type"), 0x0800), is(field("meta", "mark"), 5), is(field("ether", "saddr"), 1)}) ==
          "[ payload load 8b @ link header + 6 => reg 1 ]\n[ cmp eq reg 1 0x0000000000010800 ]\n"
          "[ meta load mark => reg 1 ]\n[ cmp eq reg 1 0x05000000 ]\n");
}

TEST_CASE("an action ends a group of two, but a single test waits behind it") {
    const auto counter = [] { return statement(ir::Action(model::Counter{})); };
    CHECK(rule({is(field("tcp", "sport"), 1), counter(), is(field("tcp", "dport"), 2)}) ==
          "[ payload load 4b @ transport header + 0 => reg 1 ]\n[ cmp eq reg 1 0x00010002 ]\n"
          "[ counter pkts 0 bytes 0 ]\n");
    CHECK(rule({is(field("tcp", "sport"), 1), is(field("tcp", "window"), 5), counter(),
                is(field("tcp", "dport"), 2)}) ==
          "[ payload load 2b @ transport header + 0 => reg 1 ]\n[ cmp eq reg 1 0x0001 ]\n"
          "[ payload load 2b @ transport header + 14 => reg 1 ]\n[ cmp eq reg 1 0x0005 ]\n"
          "[ counter pkts 0 bytes 0 ]\n"
          "[ payload load 2b @ transport header + 2 => reg 1 ]\n[ cmp eq reg 1 0x0002 ]\n");
}

TEST_CASE("only equality of whole fields joins") {
    const std::string apart = "[ payload load 2b @ transport header + 0 => reg 1 ]\n[ cmp eq reg 1 0x0001 ]\n"
                              "[ payload load 2b @ transport header + 2 => reg 1 ]\n";
    CHECK(rule({is(field("tcp", "sport"), 1), statement(compare(field("tcp", "dport"), ir::CompareOp::ne, 2))}) ==
          apart + "[ cmp neq reg 1 0x0002 ]\n");
    CHECK(rule({statement(prefix(field("ip", "saddr"), hex("01010000"), 16)), is(field("ip", "checksum"), 5)}) ==
          "[ payload load 2b @ network header + 12 => reg 1 ]\n[ cmp eq reg 1 0x0101 ]\n"
          "[ payload load 2b @ network header + 10 => reg 1 ]\n[ cmp eq reg 1 0x0005 ]\n");
}
