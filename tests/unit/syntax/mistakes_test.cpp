// SPDX-License-Identifier: GPL-2.0-or-later
// What the user is told about a mistake.
#include "parse_text.h"

#include <doctest/doctest.h>

using namespace rulec;
using test::parse_text;

namespace {

// The replacement the only diagnostic offers for the text it points at.
std::string suggestion(std::string_view text, syntax::Block start = syntax::Block::chain) {
    const auto parsed = parse_text(text, start);
    if (parsed.errors != 1) return "not one error: " + parsed.summary;
    if (parsed.diagnostics.front().fixits.empty()) return "no suggestion: " + parsed.summary;
    const auto& fixit = parsed.diagnostics.front().fixits.front();
    return std::string(text.substr(fixit.span.begin, fixit.span.end - fixit.span.begin)) + " -> " + fixit.replacement;
}

std::string label(std::string_view text, syntax::Block start = syntax::Block::chain) {
    const auto parsed = parse_text(text, start);
    return parsed.errors == 1 ? parsed.diagnostics.front().primary.text : "not one error: " + parsed.summary;
}

std::string message(std::string_view text, syntax::Block start = syntax::Block::chain) {
    const auto parsed = parse_text(text, start);
    return parsed.errors == 1 ? parsed.diagnostics.front().message : "not one error: " + parsed.summary;
}

} // namespace

TEST_CASE("a misspelt keyword is recognised") {
    CHECK(suggestion("tcp dport 22 acept") == "acept -> accept");
    CHECK(suggestion("conter accept") == "conter -> counter");
    CHECK(suggestion("polcy drop") == "polcy -> policy");
    CHECK(suggestion("tpye filter hook input priority 0") == "tpye -> type");
    CHECK(suggestion("type filter hok input priority 0") == "hok -> hook");
    CHECK(suggestion("limit rat 5/second") == "rat -> rate");
    CHECK(suggestion("log prefx \"x\"") == "prefx -> prefix");
    CHECK(suggestion("chian a { accept }", syntax::Block::table) == "chian -> chain");
    CHECK(suggestion("elemnts = { 1 }", syntax::Block::set) == "elemnts -> elements");
    CHECK(suggestion("devces = { eth0 }", syntax::Block::flowtable) == "devces -> devices");
}

TEST_CASE("a misspelt header is recognised") {
    CHECK(suggestion("tpc dport 22") == "tpc -> tcp");
    CHECK(suggestion("iifnme lo") == "iifnme -> iifname");
}

TEST_CASE("a misspelt keyword that was taken for a name is blamed, not the word behind it") {
    CHECK(suggestion("tabel inet x { }", syntax::Block::top) == "tabel -> table");
    CHECK(suggestion("table ine x { }", syntax::Block::top) == "ine -> inet");
    CHECK(suggestion("chian x y { }", syntax::Block::top) == "chian -> chain");
    CHECK(suggestion("reject with icmp typ host-unreachable") == "typ -> type");
}

TEST_CASE("what was expected is said in words") {
    CHECK(label("tcp dport 22 )") == "expected a statement or a new line");
    CHECK(label("tcp dport accept") == "expected a value or a comparison");
    CHECK(label("meta mark set\n") == "expected a value");
    CHECK(label("tcp dport { 22 80 }") == "expected `}`, `,` or `:`");
    CHECK(label("elements { 1 }", syntax::Block::set) == "expected `=`");
    CHECK(label("chain x", syntax::Block::table) == "expected `{`");
    CHECK(label("5 6", syntax::Block::elements) == "expected `}`, `,` or `:`");
    CHECK(label("= 5") == "expected a rule");
}

TEST_CASE("what was found is named") {
    CHECK(message("tcp dport accept") == "unexpected `accept`");
    CHECK(message("tcp dport\n") == "unexpected end of line");
    CHECK(message("tcp dport") == "unexpected end of file");
    CHECK(message("tcp dport 22 \x01") == "invalid byte 0x01");
    CHECK(message("tcp dport 22 \xff") == "invalid byte 0xff");
    CHECK(message("log prefix \"a") == "unterminated string");
}

TEST_CASE("a line that stops short is blamed at its end") {
    const auto parsed = parse_text("chain a {\n meta mark set\n\n}", syntax::Block::table);
    REQUIRE(parsed.errors == 1);
    CHECK(parsed.diagnostics.front().primary.span.begin == 24);
    CHECK(parsed.diagnostics.front().primary.span.end == 25);
}

TEST_CASE("a brace on the next line") {
    const auto parsed = parse_text("chain a\n{\n accept\n}\n", syntax::Block::table);
    REQUIRE(parsed.errors >= 1);
    CHECK(parsed.diagnostics.front().helps == std::vector<std::string>{"put the `{` on the line of what it opens"});
    CHECK(parse_text("table a\n{\n}\n").diagnostics.front().helps.size() == 1);
}

TEST_CASE("a field without its header") {
    const auto parsed = parse_text("ip protocol 6 dport 22 accept", syntax::Block::chain);
    REQUIRE(parsed.summary == "E0101 at `dport`");
    REQUIRE(parsed.diagnostics.front().helps.size() == 1);
    CHECK(parsed.diagnostics.front().helps.front().find("`tcp dport`") != std::string::npos);
}

TEST_CASE("a chain outside of a table") {
    const auto parsed = parse_text("chain input {\n accept\n}\n");
    REQUIRE(parsed.summary == "E0101 at `{`");
    REQUIRE(parsed.diagnostics.front().helps.size() == 1);
    CHECK(parsed.diagnostics.front().helps.front().find("`chain TABLE input {`") != std::string::npos);
}

TEST_CASE("independent mistakes are all reported") {
    CHECK(parse_text("acept\ntcp dport\ndorp\n", syntax::Block::chain).errors == 3);
}
