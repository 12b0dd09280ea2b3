// SPDX-License-Identifier: GPL-2.0-or-later
// Second declarations, and properties given twice: what the kernel takes, refuses or passes over, tried with nft.
#include "tests/unit/sema/analyzed.h"

#include <doctest/doctest.h>

using namespace rulec;
using test::analyze_text;

namespace {

test::Analyzed twice(std::string_view first, std::string_view second) {
    return analyze_text(fmt::format("add table ip t\nadd {0}\nadd {1}\n", first, second));
}

} // namespace

TEST_CASE("a second declaration of a set must have the same type and flags") {
    for (const char* other : {"type mark;", "type ipv4_addr; flags interval;", "type ipv4_addr; flags timeout;",
                              "type ipv4_addr; timeout 5s;", "type ipv4_addr; flags dynamic;",
                              "type ipv4_addr; flags constant;", "type ipv4_addr; counter;"}) {
        CAPTURE(other);
        CHECK(twice("set ip t s { type ipv4_addr; }", fmt::format("set ip t s {{ {} }}", other)).codes == "E0410");
    }
}

TEST_CASE("it changes times and size") {
    const auto done = twice("set ip t s { type ipv4_addr; timeout 5s; size 5; }",
                            "set ip t s { type ipv4_addr; timeout 6s; size 6; }");
    CHECK(done.codes == "");
    CHECK(done.set("s").timeout_ms == 6000);
    CHECK(done.set("s").size == 6);
}

TEST_CASE("it changes nothing else, which is a warning") {
    for (const char* other : {"policy memory;", "comment \"b\";"}) {
        CAPTURE(other);
        const auto done = twice("set ip t s { type ipv4_addr; comment \"a\"; }",
                                fmt::format("set ip t s {{ type ipv4_addr; {} }}", other));
        CHECK(done.codes == "W1002");
        CHECK(done.set("s").comment == "a");
        CHECK_FALSE(done.set("s").policy);
    }
    CHECK(twice("set ip t s { type ipv4_addr; flags interval; }",
                "set ip t s { type ipv4_addr; flags interval; auto-merge; }")
              .codes == "W1002");
}

TEST_CASE("it adds elements, of maps with single data and with ranges too") {
    const auto done = twice("map ip t m { type ipv4_addr : interval inet_service; elements = { 1.1.1.1 : 5 }; }",
                            "map ip t m { type ipv4_addr : interval inet_service; elements = { 1.1.1.2 : 6-7 }; }");
    CHECK(done.codes == "");
    const model::ElementList& list = done.set("m").elements;
    CHECK(list.count == 2);
    CHECK(list.data_len == 4);
    CHECK(to_hex(list.data) == "0005000500060007");
}

TEST_CASE("a chain stays where it hangs") {
    const std::string input = "chain ip t c { type filter hook input priority 0; }";
    CHECK(twice(input, input).codes == "");
    CHECK(twice(input, "chain ip t c").codes == "");
    CHECK(twice(input, "chain ip t c { policy drop; }").codes == "");
    CHECK(twice(input, "chain ip t c { type filter hook input priority 5; }").codes == "E0209");
    CHECK(twice(input, "chain ip t c { type filter hook output priority 0; }").codes == "E0209");
    CHECK(twice("chain ip t c", input).codes == "E0209");
}

TEST_CASE("the last policy of a chain counts, and within a block it may stand once") {
    const auto done =
        twice("chain ip t c { type filter hook input priority 0; policy drop; }", "chain ip t c { policy accept; }");
    CHECK(done.chain("c").base->policy_accept == true);
    const auto kept = twice("chain ip t c { type filter hook input priority 0; policy drop; }",
                            "chain ip t c { type filter hook input priority 0; }");
    CHECK(kept.chain("c").base->policy_accept == false);
    CHECK(analyze_text(
              "table ip t {\n chain c { type filter hook input priority 0; policy drop; policy accept;\n }\n}\n")
              .codes == "E0604");
    CHECK(analyze_text("table ip t {\n chain c { policy drop;\n }\n}\n").codes == "E0509");
}

TEST_CASE("first comments stay") {
    for (const char* what : {"table ip t", "chain ip t c", "counter ip t n"}) {
        CAPTURE(what);
        const std::string a = fmt::format("{} {{ comment \"a\"; }}", what);
        const auto done = analyze_text(fmt::format("{2}add {0}\nadd {1} {{ comment \"b\"; }}\n", a, what,
                                                   std::string_view(what) == "table ip t" ? "" : "add table ip t\n"));
        CHECK(done.codes == "W1002");
        if (std::string_view(what) != "table ip t") CHECK(twice(a, a).codes == "");
    }
}

TEST_CASE("a table says its flags anew each time") {
    CHECK(
        analyze_text("table ip t {\n flags dormant\n}\ntable ip t {\n flags dormant\n}\n").ruleset.tables[0].flags ==
        1);
    const auto woken = analyze_text("table ip t {\n flags dormant\n}\ntable ip t {\n}\n");
    CHECK(woken.codes == "W1002");
    CHECK(woken.ruleset.tables[0].flags == 0);
}

TEST_CASE("of objects only a quota changes") {
    const auto quota = twice("quota ip t q { 5 mbytes }", "quota ip t q { 6 mbytes }");
    CHECK(quota.codes == "");
    CHECK(std::get<model::Quota>(quota.ruleset.tables[0].objects[0].body).bytes == 6U << 20U);
    const auto limit = twice("limit ip t l { rate 5/second }", "limit ip t l { rate 6/second }");
    CHECK(limit.codes == "W1002");
    CHECK(std::get<model::Limit>(limit.ruleset.tables[0].objects[0].body).rate == 5);
    CHECK(twice("counter ip t n", "counter ip t n").codes == "");
}

TEST_CASE("of a line given twice in a block the last counts") {
    const auto size = analyze_text("table ip t {\n set s { type ipv4_addr; size 5; size 6;\n }\n}\n");
    CHECK(size.codes == "W1003");
    CHECK(size.set("s").size == 6);
    const auto flags = analyze_text("table ip t {\n set s { type ipv4_addr; flags timeout; flags interval;\n }\n}\n");
    CHECK(flags.codes == "W1003");
    CHECK(flags.set("s").is_interval);
    CHECK_FALSE(flags.set("s").has_timeout);
    const auto hook = analyze_text(
        "table ip t {\n chain c { type filter hook input priority 0; type filter hook output priority 0;\n }\n}\n");
    CHECK(hook.codes == "W1003");
    CHECK(hook.chain("c").base->hook == catalog::Hook::output);
    const auto log = test::analyze_rule("log prefix \"a\" prefix \"b\"");
    CHECK(log.codes == "W1003");
    CHECK(log.rules("c") == "log prefix \"b\" flags 0x0");
    CHECK(analyze_text("table ip t {\n set s { type ipv4_addr; comment \"a\"; comment \"b\";\n }\n}\n").codes ==
          "E0604");
    CHECK(analyze_text("table ip t {\n set s { type ipv4_addr; type mark;\n }\n}\n").codes == "E0604");
}

TEST_CASE("a flowtable needs its hook, and gains devices") {
    CHECK(analyze_text("table ip t {\n flowtable f { devices = { lo };\n }\n}\n").codes == "E0604");
    const auto done = twice("flowtable ip t f { hook ingress priority 0; devices = { a }; }",
                            "flowtable ip t f { hook ingress priority 0; devices = { a, b }; }");
    CHECK(done.codes == "");
    CHECK(done.ruleset.tables[0].flowtables[0].devices == std::vector<std::string>{"a", "b"});
    CHECK(twice("flowtable ip t f { hook ingress priority 0; devices = { a }; }",
                "flowtable ip t f { hook ingress priority 5; devices = { a }; }")
              .codes == "E0209");
}

TEST_CASE("the states of a ct timeout are those of its protocol, wherever that stands") {
    const auto done = analyze_text(
        "table ip t {\n ct timeout x { policy = { established : 100 }\n protocol tcp; l3proto ip;\n }\n}\n");
    CHECK(done.codes == "");
    CHECK(std::get<model::CtTimeout>(done.ruleset.tables[0].objects[0].body).timeouts.size() == 1);
    CHECK(analyze_text(
              "table ip t {\n ct timeout x { policy = { established : 100 }\n protocol udp; l3proto ip;\n }\n}\n")
              .codes == "E0211");
}
