// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/sema/analyzed.h"

#include <doctest/doctest.h>

using namespace rulec;
using test::analyze_rule;
using test::analyze_text;

namespace {

test::Analyzed set(std::string_view block) {
    return analyze_text(fmt::format("table ip t {{\n set s {{ {}\n }}\n}}\n", block));
}
test::Analyzed map(std::string_view block) {
    return analyze_text(fmt::format("table ip t {{\n map s {{ {}\n }}\n}}\n", block));
}

} // namespace

TEST_CASE("elements may stand before the type, flags behind both") {
    const auto done = set("elements = { 10.0.0.0/8, 1.1.1.1 }; type ipv4_addr; flags interval;");
    CHECK(done.codes == "");
    CHECK(done.set("s").elements.count == 2);
    CHECK(done.set("s").is_interval);
}

TEST_CASE("a set needs a type, of a fixed length") {
    CHECK(set("flags interval;").codes == "E0408");
    CHECK(set("elements = { 1.1.1.1 };").codes == "E0408");
    CHECK(set("type string;").codes == "E0604");
}

TEST_CASE("a set with data is a map, and a map without is a set") {
    CHECK(set("type ipv4_addr : verdict;").codes == "E0402");
    CHECK(map("type ipv4_addr;").codes == "E0401");
}

TEST_CASE("typeof takes the type and length of a field") {
    const auto done = set("typeof ip saddr . tcp dport;");
    CHECK(done.codes == "");
    CHECK(done.set("s").key.size() == 2);
    CHECK(done.set("s").key[1].bit_len == 16);
    CHECK(done.set("s").typeof_key);
    CHECK(set("typeof vlan id;").set("s").key[0].bit_len == 12);
}

TEST_CASE("ranges need the interval flag") {
    const auto done = set("type ipv4_addr; elements = { 1.1.1.1, 10.0.0.0/8 };");
    CHECK(done.codes == "E0405");
    CHECK(done.place() == "10.0.0.0/8");
    CHECK(analyze_text("table ip t {\n set s { type ipv4_addr\n }\n}\nadd element ip t s { 10.0.0.0/8 }\n").codes ==
          "E0405");
}

TEST_CASE("timeouts of elements need the timeout flag, however the element comes") {
    CHECK(set("type ipv4_addr; flags timeout; elements = { 1.1.1.1 timeout 5s };").codes == "");
    CHECK(set("type ipv4_addr; timeout 1h; elements = { 1.1.1.1 timeout 5s expires 2s };").codes == "");
    CHECK(set("type ipv4_addr; elements = { 1.1.1.1 timeout 5s };").codes == "E0409");
    CHECK(set("type ipv4_addr; elements = { 1.1.1.1 expires 5s };").codes == "E0409");
    CHECK(analyze_text("table ip t {\n set s { type ipv4_addr\n }\n}\nadd element ip t s { 1.1.1.1 timeout 5s }\n")
              .codes == "E0409");
    CHECK(analyze_text("table ip t {\n set s { type ipv4_addr\n }\n set s { type ipv4_addr; elements = { 1.1.1.1 "
                       "timeout 5s }\n }\n}\n")
              .codes == "E0409");
}

TEST_CASE("gc-interval is for sets with timeouts") {
    CHECK(set("type ipv4_addr; gc-interval 5s;").codes == "E0409");
    CHECK(set("type ipv4_addr; gc-interval 5s; flags timeout;").codes == "");
    CHECK(set("type ipv4_addr; gc-interval 5s; timeout 1h;").codes == "");
}

TEST_CASE("maps want data, sets do not") {
    CHECK(set("type ipv4_addr; elements = { 1.1.1.1 : accept };").codes == "E0404");
    CHECK(map("type ipv4_addr : verdict; elements = { 1.1.1.1 };").codes == "E0403");
    CHECK(map("type ipv4_addr : verdict; elements = { 1.1.1.1 : accept };").codes == "");
}

TEST_CASE("a concatenation has as many parts as the type") {
    CHECK(set("type ipv4_addr . inet_service; elements = { 1.1.1.1 . 22 };").codes == "");
    CHECK(set("type ipv4_addr . inet_service; elements = { 1.1.1.1 };").codes == "E0308");
}

TEST_CASE("a nested set and a list give their data to each part") {
    const auto done = analyze_text("define lan = { 1.1.1.1, 2.2.2.2 }\ntable ip t {\n map s { type ipv4_addr : "
                                   "verdict; elements = { $lan : drop }\n }\n}\n");
    CHECK(done.codes == "");
    CHECK(done.set("s").elements.count == 2);
    CHECK(done.set("s").elements.verdict_table.size() == 1);
}

TEST_CASE("elements carry timeout, comment and counter") {
    const auto good = set("type ipv4_addr; flags timeout; counter; elements = { 1.1.1.1 counter packets 1 bytes 2 "
                          "timeout 1m comment \"x\" };");
    CHECK(good.codes == "");
    REQUIRE(good.set("s").elements.extras.size() == 1);
    CHECK(good.set("s").elements.extras[0].timeout_ms == 60000);
    CHECK(good.set("s").elements.extras[0].comment == "x");
}

TEST_CASE("unknown words in a set's block") {
    CHECK(set("type ipv4_addr; flags foo;").codes == "E0211");
    CHECK(set("type ipv4_addr; policy foo;").codes == "E0211");
    CHECK(analyze_text("table ip t {\n chain c { type filter hook input priority 0; flags offload;\n }\n}\n").codes ==
          "E0701");
    CHECK(analyze_text("table ip t {\n flags foo\n}\n").codes == "E0211");
}

TEST_CASE("sets of a rule: empty, of another type, a map where a set is needed") {
    CHECK(analyze_text("define e = { }\ntable ip t {\n chain c { ip saddr $e\n }\n}\n").codes == "E0411");
    CHECK(analyze_text("table ip t {\n set s { type mark\n }\n chain c { ip saddr @s\n }\n}\n").codes == "E0309");
    CHECK(analyze_text("table ip t {\n set s { type ipv4_addr\n }\n chain c { ip saddr vmap @s\n }\n}\n").codes ==
          "E0401");
    CHECK(analyze_rule("tcp dport vmap { 22 : queue }").codes != "");
}

TEST_CASE("typeof names fields, nothing computed from them") {
    CHECK(set("typeof (ip saddr & 255.0.0.0);").codes == "E0313");
    CHECK(map("typeof meta mark : ip saddr & 255.0.0.0;").codes == "E0313");
}
