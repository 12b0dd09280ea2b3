// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/sema/analyzed.h"

#include <doctest/doctest.h>

using namespace rulec;
using test::analyze_text;

namespace {

const std::string kBase = " chain base { type filter hook input priority 0\n jump c0\n }\n";

std::string in_table(const std::string& text) {
    return "table inet t {\n" + text + "}\n";
}

// base jumps to c0, that to c1 and so on; `jumps` in all.
std::string ladder(int jumps) {
    std::string text = kBase;
    for (int i = 0; i + 1 < jumps; ++i)
        text += fmt::format(" chain c{} {{ jump c{}\n }}\n", i, i + 1);
    return in_table(text + fmt::format(" chain c{} {{ accept\n }}\n", jumps - 1));
}

} // namespace

TEST_CASE("loops are refused where a base chain reaches them, as the kernel does") {
    const std::string loop = " chain c0 { jump c1\n }\n chain c1 { goto c0\n }\n";
    CHECK(analyze_text(in_table(kBase + loop)).codes == "E0505");
    CHECK(analyze_text(in_table(loop)).codes == "");
    CHECK(analyze_text(in_table(kBase + " chain c0 { tcp dport vmap { 1 : jump c0 }\n }\n")).codes == "E0505");
    CHECK(analyze_text(in_table(kBase + " map m { type mark : verdict; elements = { 1 : goto c0 }\n }\n"
                                        " chain c0 { meta mark vmap @m\n }\n"))
              .codes == "E0505");
    CHECK(analyze_text(in_table(kBase + " chain c0 { jump { jump c0; }\n }\n")).codes == "E0505");
}

TEST_CASE("two ways to one chain are no loop") {
    CHECK(
        analyze_text(
            in_table(kBase + " chain c0 { jump c1\n jump c2\n }\n chain c1 { jump c2\n }\n chain c2 { accept\n }\n"))
            .codes == "");
}

TEST_CASE("fifteen jumps in a row are the most") {
    CHECK(analyze_text(ladder(15)).codes == "");
    CHECK(analyze_text(ladder(16)).codes == "E0506");
}

TEST_CASE("base chains are no targets, from rules and from maps") {
    const std::string two = " chain a { type filter hook input priority 0\n }\n";
    CHECK(analyze_text(in_table(two + " chain b { jump a\n }\n")).codes == "E0507");
    CHECK(analyze_text(in_table(two + " map m { type mark : verdict; elements = { 1 : jump a }\n }\n")).codes ==
          "E0507");
}

TEST_CASE("a statement stands where every chain that reaches it allows") {
    const std::string worker = " chain work { masquerade\n }\n";
    const std::string good = " chain post { type nat hook postrouting priority 100\n jump work\n }\n";
    const std::string bad =
        " chain in { type filter hook input priority 0\n jump middle\n }\n chain middle { jump work\n }\n";
    CHECK(analyze_text(in_table(worker)).codes == "");
    CHECK(analyze_text(in_table(worker + good)).codes == "");
    const auto done = analyze_text(in_table(worker + good + bad));
    CHECK(done.codes == "E0508");
    CHECK(done.place() == "masquerade");
    REQUIRE(done.diagnostics[0].secondary.size() == 1);
    CHECK(done.sources->text(done.diagnostics[0].secondary[0].span) == "in");
}

TEST_CASE("a statement reached from two wrong chains is one mistake") {
    CHECK(analyze_text(
              in_table(" chain work { masquerade\n }\n chain a { type filter hook input priority 0\n jump work\n }\n"
                       " chain b { type filter hook output priority 0\n jump work\n }\n"))
              .codes == "E0508");
}

TEST_CASE("hooks, types, devices and priorities that do not exist together") {
    const auto chain = [](std::string_view family, std::string_view line) {
        return analyze_text(fmt::format("table {} t {{\n chain c {{ {}\n }}\n}}\n", family, line)).codes;
    };
    CHECK(chain("arp", "type filter hook forward priority 0") == "E0501");
    CHECK(chain("ip", "type nat hook forward priority 0") == "E0502");
    CHECK(chain("netdev", "type filter hook ingress priority 0") == "E0503");
    CHECK(chain("ip", "type filter hook input priority nothing") == "E0504");
    CHECK(chain("ip", "type nat hook output priority -250") == "E0510");
    CHECK(chain("ip", "type filter hook input priority filter - 10") == "");
}
