// SPDX-License-Identifier: GPL-2.0-or-later
// Files of one element a line: what they may hold, and that the bulk scanner and the grammar read the same in them.
#include "compiler/syntax/plain_elements.h"
#include "compiler/syntax/print_ast.h"
#include "parse_text.h"

#include <array>
#include <random>

#include <doctest/doctest.h>

using namespace rulec;
using test::parse_text;

namespace {

// Lists as short as these are the grammar's alone if some tokens follow: what was lexed ahead is not thrown away for
// the scanner.
constexpr unsigned kMostPieces = 40;
constexpr std::string_view kMoreLines = "\n(1)\n(2)\n(3)\n(4)\n(5)\n";

constexpr std::array<std::string_view, 30> kPieces = {"10.0.0.1",
                                                      "10.0.0.0/8",
                                                      "10.0.0.1-10.0.0.9",
                                                      "fe80::1",
                                                      "2001:db8::/32",
                                                      "22",
                                                      "0x1f",
                                                      "ssh",
                                                      "file",
                                                      "a:b:c:d:e:f",
                                                      "1.2.3",
                                                      "1.2.3.4567",
                                                      "\"x\"",
                                                      "80:drop",
                                                      ":",
                                                      "jump c",
                                                      "accept",
                                                      " . ",
                                                      "-",
                                                      "/",
                                                      ",",
                                                      ",",
                                                      "\n",
                                                      "\n",
                                                      "\r\n",
                                                      " ",
                                                      "\t",
                                                      "# c\n",
                                                      "timeout 1s",
                                                      ";"};

std::string random_list(std::mt19937& random) {
    std::string text;
    for (auto piece = random() % kMostPieces; piece > 0; --piece)
        text += kPieces[random() % kPieces.size()];
    return text;
}

// Each element a line, as far as the scanner comes.
std::string scanned(std::string_view text) {
    std::string lines;
    syntax::scan_plain_elements({FileId{0}, text, syntax::ListForm::lines}, 0,
                                [&](const ast::PlainElements& elements) {
                                    for (const ast::Element& element : syntax::as_elements(elements))
                                        lines += "\n  " + syntax::print_element(element);
                                });
    return lines;
}

} // namespace

TEST_CASE("what the scanner takes from random lines, the grammar takes as well") {
    std::mt19937 random(5);
    std::size_t taken = 0;
    for (int round = 0; round < 20'000; ++round) {
        const std::string text = random_list(random);
        const std::string lines = scanned(text);
        const auto parsed = parse_text(text + std::string(kMoreLines), syntax::Block::list_file);
        if (lines.empty()) continue;
        ++taken;
        CHECK_MESSAGE(parsed.tree.starts_with("elements" + lines + "\n"), text);
    }
    CHECK(taken > 1000);
}

TEST_CASE("a long file of lines is read by the scanner, up to what only the grammar knows and behind it") {
    std::string text = "# head\r\n";
    std::string tree;
    for (int i = 0; i < 3000; ++i) {
        const bool plain = i % 1000 != 500;
        const std::string element = std::to_string(i);
        text += element + (plain ? " # why\r\n\r\n" : " timeout 5s,\n");
        tree += "\n  " + element + (plain ? "" : " timeout 5s");
    }
    auto parsed = parse_text(text, syntax::Block::list_file);
    CHECK(parsed.summary == "");
    for (std::size_t at; (at = parsed.tree.find("\nelements\n")) != std::string::npos;)
        parsed.tree.erase(at, std::string_view("\nelements").size());
    CHECK(parsed.tree == "elements" + tree + "\n");
}

TEST_CASE("a file of lines: newlines or commas between elements, comments, nothing at all") {
    const auto tree = [](std::string_view text) {
        const auto parsed = parse_text(text, syntax::Block::list_file);
        return parsed.summary.empty() ? parsed.tree : parsed.summary;
    };
    CHECK(tree("") == "");
    CHECK(tree("\n# nothing\r\n\n") == "");
    CHECK(tree("1\n2") == "elements\n  1\n  2\n");
    CHECK(tree("1,\r\n2, 3,\n# c\n") == "elements\n  1\n  2\n  3\n");
    CHECK(tree("1 . 2 : drop # c") == "elements\n  1 . 2: drop\n");
}

TEST_CASE("a mistake in a file of lines costs its line") {
    const auto summary = [](std::string_view text) { return parse_text(text, syntax::Block::list_file).summary; };
    CHECK(summary("1 2\n3\n4 5\n") == "E0101 at `2`; E0101 at `5`");
    CHECK(summary("1 2,\n3 4,\n5") == "E0101 at `2`; E0101 at `4`");
    CHECK(summary("1 ; c\n; c\n2") == "E0101 at `;`; E0101 at `;`");
    CHECK(summary(",1\n2 .\n3") == "E0101 at `,`; E0101 at `\n`");
    CHECK(summary("1\n}\n2 3") == "E0105 at `}`; E0101 at `3`");
    CHECK(summary("include \"x\"\ndefine a = 1\n1") == "E0101 at `include`; E0101 at `define`");
    CHECK(parse_text("1 ; c", syntax::Block::list_file).diagnostics.at(0).helps.size() == 1);
}
