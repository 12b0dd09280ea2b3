// SPDX-License-Identifier: GPL-2.0-or-later
// PieceReader: a text word by word, with its comments and with how it was laid out: what a formatter needs and the
// syntax tree does not keep. The words are those of the parser; comments and line ends come from the gaps between
// them. It does not look for mistakes: parse() does.
//
// What means the same is delivered the same way: one separator where several stand, none behind `{` or at the
// beginning; one comma where several stand; a comment that stands before a comma comes behind it.
#pragma once

#include "compiler/syntax/token_buffer.h"

#include <cstdint>
#include <deque>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace rulec::syntax {

enum class PieceKind : std::uint8_t {
    word, // also literals, strings, operators
    open_brace,
    close_brace,
    comma,
    trailing_comma, // before `}`
    colon,
    slash,
    dash,
    plus,
    at,
    open_paren,
    close_paren,
    open_bracket,
    close_bracket,
    separator, // `;` or a line end that separates
    comment,   // from `#` to the end of the line, without blanks at its end
    end,
};

struct Piece {
    PieceKind kind = PieceKind::end;
    std::string_view text;      // as written, but `ct count` and `ipsec in` with one blank
    std::uint8_t line_ends = 0; // between the piece before and this one: 0, 1, or 2 for more
    bool continued = false;     // a `\` at a line's end is among them
};

class PieceReader {
  public:
    // `text` outlives the reader.
    explicit PieceReader(std::string_view text) : tokens_(text) {}

    // The next piece or the `ahead`th behind it; behind the end there are only ends. References stay good until the
    // piece is taken.
    const Piece& peek(std::size_t ahead = 0);
    Piece take();

  private:
    void read();
    void read_gap(std::uint32_t end);
    void push_word(PieceKind kind, const grammar::Token& token);
    void push_separator();
    void push(PieceKind kind, std::string_view text);
    void count_line_ends(std::string_view text);

    TokenBuffer tokens_;
    std::deque<Piece> ahead_;
    std::uint32_t gap_begin_ = 0;
    std::uint8_t line_ends_ = 0;
    bool continued_ = false;
    std::optional<PieceKind> last_; // that is no comment
};

// Does the text of these words without anything between them read as the same words?
bool read_alike_when_joined(std::initializer_list<std::string_view> words);

} // namespace rulec::syntax
