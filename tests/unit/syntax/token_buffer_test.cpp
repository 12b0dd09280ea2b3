// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/syntax/token_buffer.h"
#include "grammar/fast_rules.h"

#include <string>

#include <doctest/doctest.h>

using namespace rulec;
using grammar::Rules;

namespace {

// The texts of all tokens, newlines as "NL".
std::string tokens_of(std::string_view text) {
    syntax::TokenBuffer tokens(text);
    std::string out;
    for (; tokens.current().type != grammar::kEndOfText; tokens.advance()) {
        if (!out.empty()) out += ' ';
        out += tokens.current().type == Rules::NEWLINE ? "NL" : tokens.text(tokens.current());
    }
    return out;
}

std::int32_t last_type(std::string_view text) {
    syntax::TokenBuffer tokens(text);
    std::int32_t type = 0;
    for (; tokens.current().type != grammar::kEndOfText; tokens.advance())
        type = tokens.current().type;
    return type;
}

} // namespace

TEST_CASE("newlines that separate nothing are left out") {
    CHECK(tokens_of("\n\na\n\n\nb\n") == "a NL b NL");
    CHECK(tokens_of("{\n1,\n2\n,3\n}\n") == "{ 1 , 2 , 3 } NL");
    CHECK(tokens_of("a # comment\n# comment\nb;\nc") == "a NL b ; c");
    CHECK(tokens_of("a \\\n b") == "a b");
}

TEST_CASE("a word and what follows a colon are cut apart") {
    CHECK(tokens_of("80:accept") == "80 : accept");
    CHECK(tokens_of("80:drop,1d:dead1,22:10.0.0.1") == "80 : drop , 1d : dead1 , 22 : 10.0.0.1");
    CHECK(tokens_of("22:12345") == "22 : 12345");
    CHECK(tokens_of("1:2") == "1:2"); // a traffic class
    CHECK(tokens_of("1:2-1:5") == "1:2 - 1:5");
    CHECK(tokens_of("1234:::accept") == "1234:: : accept");
}

TEST_CASE("words that begin a selector have their class") {
    CHECK(last_type("tcp") == Rules::HEADER);
    CHECK(last_type("iifname") == Rules::KEY);
    CHECK(last_type("established") == Rules::WORD);
    CHECK(last_type("ip") == Rules::K_IP);
}

TEST_CASE("the field of an option is told from the value of a match") {
    CHECK(last_type("tcp option maxseg size") == Rules::OPTION_FIELD);
    CHECK(last_type("sctp chunk data tsn") == Rules::OPTION_FIELD);
    CHECK(last_type("tcp option maxseg exists") == Rules::WORD);
    CHECK(last_type("reset tcp option maxseg foo") == Rules::WORD);
}

TEST_CASE("a comma before a closing brace is marked") {
    CHECK(last_type("{ 1, ") == Rules::COMMA);
    syntax::TokenBuffer tokens("{ 1,\n # comment\n }");
    tokens.advance();
    tokens.advance();
    CHECK(tokens.current().type == Rules::TRAILING_COMMA);
}

TEST_CASE("tokens of a statement stay together however many there are") {
    std::string text = "first ";
    for (int i = 0; i < 5000; ++i)
        text += "x ";
    syntax::TokenBuffer tokens(text);
    tokens.begin_statement();
    while (tokens.current().type != grammar::kEndOfText)
        tokens.advance();
    CHECK(tokens.consumed().size() == 5001);
    CHECK(tokens.text(tokens.consumed().front()) == "first");
    CHECK(tokens.peek(3).type == grammar::kEndOfText);
}
