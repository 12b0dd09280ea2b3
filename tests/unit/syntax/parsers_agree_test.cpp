// SPDX-License-Identifier: GPL-2.0-or-later
// The fast parser and the stock parser, generated from one grammar, accept the same statements and find the first
// mistake at the same token.
#include "compiler/syntax/legal_tokens.h"
#include "compiler/syntax/statement_parser.h"
#include "grammar/fast_rules.h"
#include "samples.h"

#include <random>
#include <string>

#include <doctest/doctest.h>

using namespace rulec;
using grammar::Rules;

namespace {

bool agree(syntax::Entry entry, std::string_view text) {
    syntax::StatementParser parser;
    syntax::TokenBuffer tokens(text);
    const syntax::Outcome outcome = parser.parse(entry, tokens);
    const syntax::TokenTypes legal = syntax::legal_after(entry, tokens.consumed());
    // The fast parser stops either behind a statement or at a token that cannot continue it.
    if (outcome == syntax::Outcome::accepted) return legal.contains(grammar::kEndOfText);
    return !legal.empty() && !legal.contains(tokens.current().type);
}

std::string without_word(std::string_view text, std::size_t which) {
    std::size_t begin = 0;
    for (; which > 0 && begin != std::string_view::npos; --which)
        begin = text.find(' ', begin + 1);
    if (begin == std::string_view::npos) return std::string(text);
    const std::size_t end = text.find(' ', begin + 1);
    return std::string(text.substr(0, begin)) + (end == std::string_view::npos ? "" : std::string(text.substr(end)));
}

} // namespace

TEST_CASE("both parsers accept the sample rules") {
    for (const auto rule : test::sample_rules()) {
        syntax::StatementParser parser;
        syntax::TokenBuffer tokens(rule);
        CHECK_MESSAGE(parser.parse(syntax::Entry::chain_line, tokens) == syntax::Outcome::accepted, rule);
        CHECK_MESSAGE(tokens.current().type == grammar::kEndOfText, rule);
        CHECK_MESSAGE(agree(syntax::Entry::chain_line, rule), rule);
    }
}

TEST_CASE("both parsers stop at the same token when a word is missing") {
    for (const auto rule : test::sample_rules()) {
        for (std::size_t word = 0; word < 12; ++word) {
            const std::string text = without_word(rule, word);
            CHECK_MESSAGE(agree(syntax::Entry::chain_line, text), text);
        }
    }
}

TEST_CASE("both parsers stop at the same token when rules are shuffled together") {
    std::mt19937 random(3);
    const auto& rules = test::sample_rules();
    for (int round = 0; round < 1000; ++round) {
        std::string_view left = rules[random() % rules.size()];
        std::string_view right = rules[random() % rules.size()];
        const std::string text = std::string(left.substr(0, random() % left.size())) + " " +
                                 std::string(right.substr(random() % right.size()));
        for (const auto entry : {syntax::Entry::chain_line, syntax::Entry::top_line, syntax::Entry::set_line,
                                 syntax::Entry::element_line, syntax::Entry::table_line}) {
            CHECK_MESSAGE(agree(entry, text), text);
        }
    }
}
