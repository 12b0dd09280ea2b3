// SPDX-License-Identifier: GPL-2.0-or-later
// TokenBuffer: the tokens of one file for both parsers, a few hundred at a time. On top of the bare lexer it knows
// what a regular language cannot say:
//  - words get their class from the catalogue (HEADER, KEY), the field of `tcp option maxseg size` is an
//  OPTION_FIELD;
//  - a PAIR (`80:accept`) is cut behind its first half;
//  - newlines that separate nothing are left out: at the start, behind `{`, `,`, `;` and another newline, before `}`
//  and `,`;
//  - commas before `}` are TRAILING_COMMAs.
// Memory: the tokens of the current statement.
#pragma once

#include "grammar/token_supply.h"

#include <array>
#include <span>
#include <string_view>
#include <vector>

namespace rulec::syntax {

class TokenBuffer final : public grammar::TokenSupply {
  public:
    // `text` outlives the buffer.
    explicit TokenBuffer(std::string_view text);

    // Everything before the current token is forgotten.
    void begin_statement() { statement_ = current_; }
    // First token of the statement; the fast parser's tree counts from here. Moves when more is lexed.
    const grammar::Token* statement() const { return statement_; }
    // The tokens of the statement before the current one.
    std::span<const grammar::Token> consumed() const { return {statement_, current_}; }
    // Goes on at octet `at`, behind a literal. What lies between is for somebody else.
    void resume(std::uint32_t at);
    // Is little left of what has been lexed, and more text behind it?
    bool nearly_read() const;
    // The current token or the `ahead`th behind it; the end of the text if there are fewer.
    const grammar::Token& peek(std::size_t ahead);

    std::string_view text() const { return text_; }
    std::string_view text(const grammar::Token& token) const { return text_.substr(token.begin, token.len); }

  private:
    void refill() override;
    void lex_more(); // appends a batch that does not end in a token a later one could change
    void forget_read();
    void push(grammar::Token token);
    void push_newline(const grammar::Token& token);
    void drop_newline();
    void mark_trailing_commas();
    std::int32_t word_type(const grammar::Token& token) const;
    bool is_option_field(const grammar::Token& token) const;
    grammar::Token first_half(grammar::Token pair) const;

    std::string_view text_;
    std::vector<grammar::Token> tokens_;
    std::array<std::int32_t, 4> last_types_{}; // of the last tokens pushed, newest first
    std::uint32_t lexed_to_ = 0;
};

} // namespace rulec::syntax
