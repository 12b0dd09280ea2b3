// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/ir/intervals.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace rulec;
using model::Set;
using model::Verdict;
using model::VerdictKind;

namespace {

struct Range {
    std::uint8_t low, high;
};

Set set_of(std::initializer_list<Range> ranges, bool interval = true) {
    Set set;
    set.name = "s";
    set.key = {{&catalog::type(catalog::TypeId::integer), 8, catalog::ByteOrder::network}};
    set.is_interval = interval;
    set.elements.key_len = 1;
    for (const Range& range : ranges) {
        set.elements.low.push_back(range.low);
        set.elements.high.push_back(range.high);
        set.elements.spans.push_back({FileId{0}, range.low, range.high});
        ++set.elements.count;
    }
    if (!interval) set.elements.high.clear();
    return set;
}

Set map_of(std::initializer_list<std::pair<Range, VerdictKind>> rows, bool interval = true) {
    Set set = set_of({}, interval);
    set.data_kind = model::SetData::verdict;
    for (const auto& [range, kind] : rows) {
        set.elements.low.push_back(range.low);
        if (interval) set.elements.high.push_back(range.high);
        set.elements.spans.push_back({});
        set.elements.verdicts.push_back(static_cast<std::uint32_t>(set.elements.verdict_table.size()));
        set.elements.verdict_table.push_back({kind, {}, {}});
        ++set.elements.count;
    }
    return set;
}

void make_catchall(Set& set, std::uint32_t index) {
    model::ElementExtra extra;
    extra.index = index;
    extra.catchall = true;
    set.elements.extras.push_back(extra);
}

void name_object(Set& set, std::uint32_t index, std::string object) {
    set.data_kind = model::SetData::object;
    model::ElementExtra extra;
    extra.index = index;
    extra.object = std::move(object);
    set.elements.extras.push_back(extra);
}

std::string shown(const Set& set) {
    std::string text;
    for (std::size_t i = 0; i < set.elements.count; ++i) {
        text += fmt::format("{}{}-{}", i == 0 ? "" : " ", set.elements.low_at(i)[0], set.elements.high_at(i)[0]);
    }
    return text;
}

std::string codes(Set& set) {
    diag::Sink sink;
    ir::normalise_elements(set, sink);
    std::string text;
    for (const diag::Diagnostic& one : sink.all())
        text += fmt::format("{}{}", text.empty() ? "" : " ", diag::info(one.code).id);
    return text;
}

} // namespace

TEST_CASE("intervals are sorted") {
    Set set = set_of({{20, 29}, {1, 5}, {10, 10}});
    CHECK(codes(set) == "");
    CHECK(shown(set) == "1-5 10-10 20-29");
}

TEST_CASE("auto-merge joins what overlaps, touches or contains") {
    Set set = set_of({{20, 29}, {1, 5}, {6, 10}, {3, 4}, {8, 12}, {14, 15}});
    set.auto_merge = true;
    CHECK(codes(set) == "");
    CHECK(shown(set) == "1-12 14-15 20-29");
}

TEST_CASE("without it overlaps are errors, repetitions are not, neighbours stay apart") {
    Set overlap = set_of({{1, 5}, {5, 9}});
    CHECK(codes(overlap) == "E0406");
    Set inside = set_of({{1, 9}, {3, 3}});
    CHECK(codes(inside) == "E0406");
    Set repeated = set_of({{1, 5}, {1, 5}});
    CHECK(codes(repeated) == "");
    CHECK(shown(repeated) == "1-5");
    Set neighbours = set_of({{1, 5}, {6, 9}});
    CHECK(codes(neighbours) == "");
    CHECK(shown(neighbours) == "1-5 6-9");
}

TEST_CASE("the greatest key has no neighbour above") {
    Set set = set_of({{255, 255}, {0, 0}, {250, 254}});
    set.auto_merge = true;
    CHECK(codes(set) == "");
    CHECK(shown(set) == "0-0 250-255");
}

TEST_CASE("elements that carry something of their own are not merged") {
    Set set = set_of({{1, 5}, {6, 9}});
    set.auto_merge = true;
    model::ElementExtra extra;
    extra.index = 1;
    extra.comment = "mine";
    set.elements.extras.push_back(extra);
    CHECK(codes(set) == "");
    CHECK(shown(set) == "1-5 6-9");
    CHECK(set.elements.extras[0].index == 1);
}

TEST_CASE("what an element carries follows it when the elements are sorted") {
    Set set = set_of({{20, 29}, {1, 5}});
    model::ElementExtra extra;
    extra.index = 0;
    extra.comment = "twenty";
    set.elements.extras.push_back(extra);
    CHECK(codes(set) == "");
    REQUIRE(set.elements.extras.size() == 1);
    CHECK(set.elements.extras[0].index == 1);
}

TEST_CASE("a key of a map has one value") {
    Set same = map_of({{{1, 1}, VerdictKind::accept}, {{1, 1}, VerdictKind::accept}}, false);
    CHECK(codes(same) == "");
    Set two =
        map_of({{{1, 1}, VerdictKind::accept}, {{2, 2}, VerdictKind::drop}, {{1, 1}, VerdictKind::drop}}, false);
    CHECK(codes(two) == "E0407");
    Set ranges = map_of({{{1, 5}, VerdictKind::accept}, {{1, 5}, VerdictKind::drop}});
    CHECK(codes(ranges) == "E0406");
}

TEST_CASE("a map of objects names one object a key") {
    for (const bool interval : {false, true}) {
        CAPTURE(interval);
        Set set = set_of({{1, 1}, {1, 1}}, interval);
        name_object(set, 0, "a");
        name_object(set, 1, "b");
        CHECK(codes(set) == (interval ? "E0406" : "E0407"));
        Set same = set_of({{1, 1}, {1, 1}}, interval);
        name_object(same, 0, "a");
        name_object(same, 1, "a");
        CHECK(codes(same) == "");
    }
}

TEST_CASE("a contradiction beside a catch-all is seen") {
    Set set =
        map_of({{{0, 0}, VerdictKind::drop}, {{1, 1}, VerdictKind::accept}, {{1, 1}, VerdictKind::drop}}, false);
    make_catchall(set, 0);
    CHECK(codes(set) == "E0407");
}

TEST_CASE("a catch-all may be there once, or twice the same") {
    Set two = map_of({{{0, 0}, VerdictKind::drop}, {{0, 0}, VerdictKind::accept}}, false);
    make_catchall(two, 0);
    make_catchall(two, 1);
    CHECK(codes(two) == "E0407");
    Set same = map_of({{{0, 0}, VerdictKind::drop}, {{0, 0}, VerdictKind::drop}}, false);
    make_catchall(same, 0);
    make_catchall(same, 1);
    CHECK(codes(same) == "");
}

TEST_CASE("a catch-all hides no overlap, and overlaps with nothing") {
    Set set = set_of({{0, 9}, {0, 0}, {5, 5}});
    make_catchall(set, 1);
    CHECK(codes(set) == "E0406");
    Set good = set_of({{0, 9}, {0, 0}, {15, 15}});
    make_catchall(good, 1);
    CHECK(codes(good) == "");
    CHECK(good.elements.count == 3);
}

TEST_CASE("the size counts different elements, as the kernel does") {
    Set merged = set_of({{1, 5}, {6, 9}});
    merged.auto_merge = true;
    merged.size = 1;
    CHECK(codes(merged) == "");
    Set repeated = set_of({{1, 1}, {1, 1}}, false);
    repeated.size = 1;
    CHECK(codes(repeated) == "");
    Set full = set_of({{1, 1}, {2, 2}}, false);
    full.size = 1;
    CHECK(codes(full) == "E0412");
    Set ranges = set_of({{1, 5}, {7, 9}});
    ranges.size = 1;
    CHECK(codes(ranges) == "E0412");
    Set catchall = set_of({{0, 0}, {2, 2}}, false);
    make_catchall(catchall, 0);
    catchall.size = 1;
    CHECK(codes(catchall) == "");
}
