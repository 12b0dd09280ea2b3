// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/directives.h"

#include <string>

#include <doctest/doctest.h>

using namespace rulec::lint;

namespace {

// What the only directive of a text is about.
std::string covered(const std::string& text) {
    const auto found = find_directives(text);
    REQUIRE(found.size() == 1);
    return text.substr(found[0].covers.begin, found[0].covers.end - found[0].covers.begin);
}

} // namespace

TEST_CASE("behind other text a directive is about its line") {
    CHECK(covered("a\nb { # rulec: x\nc }\n") == "b { # rulec: x");
    CHECK(covered("a # rulec: x") == "a # rulec: x");
}

TEST_CASE("alone, it is about the next line with something on it") {
    CHECK(covered("# rulec: x\n\n  # more\nb\nc\n") == "b");
    CHECK(covered("## rulec: x\nb # }{\nc\n") == "b # }{");
    CHECK(covered("# rulec: x\r\nb\r\nc") == "b\r");
}

TEST_CASE("and about the block that opens there") {
    CHECK(covered("# rulec: x\nb {\nc { \"}\" # }\n}\n}\nd\n") == "b {\nc { \"}\" # }\n}\n}");
    CHECK(covered("# rulec: x\nb { }\nc\n") == "b { }");
    CHECK(covered("# rulec: x\nb \\\nc\nd\n") == "b \\\nc");
    CHECK(covered("# rulec: x\n} b {\nc\n}\nd\n") == "} b {");
}

TEST_CASE("a block that does not close ends with the text") {
    CHECK(covered("# rulec: x\nb {\nc\n") == "b {\nc\n");
    CHECK(covered("# rulec: x\n").empty());
    CHECK(covered("# rulec: x").empty());
}

TEST_CASE("one block may have several, and blocks nest") {
    const std::string text = "# rulec: x\n# rulec: y\na {\n# rulec: z\nb {\n}\n}\n";
    const auto found = find_directives(text);
    REQUIRE(found.size() == 3);
    CHECK(found[0].covers.begin == found[1].covers.begin);
    CHECK(found[0].covers.end == text.size() - 1);
    CHECK(found[1].covers.end == text.size() - 1);
    CHECK(text.substr(found[2].covers.begin, 5) == "b {\n}");
}

TEST_CASE("strings and other comments hold none") {
    CHECK(find_directives("a \"# rulec: x\"\n# see rulec: x\n#\n# rulec\n").empty());
    CHECK(find_directives("a \" # rulec: x\nb\n").empty());
    CHECK(find_directives("").empty());
}
