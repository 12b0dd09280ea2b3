// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/raise/live.h"

#include <doctest/doctest.h>
#include <linux/netfilter/nf_tables.h>

using namespace rulec;
using namespace rulec::nft;

namespace {

constexpr std::uint32_t kPortType = 13; // nft's number of inet_service

struct Entry {
    std::uint16_t key;
    bool end = false;
};

// The set's elements as "low-high" in order.
std::string raised(std::uint32_t flags, const std::vector<Entry>& entries) {
    NewTable table;
    table.table = test::kTable;
    NewSet set{};
    set.table = test::kTable;
    set.name = "s";
    set.flags = flags;
    set.key_type = kPortType;
    set.key_len = 2;
    NewElements elements;
    elements.table = test::kTable;
    elements.set = "s";
    elements.key_len = 2;
    for (const Entry& entry : entries) {
        elements.keys += big_endian(entry.key, 2);
        elements.flags.push_back(entry.end ? NFT_SET_ELEM_INTERVAL_END : 0);
        ++elements.count;
    }
    const Raised out = raise({{table, set, elements}});
    if (out.not_expressible != 0) return "not expressible";
    std::string text;
    const model::ElementList& list = out.ruleset.tables.at(0).sets.at(0).elements;
    for (std::size_t i = 0; i < list.count; ++i) {
        text += (text.empty() ? "" : " ") + std::to_string(from_big_endian(list.low_at(i)));
        if (list.low_at(i) != list.high_at(i)) text += "-" + std::to_string(from_big_endian(list.high_at(i)));
    }
    return text;
}

} // namespace

TEST_CASE("intervals are put together from their ends, in whatever order those come") {
    CHECK(raised(NFT_SET_INTERVAL, {{0, true}, {22}, {23, true}, {80}, {91, true}}) == "22 80-90");
    CHECK(raised(NFT_SET_INTERVAL, {{91, true}, {80}, {23, true}, {22}, {0, true}}) == "22 80-90");
    CHECK(raised(NFT_SET_INTERVAL, {{80}, {23, true}, {91, true}, {22}, {0, true}}) == "22 80-90");
}

TEST_CASE("adjacent intervals stay apart, with an end between them or without") {
    CHECK(raised(NFT_SET_INTERVAL, {{0, true}, {10}, {20, true}, {20}, {30, true}}) == "10-19 20-29");
    CHECK(raised(NFT_SET_INTERVAL, {{0, true}, {10}, {20}, {30, true}}) == "10-19 20-29");
}

TEST_CASE("an interval without an end reaches to the last key") {
    CHECK(raised(NFT_SET_INTERVAL, {{0, true}, {1024}}) == "1024-65535");
    CHECK(raised(NFT_SET_INTERVAL, {{0}}) == "0-65535");
}

TEST_CASE("keys are sorted, whatever the kernel's order") {
    CHECK(raised(0, {{443}, {22}, {80}}) == "22 80 443");
}

TEST_CASE("a type that nft does not have is shown and not guessed") {
    NewTable table;
    table.table = test::kTable;
    NewSet set{};
    set.table = test::kTable;
    set.name = "s";
    set.key_type = 63;
    set.key_len = 4;
    const Raised out = raise({{table, set}});
    CHECK(out.not_expressible == 1);
    CHECK(out.ruleset.tables.at(0).not_expressible == std::vector<std::string>{"set s of type 0x3f"});
}
