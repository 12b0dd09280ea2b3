// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/lower/ir_samples.h"

#include <doctest/doctest.h>

using namespace rulec;
using namespace rulec::samples;

namespace {

std::string lookup_in(const Value& key, model::Set set) {
    return sets_of({statement(in_set(key, 0))}, {std::move(set)});
}

model::Set named(model::Set set, std::string name) {
    set.name = std::move(name);
    set.anonymous = set.is_constant = false;
    return set;
}

} // namespace

TEST_CASE("anonymous sets are constant and announce their size") {
    const Value port = field("tcp", "dport");
    CHECK(lookup_in(port, set_of(port, {{22, 22}, {80, 80}}, false)) ==
          "set inet t __set0 id 1 flags 0x3 key type 13 len 2 size 2\n"
          "elements inet t __set0\n  element 0016\n  element 0050\n");
}

TEST_CASE("single keys are in the machine's order, intervals are not") {
    const Value mark = field("meta", "mark");
    CHECK(lookup_in(mark, set_of(mark, {{5, 5}}, false)) ==
          "set inet t __set0 id 1 flags 0x3 key type 19 len 4 size 1\n"
          "elements inet t __set0\n  element 05000000\n");
    CHECK(lookup_in(mark, set_of(mark, {{5, 8}}, true)) ==
          "set inet t __set0 id 1 flags 0x7 key type 19 len 4 size 3\n"
          "elements inet t __set0\n"
          "  element 00000000 end\n"
          "  element 00000005\n  element 00000009 end\n");
}

TEST_CASE("an interval that reaches the last key has no end, and says so") {
    const Value port = field("tcp", "dport");
    CHECK(lookup_in(port, set_of(port, {{0, 5}, {0xffff, 0xffff}}, true)) ==
          "set inet t __set0 id 1 flags 0x7 key type 13 len 2 size 4\n"
          "elements inet t __set0\n  element 0000\n  element 0006 end\n"
          "  element ffff userdata 010401000000\n");
}

TEST_CASE("an end is left out before the next interval of an anonymous set only") {
    const Value port = field("tcp", "dport");
    const model::Set set = set_of(port, {{0, 4}, {5, 5}}, true);
    CHECK(lookup_in(port, set).find("  element 0000\n  element 0005\n  element 0006 end\n") != std::string::npos);
    CHECK(lookup_in(port, named(set, "s")).find("  element 0000\n  element 0005 end\n  element 0005\n") !=
          std::string::npos);
}

TEST_CASE("elements of an anonymous set lie where the field does, of a named set they do not") {
    const Value dscp = field("ip", "dscp");
    const model::Set set = set_of(dscp, {{8, 16}}, true);
    CHECK(lookup_in(dscp, set).find("  element 20\n  element 41 end\n") != std::string::npos);
    CHECK(lookup_in(dscp, named(set, "s")).find("  element 08\n  element 11 end\n") != std::string::npos);
    const Value dscp6 = field("ip6", "dscp");
    CHECK(lookup_in(dscp6, set_of(dscp6, {{8, 8}}, false)) ==
          "set inet t __set0 id 1 flags 0x3 key type 36 len 2 size 1\nelements inet t __set0\n  element 0200\n");
}

TEST_CASE("concatenated intervals are pairs of keys") {
    const Value key = concat({field("meta", "mark"), field("tcp", "dport")});
    model::Set set{};
    set.name = "s";
    set.is_interval = true;
    set.key = {part_like(field("meta", "mark")), part_like(field("tcp", "dport"))};
    set.elements.key_len = 8;
    set.elements.count = 1;
    set.elements.low = hex("0000000500500000");
    set.elements.high = hex("00000006005a0000");
    CHECK(lookup_in(key, set) == "set inet t s id 1 flags 0x84 key type 1229 len 8 fields 4.2\n"
                                 "elements inet t s\n  element 0000000500500000 - 00000006005a0000\n");
    set.is_interval = false;
    set.elements.high.clear();
    CHECK(lookup_in(key, set) == "set inet t s id 1 key type 1229 len 8\n"
                                 "elements inet t s\n  element 0500000000500000\n");
}

TEST_CASE("data take the machine's order part by part") {
    const Value address = field("ip", "saddr");
    model::Set map = named(set_of(address, {{0x01010101, 0x01010101}}, false), "m");
    map.data_kind = model::SetData::value;
    map.data = {part_like(field("meta", "mark")), part_like(field("tcp", "dport"))};
    map.elements.data_len = 8;
    map.elements.data = hex("0000000500500000");
    CHECK(lookup_in(address, map) == "map inet t m id 1 flags 0x8 key type 7 len 4 data type 0x4cd len 8\n"
                                     "elements inet t m\n  element 01010101 : 0500000000500000\n");
}

TEST_CASE("ends of a verdict map's intervals have no verdict") {
    const Value port = field("tcp", "dport");
    model::Set map = set_of(port, {{1, 5}, {9, 9}}, true);
    map.data_kind = model::SetData::verdict;
    map.elements.verdict_table = {{model::VerdictKind::accept, {}, {}}, {model::VerdictKind::jump, "x", {}}};
    map.elements.verdicts = {1, 0};
    CHECK(lookup_in(port, map).find("  element 0000 end\n  element 0001 : jump -> x\n  element 0006 end\n"
                                    "  element 0009 : accept\n  element 000a end\n") != std::string::npos);
}

TEST_CASE("a catch-all element goes behind the intervals") {
    const Value port = field("tcp", "dport");
    model::Set set = set_of(port, {{0, 0}, {9, 9}}, true);
    model::ElementExtra all{};
    all.catchall = true;
    set.elements.extras = {all};
    CHECK(lookup_in(port, set) == "set inet t __set0 id 1 flags 0x7 key type 13 len 2 size 4\n"
                                  "elements inet t __set0\n  element 0000 end\n  element 0009\n  element 000a end\n"
                                  "  element *\n");
}

TEST_CASE("what few elements have stays with the start of their interval") {
    const Value address = field("ip", "saddr");
    model::Set set = named(set_of(address, {{0x01010100, 0x010101ff}, {0x02000000, 0xffffffff}}, true), "s");
    set.timeout_ms = 10000;
    model::ElementExtra first{}, second{};
    first.timeout_ms = 5000;
    first.comment = "x";
    second.index = 1;
    second.comment = "y";
    set.elements.extras = {first, second};
    CHECK(lookup_in(address, set) == "set inet t s id 1 flags 0x14 key type 7 len 4 timeout 10000ms\n"
                                     "elements inet t s\n  element 00000000 end\n"
                                     "  element 01010100 timeout 5000ms userdata 00027800\n  element 01010200 end\n"
                                     "  element 02000000 userdata 00027900010401000000\n");
}
