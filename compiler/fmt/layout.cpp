// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/fmt/layout.h"

#include <algorithm>

namespace rulec::style {

using syntax::Piece;
using syntax::PieceKind;

namespace {

constexpr std::size_t kLineWidth = 120;
// A list that begins further to the right has too little room there, if it needs more than the line.
constexpr std::size_t kFarRight = kLineWidth / 2;

constexpr auto kOpeners = std::to_array<std::string_view>(
    {"table", "chain", "set", "map", "flowtable", "counter", "quota", "limit", "synproxy", "secmark", "ct"});

bool ends_block(const Piece& piece) {
    return piece.kind == PieceKind::close_brace || piece.kind == PieceKind::end;
}

// Mostly one line: quota q { over 5 mbytes }. nft needs no separator in them.
bool is_small_object(std::string_view keyword) {
    return keyword == "counter" || keyword == "quota" || keyword == "limit";
}

bool ends_item(const Piece& piece) {
    switch (piece.kind) {
    case PieceKind::comma:
    case PieceKind::trailing_comma:
    case PieceKind::separator:
    case PieceKind::comment: return true;
    default: return ends_block(piece);
    }
}

} // namespace

void Layout::file() {
    lines(Block::top, {});
    out_.finish();
}

// ---------------------------------------------------------------- blocks

void Layout::lines(Block block, Indent indent) {
    Lines lines{block, indent};
    while (!ends_block(pieces_.peek())) {
        switch (pieces_.peek().kind) {
        case PieceKind::separator: pieces_.take(); break;
        case PieceKind::comment: comment_between(lines); break;
        default: line(lines); break;
        }
    }
}

void Layout::line(Lines& lines) {
    const Statement facts = coming_statement(lines.block);
    const bool joins_type = lines.behind_type && facts.is_policy && pieces_.peek().line_ends < 2;
    if (!joins_type) start_line(lines);
    const Shape shape = statement(facts, lines.indent);
    if (facts.is_type || facts.is_policy) out_.put(";");
    lines.behind_type = facts.is_type;
    lines.set_off = shape == Shape::on_several_lines && (lines.block == Block::top || lines.block == Block::table);
}

void Layout::start_line(Lines& lines) {
    if (!lines.first && (lines.set_off || pieces_.peek().line_ends > 1)) out_.leave_line_empty();
    out_.start_line(lines.indent);
    lines.first = lines.set_off = false;
}

void Layout::comment_between(Lines& lines) {
    const bool behind_line = pieces_.peek().line_ends == 0 && !out_.at_beginning() && !out_.has_comment();
    if (!behind_line) start_line(lines);
    out_.put_comment(pieces_.take().text);
    lines.behind_type = false;
}

Layout::Statement Layout::coming_statement(Block block) {
    Statement facts;
    const std::string_view first = pieces_.peek().text;
    facts.is_command = block == Block::top && (first == "add" || first == "create");
    const std::string_view keyword = facts.is_command ? pieces_.peek(1).text : first;
    if (block == Block::top || block == Block::table) {
        if (std::ranges::find(kOpeners, keyword) != kOpeners.end()) facts.opens = keyword;
        if (keyword == "element" || pieces_.peek(1).text == "element") facts.place = Place::elements;
    } else if (block == Block::chain) {
        facts.is_type = first == "type";
        facts.is_policy = first == "policy";
        if (facts.is_type) facts.place = Place::hook;
    } else {
        facts.place = first == "hook" ? Place::hook : Place::body;
    }
    return facts;
}

Layout::Shape Layout::statement(const Statement& facts, Indent indent) {
    Shape shape = Shape::on_one_line;
    while (!ends_statement(pieces_.peek())) {
        gap(facts.place, indent.deeper());
        if (pieces_.peek().kind == PieceKind::comment) {
            out_.put_comment(pieces_.take().text);
        } else if (pieces_.peek().kind != PieceKind::open_brace) {
            put_next();
        } else if (opens_block(facts)) {
            shape = block(facts, indent);
        } else {
            list(facts.place);
        }
    }
    return shape;
}

bool Layout::ends_statement(const Piece& piece) const {
    const bool goes_on = written_[0].kind == PieceKind::comma; // behind which lines may end
    return ends_block(piece) || piece.kind == PieceKind::separator || (piece.kind == PieceKind::comment && !goes_on);
}

bool Layout::opens_block(const Statement& facts) const {
    return !facts.opens.empty() || written_[0].text == "jump" || written_[0].text == "goto";
}

Layout::Shape Layout::block(const Statement& facts, Indent indent) {
    const Block inside = facts.opens == "table"                          ? Block::table
                         : facts.opens == "chain" || facts.opens.empty() ? Block::chain
                                                                         : Block::body;
    put_next();
    const bool empty = pieces_.peek().kind == PieceKind::close_brace;
    const bool may_stay_on_line = facts.is_command || is_small_object(facts.opens);
    if (empty || (may_stay_on_line && block_fits_on_line(facts))) {
        block_on_one_line(facts, inside);
        return Shape::on_one_line;
    }
    lines(inside, indent.deeper());
    out_.start_line(indent);
    put_next();
    return Shape::on_several_lines;
}

void Layout::block_on_one_line(const Statement& facts, Block inside) {
    while (!ends_block(pieces_.peek())) {
        if (pieces_.peek().kind == PieceKind::separator) {
            pieces_.take();
        } else {
            statement(coming_statement(inside), out_.indent());
            if (facts.is_command) out_.put(";");
        }
    }
    out_.put(" ");
    put_next();
}

// Was it written on the line that holds its brace, and is there room for it?
bool Layout::block_fits_on_line(const Statement& facts) {
    std::size_t column = out_.column();
    std::size_t depth = 1;
    for (std::size_t i = 0; depth != 0; ++i) {
        const Piece& piece = pieces_.peek(i);
        const bool open = piece.kind == PieceKind::open_brace;
        const std::string_view before = at(static_cast<std::ptrdiff_t>(i) - 1).text;
        const bool second = piece.kind == PieceKind::separator && pieces_.peek(i + 1).kind != PieceKind::close_brace;
        if (second && !facts.is_command) return false;
        const bool block_inside = open && (facts.opens == "table" || before == "jump" || before == "goto");
        column += 1 + width(piece.text);
        if (block_inside || piece.line_ends > 0 || piece.kind == PieceKind::comment || column > kLineWidth)
            return false;
        if (open) ++depth;
        if (ends_block(piece)) --depth;
    }
    return true;
}

// ---------------------------------------------------------------- lists

void Layout::list(Place place) {
    const Place inside = is_update(place) ? Place::update : Place::elements;
    put_next();
    List list = layout_of_list(inside);
    list_items(list);
    close_list(list);
}

// add @s {, update $s {, meter m {, meter m size 10 {, flow table m {
bool Layout::is_update(Place place) const {
    const auto& [name, before, third, fourth] = written_;
    if (place != Place::rule || name.text == "=") return false;
    return before.kind == PieceKind::at || name.text.starts_with('$') || before.text == "meter" ||
           (before.text == "size" && fourth.text == "meter") || (before.text == "table" && third.text == "flow");
}

Layout::List Layout::layout_of_list(Place place) {
    const Indent outer = out_.indent();
    const bool assigned = written_[1].text == "=";
    const Piece& first = pieces_.peek();
    const bool begins_below = first.kind == PieceKind::comment || (first.line_ends > 0 && !ends_block(first));
    const std::size_t column = out_.column() + 1;
    const bool fits = place == Place::update || out_.column() + width_ahead(place, true) <= kLineWidth;
    if (begins_below || (!fits && column > kFarRight)) {
        return {.place = place,
                .below = true,
                .breaks_as_written = true,
                .outer = outer,
                .inner = outer.deeper(),
                .must_break = true};
    }
    const Indent aligned{outer.tabs, column - outer.tabs * Indent::kTabWidth};
    const bool keeps_breaks = (assigned || !fits) && breaks_behind_first_item();
    return {.place = place, .below = false, .breaks_as_written = keeps_breaks, .outer = outer, .inner = aligned};
}

bool Layout::breaks_behind_first_item() {
    constexpr std::size_t kLongest = 64; // pieces
    std::size_t depth = 0;
    for (std::size_t i = 0; i < kLongest; ++i) {
        const Piece& piece = pieces_.peek(i);
        if (depth == 0 && piece.kind == PieceKind::comma) {
            return pieces_.peek(i + 1).line_ends > 0 || pieces_.peek(i + 1).kind == PieceKind::comment;
        }
        if (depth == 0 && ends_item(piece)) return false;
        if (piece.kind == PieceKind::open_brace) ++depth;
        if (ends_block(piece)) --depth;
    }
    return false;
}

void Layout::list_items(List& list) {
    while (!ends_block(pieces_.peek())) {
        switch (pieces_.peek().kind) {
        case PieceKind::comment: comment_in_list(list); break;
        case PieceKind::comma: put_next(); break;
        case PieceKind::trailing_comma: trailing_comma(list); break;
        case PieceKind::separator:
            pieces_.take();
            list.must_break = true;
            break;
        default: item(list); break;
        }
    }
}

// Stays where each line ends with one.
void Layout::trailing_comma(const List& list) {
    if (list.below) return put_next();
    pieces_.take();
}

void Layout::item(List& list) {
    start_item(list);
    list.first = list.must_break = false;
    for (bool first = true; !ends_item(pieces_.peek()); first = false) {
        if (!first) gap(list.place, list.inner.deeper());
        if (pieces_.peek().kind == PieceKind::open_brace) {
            this->list(list.place);
        } else {
            put_next();
        }
    }
}

void Layout::start_item(List& list) {
    const std::uint8_t line_ends = list.breaks_as_written ? pieces_.peek().line_ends : std::uint8_t{0};
    if (list.must_break || line_ends > 0) {
        if (!list.first && line_ends > 1) out_.leave_line_empty();
        return out_.start_line(list.inner);
    }
    const bool may_break = !list.first && list.place == Place::elements;
    if (may_break && out_.column() + width_ahead(list.place, false) > kLineWidth) return out_.start_line(list.inner);
    if (blank_before(0, list.place)) out_.put(" ");
}

void Layout::comment_in_list(List& list) {
    const Piece comment = pieces_.peek();
    if (comment.line_ends > 0 || out_.has_comment()) {
        if (list.breaks_as_written && !list.first && comment.line_ends > 1) out_.leave_line_empty();
        out_.start_line(list.inner);
        list.first = false;
    }
    out_.put_comment(pieces_.take().text);
    list.must_break = true;
}

void Layout::close_list(const List& list) {
    if (list.below || out_.has_comment()) {
        out_.start_line(list.outer);
    } else {
        out_.put(" ");
    }
    put_next();
}

// ---------------------------------------------------------------- words

void Layout::put_next() {
    std::shift_right(written_.begin(), written_.end(), 1);
    written_[0] = pieces_.take();
    out_.put(written_[0].text);
}

// What stands before the next piece within a statement.
void Layout::gap(Place place, Indent continued) {
    const Piece& next = pieces_.peek();
    const bool own_line = out_.has_comment() || (next.kind == PieceKind::comment && next.line_ends > 0);
    if (next.continued && !out_.at_line_start() && !own_line) out_.put(" \\");
    if (next.continued || own_line) {
        if (!out_.at_line_start()) out_.start_line(continued);
    } else if (!out_.at_line_start() && next.kind != PieceKind::comment && blank_before(0, place)) {
        out_.put(" ");
    }
}

// The next piece is 0, the last one written -1.
const Piece& Layout::at(std::ptrdiff_t ahead) {
    return ahead < 0 ? written_.at(static_cast<std::size_t>(-1 - ahead))
                     : pieces_.peek(static_cast<std::size_t>(ahead));
}

bool Layout::blank_before(std::size_t ahead, Place place) {
    const auto here = static_cast<std::ptrdiff_t>(ahead);
    return blank_between({at(here - 2), at(here - 1), at(here), at(here + 1)}, place);
}

// Columns that the next item takes, or the rest of the list, with the blank before it and what closes it. Counting
// ends where a line is full.
std::size_t Layout::width_ahead(Place place, bool whole_list) {
    std::size_t columns = 0;
    std::size_t depth = 0;
    for (std::size_t i = 0; columns <= kLineWidth; ++i) {
        const Piece& piece = pieces_.peek(i);
        if (piece.kind == PieceKind::comment || piece.kind == PieceKind::separator) break;
        const bool last = ends_block(piece) || (piece.kind == PieceKind::trailing_comma && !whole_list);
        if (depth == 0 && last) return columns + 2;
        if (depth == 0 && !whole_list && ends_item(piece)) return columns + 1;
        if (blank_before(i, place)) ++columns;
        columns += width(piece.text);
        if (piece.kind == PieceKind::open_brace) ++depth;
        if (ends_block(piece)) --depth;
    }
    return columns;
}

} // namespace rulec::style
