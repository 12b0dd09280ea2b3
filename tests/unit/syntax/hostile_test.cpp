// SPDX-License-Identifier: GPL-2.0-or-later
// Input that no one writes by hand: clear diagnostics, bounded nesting, no time that grows with the square.
#include "parse_text.h"
#include "samples.h"

#include <algorithm>
#include <random>
#include <string>

#include <doctest/doctest.h>

using namespace rulec;
using test::parse_text;

namespace {

std::string repeated(std::string_view piece, std::size_t times) {
    std::string out;
    out.reserve(piece.size() * times);
    while (times-- > 0)
        out += piece;
    return out;
}

constexpr std::size_t kMany = 1 << 20;

} // namespace

TEST_CASE("a file cut off at any byte") {
    for (const auto text : test::sample_files()) {
        for (std::size_t length = 0; length < text.size(); ++length) {
            const auto parsed = parse_text(text.substr(0, length));
            CHECK(std::count(parsed.tree.begin(), parsed.tree.end(), '{') ==
                  std::count(parsed.tree.begin(), parsed.tree.end(), '}'));
            CHECK(parsed.errors <= 2);
        }
    }
}

TEST_CASE("damaged files") {
    std::mt19937 random(11);
    for (const auto sample : test::sample_files()) {
        for (int round = 0; round < 300; ++round) {
            std::string text(sample);
            for (int i = 0; i < 8; ++i)
                text[random() % text.size()] = static_cast<char>(random());
            if (round % 3 == 0) text.erase(random() % text.size(), random() % 40);
            parse_text(text);
        }
    }
}

TEST_CASE("nesting has a limit") {
    CHECK(parse_text("ip saddr " + repeated("(", kMany), syntax::Block::chain).summary.starts_with("E0106"));
    CHECK(parse_text("tcp dport " + repeated("{1,", kMany), syntax::Block::chain).summary.starts_with("E0106"));
    CHECK(parse_text(repeated("jump {", kMany), syntax::Block::chain).summary.starts_with("E0106"));
    CHECK(parse_text("meta mark set 1" + repeated("|1", kMany), syntax::Block::chain).summary.starts_with("E0106"));
    CHECK(parse_text("meta mark set " + repeated("(", 40) + "1" + repeated(")", 40), syntax::Block::chain).summary ==
          "");
}

TEST_CASE("endless repetitions of one thing") {
    using namespace std::string_view_literals;
    for (const std::string_view piece : {"{"sv, "("sv, "-"sv, "$"sv, "\\"sv, "\""sv, "1:"sv, "1."sv, "1a"sv, "1d"sv,
                                         "1:1:1:1:"sv, "\\*"sv, "\0"sv, "\xff"sv}) {
        CHECK(parse_text(repeated(piece, kMany)).errors >= 1);
    }
    CHECK(parse_text(repeated("}", kMany)).errors == 1);
    CHECK(parse_text(repeated("\n", kMany)).errors == 0);
    CHECK(parse_text(repeated("#\n", kMany)).errors == 0);
    CHECK(parse_text(repeated(";", kMany)).errors == 0);
    CHECK(parse_text(repeated("a", kMany)).errors == 1);
    const auto parsed = parse_text(repeated("foo bar\n", kMany / 16));
    CHECK(parsed.errors == diag::Sink::kMaxErrors); // nobody reads more
    CHECK(parsed.diagnostics.back().code == diag::Code::kGaveUp);
}

TEST_CASE("a long word is shown shortened") {
    const auto parsed = parse_text("accept " + repeated("a", kMany), syntax::Block::chain);
    REQUIRE(parsed.errors == 1);
    CHECK(parsed.diagnostics.front().message.size() < 100);
}

TEST_CASE("a mistake at the end of a long statement") {
    CHECK(parse_text("tcp dport { " + repeated("1,", kMany) + " ! } accept\ndrop", syntax::Block::chain).summary ==
          "E0101 at `!`");
}

TEST_CASE("a string that is not closed ends with its line") {
    CHECK(parse_text("log prefix \"abc\naccept\n", syntax::Block::chain).tree == "rule\n  verdict accept\n");
}
