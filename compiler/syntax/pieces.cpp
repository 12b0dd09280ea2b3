// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/syntax/pieces.h"

#include "grammar/fast_rules.h"
#include "grammar/table_lexer.h"

#include <algorithm>
#include <string>

namespace rulec::syntax {

using grammar::Rules;
using grammar::Token;

namespace {

PieceKind kind_of(std::int32_t type) {
    switch (type) {
    case Rules::LBRACE: return PieceKind::open_brace;
    case Rules::RBRACE: return PieceKind::close_brace;
    case Rules::COMMA: return PieceKind::comma;
    case Rules::TRAILING_COMMA: return PieceKind::trailing_comma;
    case Rules::COLON: return PieceKind::colon;
    case Rules::SLASH: return PieceKind::slash;
    case Rules::DASH: return PieceKind::dash;
    case Rules::PLUS: return PieceKind::plus;
    case Rules::AT: return PieceKind::at;
    case Rules::LPAREN: return PieceKind::open_paren;
    case Rules::RPAREN: return PieceKind::close_paren;
    case Rules::LBRACKET: return PieceKind::open_bracket;
    case Rules::RBRACKET: return PieceKind::close_bracket;
    case Rules::NEWLINE:
    case Rules::SEMI: return PieceKind::separator;
    case grammar::kEndOfText: return PieceKind::end;
    default: return PieceKind::word;
    }
}

bool is_comma(std::optional<PieceKind> kind) {
    return kind == PieceKind::comma || kind == PieceKind::trailing_comma;
}

std::string_view without_blanks_at_end(std::string_view text) {
    return text.substr(0, text.find_last_not_of(" \t\r\f\v") + 1);
}

// Two words that are one token have one blank between them.
std::string_view spelling(const Token& token, std::string_view written) {
    if (token.type == Rules::CT_COUNT) return "ct count";
    if (token.type == Rules::IPSEC_DIRECTION) return written.ends_with("in") ? "ipsec in" : "ipsec out";
    return written;
}

} // namespace

const Piece& PieceReader::peek(std::size_t ahead) {
    while (ahead_.size() <= ahead)
        read();
    return ahead_[ahead];
}

Piece PieceReader::take() {
    const Piece piece = peek();
    ahead_.pop_front();
    return piece;
}

void PieceReader::read() {
    tokens_.begin_statement(); // what has been read need not be kept
    const Token token = tokens_.current();
    const PieceKind kind = kind_of(token.type);
    const bool comma = is_comma(kind);
    const std::uint32_t gap_end = token.begin;
    if (!comma) read_gap(gap_end);
    if (kind == PieceKind::separator) {
        push_separator();
    } else if (!comma || !is_comma(last_)) {
        push_word(kind, token);
    }
    if (comma) read_gap(gap_end);
    if (kind == PieceKind::separator) count_line_ends(tokens_.text(token));
    gap_begin_ = token.end();
    tokens_.advance();
}

// Pushes the comments before `end` and keeps for the next piece what else there is.
void PieceReader::read_gap(std::uint32_t end) {
    const std::string_view text = tokens_.text();
    while (gap_begin_ < end) {
        const char c = text[gap_begin_];
        if (c == '#') {
            const auto line_end = static_cast<std::uint32_t>(std::min<std::size_t>(text.find('\n', gap_begin_), end));
            push(PieceKind::comment, without_blanks_at_end(text.substr(gap_begin_, line_end - gap_begin_)));
            gap_begin_ = line_end;
            continue;
        }
        if (c == '\\') continued_ = true;
        count_line_ends(text.substr(gap_begin_, 1));
        ++gap_begin_;
    }
}

void PieceReader::push_word(PieceKind kind, const Token& token) {
    last_ = kind;
    push(kind, spelling(token, tokens_.text(token)));
}

void PieceReader::push_separator() {
    if (last_ && last_ != PieceKind::separator && last_ != PieceKind::open_brace) {
        last_ = PieceKind::separator;
        ahead_.push_back({PieceKind::separator, {}, 0, false});
    }
    line_ends_ = 0;
    continued_ = false;
}

void PieceReader::push(PieceKind kind, std::string_view text) {
    ahead_.push_back({kind, text, line_ends_, continued_});
    line_ends_ = 0;
    continued_ = false;
}

void PieceReader::count_line_ends(std::string_view text) {
    const auto count = std::ranges::count(text, '\n');
    line_ends_ = static_cast<std::uint8_t>(std::min<std::ptrdiff_t>(2, line_ends_ + count));
}

bool read_alike_when_joined(std::initializer_list<std::string_view> words) {
    std::string joined;
    for (const std::string_view word : words)
        joined += word;
    std::uint32_t at = 0;
    for (const std::string_view word : words) {
        Token token = grammar::lex(joined, at);
        if (token.type == Rules::PAIR) token.len = static_cast<std::uint32_t>(joined.find(':', at) - at);
        if (token.begin != at || token.len != word.size()) return false;
        at = token.end();
    }
    return true;
}

} // namespace rulec::syntax
