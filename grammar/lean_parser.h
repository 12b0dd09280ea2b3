// SPDX-License-Identifier: GPL-2.0-or-later
// LeanParser: the base class of the fast parser. ANTLR generates the same RulesParser twice from one grammar: once on
// antlr4::Parser (good at explaining a mistake), once on this class (`-DsuperClass`), which gives the generated code
// the names it uses without qualification (match, consume, enterRule, _input, _errHandler...) with the least behind
// them: no contexts, no virtual calls, no prediction. The result is a ShapeTree.
//
// The grammar must be LL(1): a rule that needed ANTLR's prediction would call adaptivePredict() and not compile.
// A syntax error or too deep nesting throws; parse_statement() in compiler/syntax/statement_parser.cpp catches both.
#pragma once

#include "grammar/shape_tree.h"
#include "grammar/token_supply.h"

#include <array>
#include <cstddef>
#include <exception>
#include <string>
#include <vector>

#include <antlr4-runtime.h>

namespace rulec::grammar {

class LeanParser {
  public:
    struct SyntaxError {};
    struct NoViableAltException : SyntaxError { // hides antlr4's; the generated code throws it by this name
        explicit NoViableAltException(LeanParser*) {}
    };
    struct TooDeep {};
    // Rules nested in rules: a level of braces or parentheses takes up to eight.
    static constexpr std::size_t kMaxDepth = 512;

    explicit LeanParser(antlr4::TokenStream*) {}
    virtual ~LeanParser() = default;
    LeanParser(const LeanParser&) = delete;
    LeanParser& operator=(const LeanParser&) = delete;

    // Call before an entry rule.
    void start(TokenSupply& supply) {
        _input.supply = &supply;
        tree_.clear();
        depth_ = 0;
    }
    const ShapeTree& tree() const { return tree_; }

    static constexpr std::size_t EOF = antlr4::Token::EOF; // antlr4-runtime.h has removed the macro

    // What the generated class overrides; nobody calls them here.
    virtual std::string getGrammarFileName() const = 0;
    virtual const antlr4::atn::ATN& getATN() const = 0;
    virtual const std::vector<std::string>& getTokenNames() const = 0;
    virtual const std::vector<std::string>& getRuleNames() const = 0;
    virtual antlr4::dfa::Vocabulary& getVocabulary() const = 0;

  protected:
    // ---- names that hide those of namespace antlr4 in the generated code
    struct RecognitionException {}; // never thrown
    struct atn {                    // no simulator, and no automaton read at start-up
        struct ParserATNSimulator {
            template <class... Args>
            explicit ParserATNSimulator(Args&&...) {}
        };
        struct ATNDeserializer {
            template <class Serialized>
            antlr4::atn::ATN deserialize(const Serialized&) {
                return {};
            }
        };
    };
    struct Input {
        TokenSupply* supply = nullptr;
        Input* operator->() { return this; }
        std::size_t LA(int) const { return static_cast<std::size_t>(std::ptrdiff_t{supply->current().type}); }
    };
    struct ErrorHandler {
        ErrorHandler* operator->() { return this; }
        void sync(LeanParser*) {}
        void reportMatch(LeanParser*) {}
        [[noreturn]] void recoverInline(LeanParser*) { throw SyntaxError(); }
        void reportError(LeanParser*, const RecognitionException&) {}
        void recover(LeanParser*, std::exception_ptr) {}
    };
    struct Tracker {
        template <class Context, class... Args>
        Context* createInstance(Args&&...) {
            return nullptr; // contexts are handed around by the generated code, never looked at
        }
    };
    template <class Action>
    struct Finally {
        Action action;
        ~Finally() { action(); }
    };
    template <class Action>
    static Finally<Action> finally(Action action) {
        return {action};
    }

    // ---- what a generated rule does
    static std::size_t getState() { return 0; }
    void setState(std::size_t) {}
    void enterOuterAlt(void*, std::size_t) {}
    void enterRule(void*, std::size_t, std::size_t rule) {
        if (depth_ == kMaxDepth) throw TooDeep();
        open_[depth_++] = static_cast<std::uint32_t>(tree_.size());
        tree_.push_back({static_cast<std::uint32_t>(rule), _input.supply->position(), 0, 0});
    }
    void exitRule() {
        ShapeNode& node = tree_[open_[--depth_]];
        node.token_end = _input.supply->position();
        node.next = static_cast<std::uint32_t>(tree_.size());
    }
    void consume() { _input.supply->advance(); }
    void match(std::size_t type) {
        if (_input.LA(1) != type) throw SyntaxError();
        consume();
    }

    antlr4::ParserRuleContext* _ctx = nullptr;
    atn::ParserATNSimulator* _interpreter = nullptr;
    Input _input;
    ErrorHandler _errHandler;
    Tracker _tracker;

  private:
    ShapeTree tree_;
    std::array<std::uint32_t, kMaxDepth> open_{};
    std::size_t depth_ = 0;
};

} // namespace rulec::grammar
