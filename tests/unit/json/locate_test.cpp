// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/json/import/locate.h"

#include <doctest/doctest.h>

using namespace rulec::json;
using namespace std::string_literals;

namespace {

std::string at(std::string_view text, const Path& path) {
    const Extent extent = locate(text, path);
    return std::string(text.substr(extent.begin, extent.end - extent.begin));
}

} // namespace

TEST_CASE("a value is found by keys and indexes, whatever stands before it") {
    constexpr std::string_view kText = R"( { "a,]" : [1, "x\"]", {"b": null}, -2.5e3 ], "\u0063": {"d": true} } )";
    CHECK(at(kText, {"a,]"s, 1UL}) == R"("x\"]")");
    CHECK(at(kText, {"a,]"s, 2UL}) == R"({"b": null})");
    CHECK(at(kText, {"a,]"s, 3UL}) == "-2.5e3");
    CHECK(at(kText, {"c"s, "d"s}) == "true");
}

TEST_CASE("where the path ends early, the innermost value on it") {
    CHECK(at(R"({"a":[1,2]})", {"a"s, 5UL}) == "[1,2]");
    CHECK(at(R"({"a":[1,2]})", {"b"s}) == R"({"a":[1,2]})");
    CHECK(at("", {"b"s}).empty());
    CHECK(at(R"({"a":[1,{"b)", {"a"s, 1UL, "b"s}) == R"({"b)");
}

TEST_CASE("pointers are RFC 6901") {
    CHECK(pointer({"nftables"s, 3UL, "a/b"s}) == "/nftables/3/a~1b");
}
