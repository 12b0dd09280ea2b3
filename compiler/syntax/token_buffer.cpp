// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/syntax/token_buffer.h"

#include "compiler/catalog/selector_words.h"
#include "grammar/fast_rules.h"
#include "grammar/table_lexer.h"

#include <algorithm>

namespace rulec::syntax {

using grammar::Rules;
using grammar::Token;

namespace {

constexpr std::size_t kBatch = 256;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool separates_nothing_behind(std::int32_t type) {
    return type == 0 || type == Rules::NEWLINE || type == Rules::SEMI || type == Rules::LBRACE ||
           type == Rules::COMMA;
}

} // namespace

TokenBuffer::TokenBuffer(std::string_view text) : text_(text) {
    lex_more();
    statement_ = current_ = tokens_.data();
    end_ = current_ + tokens_.size();
}

const Token& TokenBuffer::peek(std::size_t ahead) {
    while (static_cast<std::size_t>(end_ - current_) <= ahead) {
        if (tokens_.back().type == grammar::kEndOfText) return tokens_.back();
        refill();
    }
    return current_[ahead];
}

void TokenBuffer::refill() {
    forget_read();
    const auto read = current_ - statement_;
    lex_more();
    statement_ = tokens_.data();
    current_ = statement_ + read;
    end_ = statement_ + tokens_.size();
}

void TokenBuffer::resume(std::uint32_t at) {
    tokens_.clear();
    lexed_to_ = at;
    last_types_ = {Rules::NUMBER};
    lex_more();
    statement_ = current_ = tokens_.data();
    end_ = current_ + tokens_.size();
}

bool TokenBuffer::nearly_read() const {
    constexpr std::ptrdiff_t kLittle = 8;
    return end_ - current_ <= kLittle && tokens_.back().type != grammar::kEndOfText;
}

void TokenBuffer::forget_read() {
    tokens_.erase(tokens_.begin(), tokens_.begin() + (statement_ - tokens_.data()));
    current_ = tokens_.data() + (current_ - statement_);
    statement_ = tokens_.data();
}

void TokenBuffer::lex_more() {
    const std::size_t wanted = tokens_.size() + kBatch;
    const auto may_change = [](std::int32_t type) { return type == Rules::NEWLINE || type == Rules::COMMA; };
    while (tokens_.size() < wanted || may_change(last_types_[0])) {
        Token token = grammar::lex(text_, lexed_to_);
        if (token.type == Rules::PAIR) token = first_half(token);
        lexed_to_ = token.end();
        push(token);
        if (token.type == grammar::kEndOfText) return;
    }
}

void TokenBuffer::push(Token token) {
    switch (token.type) {
    case Rules::NEWLINE:
        if (separates_nothing_behind(last_types_[0])) return;
        break;
    case Rules::RBRACE:
        drop_newline();
        if (last_types_[0] == Rules::COMMA) mark_trailing_commas();
        break;
    case Rules::COMMA: drop_newline(); break;
    case Rules::WORD: token.type = word_type(token); break;
    default: break;
    }
    if (is_option_field(token)) token.type = Rules::OPTION_FIELD;
    tokens_.push_back(token);
    std::shift_right(last_types_.begin(), last_types_.end(), 1);
    last_types_[0] = token.type;
}

void TokenBuffer::drop_newline() {
    if (last_types_[0] != Rules::NEWLINE) return;
    tokens_.pop_back();
    std::shift_left(last_types_.begin(), last_types_.end(), 1);
}

void TokenBuffer::mark_trailing_commas() {
    last_types_[0] = Rules::TRAILING_COMMA;
    for (auto token = tokens_.rbegin(); token != tokens_.rend() && token->type == Rules::COMMA; ++token)
        token->type = Rules::TRAILING_COMMA;
}

std::int32_t TokenBuffer::word_type(const Token& token) const {
    switch (catalog::word_class(text(token))) {
    case catalog::WordClass::header: return Rules::HEADER;
    case catalog::WordClass::key: return Rules::KEY;
    case catalog::WordClass::plain: return Rules::WORD;
    }
    return Rules::WORD;
}

// The word behind HEADER option KIND, unless it asks for existence. Which words are fields is the catalogue's
// business; which may stand there without being one is grammar: `reset tcp option sack-perm counter`.
bool TokenBuffer::is_option_field(const Token& token) const {
    if (last_types_[1] != Rules::K_OPTION && last_types_[1] != Rules::K_CHUNK) return false;
    if (last_types_[3] == Rules::K_RESET) return false;
    switch (token.type) {
    case Rules::WORD:
    case Rules::KEY: return text(token) != "exists" && text(token) != "missing";
    case Rules::K_SIZE:
    case Rules::K_TYPE:
    case Rules::K_FLAGS:
    case Rules::K_ADDR: return true;
    default: return false;
    }
}

Token TokenBuffer::first_half(Token pair) const {
    const std::string_view left = text(pair).substr(0, text(pair).find(':'));
    const bool digits = std::all_of(left.begin(), left.end(), is_digit);
    const bool days = left.back() == 'd' && std::all_of(left.begin(), left.end() - 1, is_digit);
    pair.len = static_cast<std::uint32_t>(left.size());
    pair.type = digits                   ? Rules::NUMBER
                : days                   ? Rules::DURATION
                : is_digit(left.front()) ? Rules::UNKNOWN
                                         : Rules::WORD;
    return pair;
}

} // namespace rulec::syntax
