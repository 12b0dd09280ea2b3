// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/sema/analyzed.h"

#include <doctest/doctest.h>

using namespace rulec;
using test::analyze_text;

namespace {

test::Analyzed after(std::string_view commands) {
    return analyze_text(fmt::format(
        "add table ip t\nadd chain ip t c\nadd rule ip t c tcp dport 1\n"
        "add rule ip t c tcp dport 2\nadd set ip t s {{ type ipv4_addr; elements = {{ 1.1.1.1, 2.2.2.2 }}; }}\n{}\n",
        commands));
}

} // namespace

TEST_CASE("insert goes first, an index says before or behind which rule") {
    CHECK(after("insert rule ip t c tcp dport 9").rules("c") == "tcp.dport == 9 | tcp.dport == 1 | tcp.dport == 2");
    CHECK(after("insert rule ip t c index 1 tcp dport 9").rules("c") ==
          "tcp.dport == 1 | tcp.dport == 9 | tcp.dport == 2");
    CHECK(after("add rule ip t c index 0 tcp dport 9").rules("c") ==
          "tcp.dport == 1 | tcp.dport == 9 | tcp.dport == 2");
    CHECK(after("add rule ip t c index 2 tcp dport 9").codes == "E0302");
}

TEST_CASE("create wants a new name, add does not mind") {
    CHECK(after("add table ip t\nadd chain ip t c\nadd set ip t s { type ipv4_addr; }").codes == "");
    CHECK(after("create table ip t").codes == "E0209");
    CHECK(after("create chain ip t c").codes == "E0209");
    CHECK(after("create set ip t s { type ipv4_addr; }").codes == "E0209");
    CHECK(after("add counter ip t n\ncreate counter ip t n").codes == "E0209");
    CHECK(after("create element ip t s { 3.3.3.3 }").codes == "");
    const auto twice = after("create element ip t s { 3.3.3.3, 1.1.1.1 }");
    CHECK(twice.codes == "E0209");
    CHECK(twice.place() == "1.1.1.1");
}

TEST_CASE("delete wants to find what it deletes, destroy does not mind") {
    for (const char* what :
         {"table ip x", "chain ip t x", "set ip t x", "counter ip t x", "element ip t s { 9.9.9.9 }"}) {
        CAPTURE(what);
        CHECK(after(fmt::format("delete {}", what)).codes != "");
        CHECK(after(fmt::format("destroy {}", what)).codes == "");
    }
}

TEST_CASE("delete takes away what the file made") {
    CHECK(after("delete table ip t").ruleset.tables.empty());
    CHECK(after("delete table ip t").ruleset.removed_tables.size() == 1);
    CHECK(after("delete table ip t\nadd table ip t").ruleset.removed_tables.empty());
    CHECK(after("delete chain ip t c").ruleset.tables[0].chains.empty());
    CHECK(after("delete element ip t s { 1.1.1.1 }").set("s").elements.count == 1);
    CHECK(after("add counter ip t n\ndelete counter ip t n").ruleset.tables[0].objects.empty());
}

TEST_CASE("what a rule still uses cannot be deleted") {
    CHECK(after("add rule ip t c ip saddr @s\ndelete set ip t s").codes == "E0205");
    CHECK(after("add rule ip t c ip saddr @s\nflush chain ip t c\ndelete set ip t s").codes == "");
    CHECK(after("add chain ip t d\nadd rule ip t c jump d\ndelete chain ip t d").codes == "E0204");
    CHECK(after("add counter ip t n\nadd rule ip t c counter name n\ndelete counter ip t n").codes == "E0206");
    CHECK(after("add map ip t m { type ipv4_addr : verdict; }\nadd rule ip t c ip saddr vmap @m\ndelete map ip t m")
              .codes == "E0205");
}

TEST_CASE("chains behind a deleted one keep their rules and jumps") {
    const auto done = analyze_text(
        "table inet t {\n chain a {\n }\n chain b { jump { accept; }\n tcp dport 1\n }\n}\ndelete chain inet t a\n");
    CHECK(done.codes == "");
    CHECK(done.chain("b").rules.size() == 2);
    CHECK(done.chain("b").rules[1].statements.size() == 1);
    CHECK(done.ruleset.tables[0].chains.at(1).bound);
}

TEST_CASE("flush empties, and leaves the thing there") {
    CHECK(after("flush chain ip t c").rules("c") == "");
    CHECK(after("flush table ip t").rules("c") == "");
    CHECK(after("flush set ip t s").set("s").elements.count == 0);
    CHECK(after("flush set ip t s\nadd element ip t s { 3.3.3.3 }").set("s").elements.count == 1);
    CHECK(after("flush chain ip t x").codes == "E0204");
}

TEST_CASE("flush ruleset forgets the tables and says where it stands") {
    const auto done = after("flush ruleset\nadd table ip6 x");
    CHECK(done.codes == "");
    CHECK(done.ruleset.flush_ruleset);
    CHECK(done.sources->text(done.ruleset.flush_span) == "flush ruleset");
    REQUIRE(done.ruleset.tables.size() == 1);
    CHECK(done.ruleset.tables[0].name == "x");
}

TEST_CASE("flush ruleset of one family warns that live tables stay") {
    const auto done = after("add table ip6 x\nflush ruleset ip");
    CHECK(done.codes == "W1005");
    CHECK_FALSE(done.ruleset.flush_ruleset);
    REQUIRE(done.ruleset.tables.size() == 1);
    CHECK(done.ruleset.tables[0].name == "x");
    CHECK(after("flush ruleset\nflush ruleset ip").codes == ""); // says nothing more
}

TEST_CASE("rename moves the name, the old one is free and unknown") {
    CHECK(after("rename chain ip t c d").rules("d") == "tcp.dport == 1 | tcp.dport == 2");
    CHECK(after("rename chain ip t c d\nadd rule ip t c accept").codes == "E0204");
    CHECK(after("add chain ip t d\nrename chain ip t c d").codes == "E0209");
    CHECK(after("rename chain ip t x d").codes == "E0204");
}

TEST_CASE("commands for a running kernel name the tool") {
    for (const char* command :
         {"delete rule ip t c handle 5", "replace rule ip t c handle 5 accept", "reset counters", "monitor",
          "insert rule ip t c handle 5 accept", "delete table ip handle 4"}) {
        CAPTURE(command);
        CHECK(after(command).codes == "E0511");
    }
    CHECK(after("list ruleset").codes == "W1001");
}
