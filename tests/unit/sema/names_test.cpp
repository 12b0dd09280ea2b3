// SPDX-License-Identifier: GPL-2.0-or-later
// Every kind of name that can be misspelt: the code, the place, the advice.
#include "tests/unit/sema/analyzed.h"

#include <doctest/doctest.h>

using namespace rulec;
using test::analyze_rule;
using test::analyze_text;

namespace {

void check(const test::Analyzed& done, std::string_view code, std::string_view place, std::string_view meant) {
    CHECK(done.codes == code);
    CHECK(done.place() == place);
    CHECK(done.help() == fmt::format("did you mean `{}`?", meant));
}

std::string in_table(std::string_view text) {
    return fmt::format("table inet t {{\n{}\n}}\n", text);
}

} // namespace

TEST_CASE("did you mean: names of the file") {
    check(analyze_text("define lan = 1\n" + in_table("chain c { tcp dport $lam\n }")), "E0201", "$lam", "$lan");
    check(analyze_text(in_table("chain web {\n }\n chain c { jump wed\n }")), "E0204", "wed", "web");
    check(analyze_text(in_table("set bad { type ipv4_addr\n }\n chain c { ip saddr @bat\n }")), "E0205", "@bat",
          "bad");
    check(analyze_text("add table ip t\nadd chain ip t web\nadd rule ip t wep accept\n"), "E0204", "wep", "web");
}

TEST_CASE("did you mean: words of chains and sets") {
    check(analyze_text(in_table("chain c { type fliter hook input priority 0\n }")), "E0211", "fliter", "filter");
    check(analyze_text(in_table("chain c { type filter hook inptu priority 0\n }")), "E0211", "inptu", "input");
    check(analyze_text(in_table("chain c { type filter hook input priority fitler\n }")), "E0504", "fitler",
          "filter");
    check(analyze_text(in_table("set s { type ipv4_adr\n }")), "E0210", "ipv4_adr", "ipv4_addr");
    check(analyze_text(in_table("set s { type ipv4_addr\n flags intervall\n }")), "E0211", "intervall", "interval");
}

TEST_CASE("did you mean: words of rules") {
    check(analyze_rule("tcp dprot 22"), "E0207", "dprot", "dport");
    check(analyze_rule("ct state establishd"), "E0303", "establishd", "established");
    check(analyze_rule("reject with icmpv7 type no-route"), "E0211", "icmpv7", "icmpv6");
    check(analyze_rule("limit rate 5/secnd"), "E0211", "secnd", "second");
    check(analyze_rule("quota over 5 mbyte"), "E0211", "mbyte", "mbytes");
}

TEST_CASE("a table of the name in another family is pointed at") {
    const auto done = analyze_text("add table ip6 t\nadd chain ip t c\n");
    CHECK(done.codes == "E0203");
    CHECK(done.help() == "say `ip6 t`");
}

TEST_CASE("objects and flowtables that are not there") {
    CHECK(analyze_rule("counter name \"x\"").codes == "E0206");
    CHECK(analyze_rule("quota name \"x\"").codes == "E0206");
    CHECK(analyze_rule("limit name \"x\"").codes == "E0206");
    CHECK(analyze_rule("ct helper set \"x\"").codes == "E0206");
    CHECK(analyze_rule("flow add @f").codes == "E0206");
    CHECK(analyze_text("add table ip t\ndelete counter ip t x\n").codes == "E0206");
    CHECK(analyze_text("add table ip t\ndelete flowtable ip t x\n").codes == "E0206");
}

TEST_CASE("names have the kernel's room") {
    const std::string longest(255, 'a');
    CHECK(analyze_text("table ip " + longest + " {\n}\n").codes == "");
    CHECK(analyze_text("table ip " + longest + "a {\n}\n").codes == "E0212");
    CHECK(analyze_text("table ip t {\n chain " + longest + "a {\n }\n}\n").codes == "E0212");
    CHECK(analyze_text("table ip t {\n set " + longest + "a { type mark\n }\n}\n").codes == "E0212");
    CHECK(analyze_text("table ip t {\n counter " + longest + "a {\n }\n}\n").codes == "E0212");
}
