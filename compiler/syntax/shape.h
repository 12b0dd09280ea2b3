// SPDX-License-Identifier: GPL-2.0-or-later
// Shape: a reader of one node of a statement's shape tree. Its children are tokens and sub-rules in source order; a
// builder takes them one after the other, much as one would write a parser by hand, but nothing can go wrong any
// more: the statement has been accepted.
#pragma once

#include "compiler/source/span.h"
#include "compiler/support/check.h"
#include "compiler/syntax/ast.h"
#include "grammar/fast_rules.h"

#include <string_view>

namespace rulec::syntax {

using grammar::Rules;
using grammar::Token;

// One accepted statement: its tree, its tokens, and the file.
struct Statement {
    FileId file;
    std::string_view text; // of the file
    const grammar::ShapeTree* tree;
    const Token* tokens;
    bool too_deep = false; // set by a builder that would have to nest too deeply; the driver reports it

    Span span(const Token& token) const { return {file, token.begin, token.end()}; }
    std::string_view text_of(const Token& token) const { return text.substr(token.begin, token.len); }
};

class Shape {
  public:
    Shape(Statement& statement, std::uint32_t node)
        : statement_(&statement), node_(&(*statement.tree)[node]), child_(node + 1), token_(node_->first_token) {}

    std::uint32_t rule() const { return node_->rule; }
    Statement& statement() const { return *statement_; }
    Span span() const {
        return {statement_->file, first_token().begin, statement_->tokens[node_->token_end - 1].end()};
    }
    std::uint32_t token_count() const { return node_->token_end - node_->first_token; }
    const Token& first_token() const { return statement_->tokens[node_->first_token]; }
    const Token& token_at(std::uint32_t index) const { return statement_->tokens[node_->first_token + index]; }
    const Token& last_token() const { return statement_->tokens[node_->token_end - 1]; }

    // How many of the children are rules.
    std::size_t rule_count() const {
        std::size_t count = 0;
        for (std::uint32_t child = child_; child != node_->next; child = (*statement_->tree)[child].next)
            ++count;
        return count;
    }

    // ---- the next child
    bool at_end() const { return token_ == node_->token_end; }
    bool at_rule() const { return child_ != node_->next && (*statement_->tree)[child_].first_token == token_; }
    bool at_rule(std::size_t rule) const { return at_rule() && (*statement_->tree)[child_].rule == rule; }
    bool at_token(std::size_t type) const { return !at_end() && !at_rule() && type_here() == type; }
    // The type of the next token, whether it is a child itself or the first of a sub-rule.
    std::size_t type_here() const {
        return static_cast<std::size_t>(std::ptrdiff_t{statement_->tokens[token_].type});
    }

    Shape take_rule() {
        RULEC_CHECK(at_rule(), "the grammar puts a rule here");
        Shape child(*statement_, child_);
        child_ = child.node_->next;
        token_ = child.node_->token_end;
        return child;
    }
    const Token& take_token() {
        RULEC_CHECK(!at_end() && !at_rule(), "the grammar puts a token here");
        return statement_->tokens[token_++];
    }
    bool take_if(std::size_t type) {
        if (!at_token(type)) return false;
        ++token_;
        return true;
    }
    // A child that is one word, whether token or rule.
    const Token& take_word() { return at_rule() ? take_rule().first_token() : take_token(); }
    ast::Name take_name() { return name_of(take_word()); }

    // A word as a Name; quotes are removed.
    ast::Name name_of(const Token& token) const {
        std::string_view text = statement_->text_of(token);
        if (token.type == Rules::STRING) text = text.substr(1, text.size() - 2);
        return {statement_->span(token), text};
    }

  private:
    Statement* statement_;
    const grammar::ShapeNode* node_;
    std::uint32_t child_;
    std::uint32_t token_;
};

} // namespace rulec::syntax
