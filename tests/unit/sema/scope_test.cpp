// SPDX-License-Identifier: GPL-2.0-or-later
// Variables. What nft makes of each of these texts was looked at.
#include "tests/unit/sema/analyzed.h"

#include <doctest/doctest.h>

using namespace rulec;
using test::analyze_text;

TEST_CASE("a variable stands for its value") {
    const auto done = analyze_text("define p = 22\ntable ip t {\n chain c { tcp dport $p\n }\n}\n");
    CHECK(done.codes == "");
    CHECK(done.rules("c") == "tcp.dport == 22");
}

TEST_CASE("a variable of an inner block ends with its block, and must not hide an outer one") {
    const auto twice = analyze_text("table ip t {\n define p = 1\n chain c { tcp dport $p\n }\n}\n"
                                    "define p = 2\nadd rule ip t c tcp dport $p\n");
    CHECK(twice.codes == "");
    CHECK(twice.rules("c") == "tcp.dport == 1 | tcp.dport == 2");
    CHECK(analyze_text("define p = 1\ntable ip t {\n define p = 2\n}\n").codes == "E0202");
}

TEST_CASE("redefine in a block leaves the outer variable alone, as in nft") {
    const auto done = analyze_text("define p = 1\ntable ip t {\n redefine p = 2\n chain c { tcp dport $p\n }\n}\n"
                                   "add rule ip t c tcp dport $p\n");
    CHECK(done.codes == "");
    CHECK(done.rules("c") == "tcp.dport == 2 | tcp.dport == 1");
}

TEST_CASE("redefine does not reach into earlier definitions") {
    const auto done = analyze_text("define a = 1\ndefine b = $a\nredefine a = 2\n"
                                   "table ip t {\n chain c { tcp dport $b\n tcp dport $a\n }\n}\n");
    CHECK(done.codes == "");
    CHECK(done.rules("c") == "tcp.dport == 1 | tcp.dport == 2");
}

TEST_CASE("redefine of a new name defines it") {
    CHECK(analyze_text("redefine a = 1\ntable ip t {\n chain c { tcp dport $a\n }\n}\n").codes == "");
}

TEST_CASE("define of a known name in the same block is an error, with redefine as advice") {
    const auto done = analyze_text("define a = 1\ndefine a = 2\n");
    CHECK(done.codes == "E0202");
    CHECK(done.diagnostics[0].secondary.size() == 1);
    CHECK(done.help().find("redefine") != std::string::npos);
}

TEST_CASE("undefine forgets, and undefine of nothing is only a warning: nft loads it") {
    CHECK(analyze_text("define a = 1\nundefine a\ntable ip t {\n chain c { tcp dport $a\n }\n}\n").codes == "E0201");
    CHECK(analyze_text("undefine a\n").codes == "W1004");
    CHECK(analyze_text("define a = 1\ntable ip t {\n undefine a\n chain c { tcp dport $a\n }\n}\n").codes == "W1004");
}

TEST_CASE("a variable may be a set, a list, an element or a chain") {
    const auto done =
        analyze_text("define ports = { 22, 80 }\ndefine web = 443\ndefine all = { $web, 8080 }\n"
                     "define next = d\ntable ip t {\n chain d {\n }\n"
                     " chain c { tcp dport $ports\n tcp dport { $web, 1 }\n tcp dport $all jump $next\n }\n}\n");
    CHECK(done.codes == "");
    CHECK(done.ruleset.tables[0].sets[0].elements.count == 2);
    CHECK(done.ruleset.tables[0].sets[2].elements.count == 2);
}

TEST_CASE("variables from the command line are in scope before the file") {
    const auto done = analyze_text("table ip t {\n chain c { tcp dport $p\n }\n}\n", {.defines = {{"p", "99"}}});
    CHECK(done.codes == "");
    CHECK(done.rules("c") == "tcp.dport == 99");
}

TEST_CASE("a log prefix takes the value that a variable had, through other variables too") {
    const auto done = analyze_text("define a = \"x\"\ndefine b = $a\nredefine a = \"y\"\n"
                                   "table ip t {\n chain c { log prefix \"$a-$b \"\n }\n}\n");
    CHECK(done.codes == "E0201"); // `a-` may be a name, as in nft
    const auto good = analyze_text("define a = \"x\"\ndefine b = $a\nredefine a = \"y\"\n"
                                   "table ip t {\n chain c { log prefix \"$a $b \"\n }\n}\n");
    CHECK(good.codes == "");
    CHECK(good.rules("c") == "log prefix \"y x \" flags 0x0");
}
