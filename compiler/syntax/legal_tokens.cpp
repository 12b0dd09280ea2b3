// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/syntax/legal_tokens.h"

#include "stock/RulesParser.h"

#include <map>
#include <memory>
#include <vector>

namespace rulec::syntax {
namespace {

using stock_parser::RulesParser;

// Stops at the first mistake and keeps what would have been legal there.
class FirstMistake final : public antlr4::DefaultErrorStrategy {
  public:
    struct Found {};

    void sync(antlr4::Parser* parser) override {
        const auto type = parser->getTokenStream()->LA(1);
        const auto& next = parser->getATN().nextTokens(parser->getATN().states[parser->getState()]);
        const auto token = static_cast<ssize_t>(type);
        if (next.contains(token)) return;
        if (next.contains(static_cast<ssize_t>(antlr4::Token::EPSILON)) &&
            parser->getExpectedTokens().contains(token))
            return;
        stop(parser);
    }
    antlr4::Token* recoverInline(antlr4::Parser* parser) override {
        stop(parser);
        return nullptr;
    }
    void recover(antlr4::Parser* parser, std::exception_ptr) override { stop(parser); }
    void reportError(antlr4::Parser*, const antlr4::RecognitionException&) override {}

    TokenTypes legal;

  private:
    void stop(antlr4::Parser* parser) {
        for (const ssize_t type : parser->getExpectedTokens().toList())
            legal.insert(static_cast<std::int32_t>(type));
        throw Found();
    }
};

void run(Entry entry, RulesParser& parser) {
    switch (entry) {
    case Entry::top_line: parser.topLineOnly(); return;
    case Entry::table_line: parser.tableLineOnly(); return;
    case Entry::chain_line: parser.chainLineOnly(); return;
    case Entry::set_line: parser.setLineOnly(); return;
    case Entry::flowtable_line: parser.flowtableLineOnly(); return;
    case Entry::object_line: parser.objectLineOnly(); return;
    case Entry::element_line: parser.elementLineOnly(); return;
    case Entry::list_line: parser.listLineOnly(); return;
    }
}

// A token of this type is legal nowhere.
constexpr std::size_t kMistake = RulesParser::UNKNOWN;

std::vector<std::unique_ptr<antlr4::Token>> stock_tokens(std::span<const grammar::Token> tokens) {
    std::vector<std::unique_ptr<antlr4::Token>> out;
    out.reserve(tokens.size() + 2);
    const auto add = [&out](std::size_t type) { out.push_back(std::make_unique<antlr4::CommonToken>(type, "")); };
    for (const grammar::Token& token : tokens)
        add(static_cast<std::size_t>(std::ptrdiff_t{token.type}));
    add(kMistake);
    add(antlr4::Token::EOF);
    return out;
}

} // namespace

TokenTypes legal_after(Entry entry, std::span<const grammar::Token> beginning) {
    antlr4::ListTokenSource source(stock_tokens(beginning));
    antlr4::CommonTokenStream stream(&source);
    RulesParser parser(&stream);
    parser.setBuildParseTree(false);
    parser.removeErrorListeners();
    const auto strategy = std::make_shared<FirstMistake>();
    parser.setErrorHandler(strategy);
    try {
        run(entry, parser);
    } catch (const FirstMistake::Found&) {
    }
    return strategy->legal;
}

const TokenTypes& first_of(std::size_t rule) {
    static std::map<std::size_t, TokenTypes> known;
    const auto [entry, fresh] = known.try_emplace(rule);
    if (fresh) {
        RulesParser parser(nullptr);
        const auto& atn = parser.getATN();
        for (const ssize_t type : atn.nextTokens(atn.ruleToStartState[rule]).toList()) {
            entry->second.insert(static_cast<std::int32_t>(type));
        }
    }
    return entry->second;
}

std::string spelling(std::int32_t type) {
    if (type <= 0) return {};
    const RulesParser parser(nullptr);
    const std::string quoted = parser.getVocabulary().getLiteralName(static_cast<std::size_t>(type));
    return quoted.size() > 2 ? quoted.substr(1, quoted.size() - 2) : quoted;
}

} // namespace rulec::syntax
