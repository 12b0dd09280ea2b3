// SPDX-License-Identifier: GPL-2.0-or-later
// The table that lexgen wrote gives the tokens of ANTLR's own lexer, on real text and on noise.
#include "RulesLexer.h"
#include "grammar/table_lexer.h"
#include "samples.h"

#include <random>
#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace {

// ANTLR's own input stream decodes UTF-8 and refuses what is none; rules are bytes.
class Bytes final : public antlr4::CharStream {
  public:
    explicit Bytes(std::string_view text) : text_(text) {}
    void consume() override { ++at_; }
    std::size_t LA(ssize_t ahead) override {
        const auto place = static_cast<ssize_t>(at_) + (ahead > 0 ? ahead - 1 : ahead);
        if (place < 0 || place >= static_cast<ssize_t>(text_.size())) return antlr4::IntStream::EOF;
        return static_cast<unsigned char>(text_[static_cast<std::size_t>(place)]);
    }
    ssize_t mark() override { return 0; }
    void release(ssize_t) override {}
    std::size_t index() override { return at_; }
    void seek(std::size_t place) override { at_ = place; }
    std::size_t size() override { return text_.size(); }
    std::string getSourceName() const override { return "bytes"; }
    std::string getText(const antlr4::misc::Interval&) override { return {}; }
    std::string toString() const override { return std::string(text_); }

  private:
    std::string_view text_;
    std::size_t at_ = 0;
};

std::string stock_tokens(std::string_view text) {
    Bytes bytes(text);
    RulesLexer lexer(&bytes);
    lexer.removeErrorListeners();
    std::string out;
    for (;;) {
        const auto token = lexer.nextToken();
        const auto type = static_cast<std::ptrdiff_t>(token->getType());
        if (type < 0) return out;
        out += fmt::format("{}@{}+{} ", type, token->getStartIndex(),
                           token->getStopIndex() + 1 - token->getStartIndex());
    }
}

std::string table_tokens(std::string_view text) {
    std::string out;
    for (std::uint32_t at = 0;;) {
        const auto token = rulec::grammar::lex(text, at);
        if (token.type == rulec::grammar::kEndOfText) return out;
        out += fmt::format("{}@{}+{} ", token.type, token.begin, token.len);
        at = token.end();
    }
}

void check_agree(std::string_view text) {
    REQUIRE_MESSAGE(table_tokens(text) == stock_tokens(text), text);
}

} // namespace

TEST_CASE("both lexers give the same tokens for rules") {
    for (const auto text : rulec::test::sample_files())
        check_agree(text);
    for (const auto text : rulec::test::sample_rules())
        check_agree(text);
}

TEST_CASE("both lexers give the same tokens for literals at the edge of each other") {
    for (const std::string_view text : {"1:2",
                                        "80:accept",
                                        "1234:::accept",
                                        "::",
                                        "::1:accept",
                                        "1::2",
                                        "1:2:3:4:5:6:7:8",
                                        "1:2:3:4:5:6:7:8:9",
                                        "[::1]:80",
                                        "::ffff:1.2.3.4",
                                        "1:2:3:4:5:6:1.2.3.4",
                                        "0:1:2:3:4:5",
                                        "00:11:22:33:44:55:66",
                                        "1d2h3m4s500ms",
                                        "1w",
                                        "1d:drop",
                                        "0x1f",
                                        "0xg",
                                        "1.2.3",
                                        "1.2.3.4",
                                        "1.2.3.4.5",
                                        "8021q",
                                        "eth*",
                                        "eth\\*",
                                        "\\*",
                                        "a\\*b",
                                        "a-b.c/d",
                                        "\"a",
                                        "\"a\"b\"",
                                        "gc-interval",
                                        "gc-",
                                        "ct count",
                                        "ct  counter",
                                        "ipsec in",
                                        "ipsec inx",
                                        "a\\\nb",
                                        "a \\ \n b",
                                        "\r\n \r\n\t\n x",
                                        "5ad",
                                        "$a-b",
                                        "$ a",
                                        "$",
                                        "@th,16,32",
                                        "<<=",
                                        "!=="}) {
        check_agree(text);
    }
}

TEST_CASE("both lexers give the same tokens for noise") {
    std::mt19937 random(20240101);
    const std::string_view alphabet = "0123456789abcdefxghmswd:.-/*\\\"$@{},; \t\r\n#_<>=!&|\0\x80\xff";
    for (int round = 0; round < 3000; ++round) {
        std::string text;
        for (auto length = random() % 40; length > 0; --length)
            text += alphabet[random() % (alphabet.size() + 2)];
        check_agree(text);
    }
}

TEST_CASE("both lexers give the same tokens for damaged rules") {
    std::mt19937 random(7);
    for (const auto sample : rulec::test::sample_files()) {
        for (int round = 0; round < 200; ++round) {
            std::string text(sample);
            for (int i = 0; i < 5; ++i)
                text[random() % text.size()] = static_cast<char>(random());
            check_agree(text);
        }
    }
}
