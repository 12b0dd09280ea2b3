// SPDX-License-Identifier: GPL-2.0-or-later
// Expectations are what nft 1.0.6 sends, seen with --debug=mnl (on a little-endian machine).
#include "backend/nft/lower/set_userdata.h"
#include "tests/unit/lower/ir_samples.h"

#include <doctest/doctest.h>

using namespace rulec;
using namespace rulec::samples;

namespace {

// set s { typeof VALUE; }
std::string typeof_set(const Value& value) {
    model::Set set{};
    set.name = "s";
    if (const auto* parts = std::get_if<model::Concat>(&value.node)) {
        for (const Value& part : parts->parts)
            set.key.push_back(part_like(part));
    } else {
        set.key = {part_like(value)};
    }
    set.typeof_key = value;
    return to_hex(nft::set_userdata(set, nullptr));
}

} // namespace

TEST_CASE("sets declared by type say only their byte order") {
    model::Set set{};
    set.name = "s";
    set.key = {part_like(field("ip", "saddr"))};
    CHECK(to_hex(nft::set_userdata(set, nullptr)) == "000402000000");
    set.is_interval = set.auto_merge = true;
    set.comment = "hello";
    CHECK(to_hex(nft::set_userdata(set, nullptr)) == "000402000000020401000000070668656c6c6f00");
    set = {};
    set.name = "s";
    set.key = {part_like(field("ip", "saddr")), part_like(field("tcp", "dport"))};
    CHECK(to_hex(nft::set_userdata(set, nullptr)) == "000400000000030800040d0000000100");
}

TEST_CASE("of single octets, the order depends on where they come from") {
    model::Set set{};
    set.name = "s";
    set.key = {part_like(field("ip", "protocol"))};
    CHECK(to_hex(nft::set_userdata(set, nullptr)) == "000400000000"); // type inet_proto
    CHECK(typeof_set(field("ip", "protocol")).substr(0, 12) == "000402000000");
    CHECK(typeof_set(field("meta", "l4proto")).substr(0, 12) == "000401000000");
}

TEST_CASE("expressions of typeof sets") {
    CHECK(typeof_set(field("ip", "saddr")) == "0004020000000314000407000000010c00040c00000001040b000000");
    CHECK(typeof_set(field("tcp", "sequence")) ==
          "000402000000031a0004070000000112000408000000010403000000040420000000");
    CHECK(typeof_set(field("meta", "mark")) == "000401000000030e0004090000000106000403000000");
    CHECK(typeof_set(field("ct", "mark")) == "000401000000031400040c000000010c0004030000000104ffffffff");
    CHECK(typeof_set(field("osf", "name")) == "000401000000030800040b0000000100");
    CHECK(typeof_set(field("frag", "frag-off")) == "0004020000000314000408000000010c010403000000000406000000");
    CHECK(typeof_set(field("lsrr", "ptr")).substr(12) == "031a0004080000000112010404000000020402000000000483000000");
    CHECK(typeof_set(field("rt", "mtu")) == "000401000000030e0004190000000106000403000000");
    CHECK(typeof_set(raw(model::RawLoad::From::network, 32, 32)) ==
          "0004020000000326000407000000011e000400000000010400000000020402000000030420000000040420000000");
}

TEST_CASE("expressions of concatenations") {
    CHECK(
        typeof_set(concat({field("ip", "saddr"), field("tcp", "dport")})) ==
        "000400000000033400040d000000012c0014000407000000010c00040c00000001040b0000000114000407000000010c000408000000"
        "010402000000");
}

TEST_CASE("anonymous sets describe their key, and merge intervals") {
    const Value port = field("tcp", "dport");
    const model::Set set = set_of(port, {{1, 5}}, true);
    CHECK(to_hex(nft::set_userdata(set, &port)) ==
          "0004020000000204010000000314000407000000010c000408000000010402000000");
}

TEST_CASE("anonymous sets of single keys do not merge, whatever the model says") {
    const Value port = field("tcp", "dport");
    model::Set set = set_of(port, {{1, 1}}, false);
    set.auto_merge = true;
    CHECK(to_hex(nft::set_userdata(set, &port)) == "0004020000000314000407000000010c000408000000010402000000");
}

TEST_CASE("anonymous verdict maps describe their data") {
    const Value port = field("tcp", "dport");
    model::Set map = set_of(port, {{1, 1}}, false);
    map.data_kind = model::SetData::verdict;
    CHECK(to_hex(nft::set_userdata(map, &port)) == "00040200000001040000000004080004010000000100060400000000");
}

TEST_CASE("fields that need a mask or a shift have no description in anonymous sets") {
    const Value dscp = field("ip", "dscp");
    CHECK(to_hex(nft::set_userdata(set_of(dscp, {{8, 8}}, false), &dscp)) == "000402000000");
}
