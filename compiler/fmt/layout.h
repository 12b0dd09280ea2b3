// SPDX-License-Identifier: GPL-2.0-or-later
// Layout: the one style. Goes through the pieces of a text once, decides where lines begin and how far they are
// indented, and writes. It looks ahead no further than a line is wide.
//
//  - A block (table, chain, set, `jump {`...) has a line of its own for each statement. Empty blocks stay `{ }`;
//    `add chain t c { type ...; policy ...; }` stays on its line if it was written on one and fits.
//  - A list (`{ 22, 80 }`) that begins on the line of its brace is filled to the width, aligned behind the brace. One
//    that begins on the next line keeps its line breaks, indented by one tab.
//  - Statements are as long as they were; a line break after `\` stays.
//
// The text must be one that parse() accepts.
#pragma once

#include "compiler/fmt/line_writer.h"
#include "compiler/fmt/spacing.h"
#include "compiler/syntax/pieces.h"

#include <array>

namespace rulec::style {

class Layout {
  public:
    Layout(std::string_view text, Output output) : pieces_(text), out_(std::move(output)) {}

    void file();

  private:
    enum class Block : std::uint8_t { top, table, chain, body };
    enum class Shape : std::uint8_t { on_one_line, on_several_lines };

    // What its first words say of a statement.
    struct Statement {
        Place place = Place::rule; // of its words
        bool is_command = false;   // begins with add or create
        bool is_type = false;      // type filter hook ...
        bool is_policy = false;    // policy drop
        std::string_view opens;    // the keyword, if it opens a block: table, chain...
    };
    struct Lines {
        Block block;
        Indent indent;
        bool first = true;        // none has been begun
        bool set_off = false;     // the next one has an empty line before it
        bool behind_type = false; // the last was a chain's type
    };
    struct List {
        Place place;
        bool below;             // the first item is not on the line of the brace
        bool breaks_as_written; // else it is filled
        Indent outer;           // of the closing brace, if that has a line of its own
        Indent inner;
        bool first = true; // no line has been begun
        bool must_break = false;
    };

    // ---- blocks
    void lines(Block block, Indent indent);
    void line(Lines& lines);
    void start_line(Lines& lines);
    void comment_between(Lines& lines);
    Statement coming_statement(Block block);
    Shape statement(const Statement& facts, Indent indent);
    bool ends_statement(const syntax::Piece& piece) const;
    bool opens_block(const Statement& facts) const;
    Shape block(const Statement& facts, Indent indent);
    void block_on_one_line(const Statement& facts, Block inside);
    bool block_fits_on_line(const Statement& facts);

    // ---- lists
    void list(Place place);
    bool is_update(Place place) const;
    List layout_of_list(Place place);
    bool breaks_behind_first_item();
    void list_items(List& list);
    void trailing_comma(const List& list);
    void item(List& list);
    void start_item(List& list);
    void comment_in_list(List& list);
    void close_list(const List& list);

    // ---- words
    void put_next();
    void gap(Place place, Indent continued);
    const syntax::Piece& at(std::ptrdiff_t ahead);
    bool blank_before(std::size_t ahead, Place place);
    std::size_t width_ahead(Place place, bool whole_list);

    syntax::PieceReader pieces_;
    LineWriter out_;
    std::array<syntax::Piece, 4> written_; // the last pieces but comments and separators, newest first
};

} // namespace rulec::style
