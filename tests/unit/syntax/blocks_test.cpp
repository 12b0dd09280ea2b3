// SPDX-License-Identifier: GPL-2.0-or-later
// Blocks: openings and closings come in pairs, whatever is wrong between them.
#include "parse_text.h"

#include <algorithm>
#include <string>

#include <doctest/doctest.h>

using namespace rulec;
using test::parse_text;

TEST_CASE("lines of a set") {
    CHECK(parse_text("type ipv4_addr . inet_service : interval mark\nflags interval,timeout\ntimeout 1h\nauto-merge",
                     syntax::Block::map)
              .tree ==
          "type ipv4_addr . inet_service : interval mark\nflags interval timeout\ntimeout 1h\nauto-merge\n");
    CHECK(parse_text("type ipv4_addr : ct helper", syntax::Block::map).tree == "type ipv4_addr : object ct helper\n");
    CHECK(parse_text("typeof ip saddr : verdict", syntax::Block::map).tree == "typeof (ip saddr) : verdict\n");
    CHECK(parse_text("counter limit rate 1/second", syntax::Block::set).tree == "counter\nlimit rate 1/second\n");
}

TEST_CASE("lines of a chain") {
    CHECK(parse_text("type filter hook input device eth0 priority mangle - 5; policy drop", syntax::Block::chain)
              .tree == "hook type filter input devices eth0 priority mangle -5\npolicy drop\n");
    CHECK(parse_text("type filter hook input priority -150", syntax::Block::chain).tree ==
          "hook type filter input priority -150\n");
}

TEST_CASE("elements arrive in chunks, in order") {
    struct Counter final : syntax::Consumer {
        std::size_t chunks = 0, elements = 0, largest = 0;
        void consume(ast::Item item) override {
            std::size_t here = 0;
            if (const auto* chunk = std::get_if<ast::ElementsChunk>(&item.node)) here = chunk->elements.size();
            if (const auto* plain = std::get_if<ast::PlainElements>(&item.node)) here = plain->words.size();
            chunks += here > 0 ? 1 : 0;
            elements += here;
            largest = std::max(largest, here);
        }
    };
    std::string text = "table t { set s { type mark; elements = { 0";
    for (int i = 1; i < 10000; ++i)
        text += ",\n" + std::to_string(i);
    text += " } } }";
    SourceManager sources;
    const FileId file = sources.add("test.rules", text);
    diag::Sink sink;
    Counter counter;
    syntax::parse(sources, file, syntax::Block::top, counter, sink);
    CHECK(counter.elements == 10000);
    CHECK(counter.chunks > 1);
    CHECK(counter.largest < 9000);
}

TEST_CASE("a wrong opening costs its block, one diagnostic") {
    const auto parsed = parse_text("table t {\n chian a {\n accept\n foo\n }\n chain b { accept }\n}\n");
    CHECK(parsed.summary == "E0101 at `chian`");
    CHECK(parsed.tree == "table t {\n  chain b {\n    rule\n      verdict accept\n  }\n}\n");
}

TEST_CASE("a wrong statement costs itself") {
    const auto parsed = parse_text("accept\ntcp dport 22 acept\ndrop", syntax::Block::chain);
    CHECK(parsed.summary == "E0101 at `acept`");
    CHECK(parsed.tree == "rule\n  verdict accept\nrule\n  verdict drop\n");
}

TEST_CASE("a wrong element costs itself") {
    const auto parsed = parse_text("1, 2 3, 4", syntax::Block::elements);
    CHECK(parsed.summary == "E0101 at `3`");
    CHECK(parsed.tree == "elements\n  1\n  4\n");
}

TEST_CASE("a set literal that is not closed costs its line") {
    const auto parsed = parse_text("table t {\n chain a {\n tcp dport { 22, 80 accept\n drop\n }\n}\n");
    CHECK(parsed.summary == "E0101 at `accept`");
    CHECK(parsed.tree == "table t {\n  chain a {\n    rule\n      verdict drop\n  }\n}\n");
}

TEST_CASE("a mistake in a set literal of many lines costs its statement") {
    const auto parsed = parse_text("tcp dport { 22,\n 80 90,\n 443 } accept\ndrop", syntax::Block::chain);
    CHECK(parsed.summary == "E0101 at `90`");
    CHECK(parsed.tree == "rule\n  verdict drop\n");
}

TEST_CASE("a block that is not closed is one diagnostic that shows its opening") {
    const auto parsed = parse_text("table t {\n chain a {\n accept\n");
    CHECK(parsed.summary == "E0104 at ``");
    REQUIRE(parsed.diagnostics.front().secondary.size() == 1);
    CHECK(parsed.diagnostics.front().secondary.front().span.begin == 19);
    CHECK(std::count(parsed.tree.begin(), parsed.tree.end(), '}') == 2);
}

TEST_CASE("a chain that is not closed before the next") {
    const auto parsed = parse_text("table t {\n chain a {\n accept\n chain b {\n drop\n }\n}\n");
    CHECK(parsed.summary == "E0104 at `chain`");
    CHECK(parsed.tree == "table t {\n  chain a {\n    rule\n      verdict accept\n  }\n  chain b {\n    rule\n      "
                         "verdict drop\n  }\n}\n");
}

TEST_CASE("braces that close nothing are one diagnostic") {
    CHECK(parse_text("table t { }\n}\n}\nadd table u").summary == "E0105 at `}`");
}

TEST_CASE("blocks need a separator behind them") {
    const auto parsed = parse_text("table t { chain a { accept } chain b { drop } }");
    CHECK(parsed.summary == "E0107 at `chain`");
}
