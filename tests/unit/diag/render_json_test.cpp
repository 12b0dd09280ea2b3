// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/diag/render_json.h"

#include <array>
#include <nlohmann/json.hpp>

#include <doctest/doctest.h>

using namespace rulec;
using diag::Code;

TEST_CASE("the report is one versioned object") {
    SourceManager sources;
    const FileId main = sources.add("main.rules", "include \"b.rules\"\n");
    const FileId file = sources.add("b.rules", "one\ntwo\n", {main, 0, 17});
    const std::array all = {
        diag::make(Code::kUnexpectedToken, {file, 4, 7}, "`two`").label("here").did_you_mean("one")};
    const auto json = nlohmann::json::parse(diag::render_json(sources, all));
    CHECK(json["format"] == "rulec-diagnostics");
    CHECK(json["version"] == 1);
    CHECK(json["errors"] == 1);
    const auto& first = json["diagnostics"][0];
    CHECK(first["code"] == "E0101");
    CHECK(first["primary"]["file"] == "b.rules");
    CHECK(first["primary"]["begin"]["line"] == 2);
    CHECK(first["primary"]["end"]["offset"] == 7);
    CHECK(first["primary"]["label"] == "here");
    CHECK(first["fixits"][0]["replacement"] == "one");
    CHECK(first["fixits"][0]["safe"] == false);
    CHECK(first["included_from"][0]["file"] == "main.rules");
}

TEST_CASE("no findings are an empty list, and a finding may have no place") {
    const SourceManager sources;
    CHECK(nlohmann::json::parse(diag::render_json(sources, {}))["diagnostics"].empty());
    const std::array all = {diag::make(Code::kCannotRead, {}, "x", "y")};
    CHECK(nlohmann::json::parse(diag::render_json(sources, all))["diagnostics"][0]["primary"].is_null());
}

TEST_CASE("octets that are no UTF-8 do not break the report") {
    SourceManager sources;
    const FileId file = sources.add("a\xff.rules", "x");
    const std::array all = {diag::make(Code::kUnexpectedToken, {file, 0, 1}, "`\xff`")};
    CHECK(nlohmann::json::accept(diag::render_json(sources, all)));
}
