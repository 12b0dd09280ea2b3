// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/fmt/spacing.h"

#include <algorithm>
#include <array>

namespace rulec::style {
namespace {

using syntax::Piece;
using syntax::PieceKind;

// A sign between two operands.
struct Infix {
    const Piece& left;
    const Piece& sign;
    const Piece& right;
};

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::ranges::find(words, word) != words.end();
}

bool touch(std::string_view left, std::string_view right) {
    return left.data() + left.size() == right.data();
}

// Either they were written so, or it makes no difference. Around a colon the former is no reason: `11:12.13` is a
// port behind 11, but `11:12 . 13` begins with the class 11:12.
bool may_be_joined(const Infix& infix) {
    const auto& [left, sign, right] = infix;
    const bool written_so = touch(left.text, sign.text) && touch(sign.text, right.text);
    return (written_so && sign.kind != PieceKind::colon) ||
           syntax::read_alike_when_joined({left.text, sign.text, right.text});
}

bool is_operand(const Piece& piece) {
    return piece.kind == PieceKind::word;
}

bool is_sign(const Piece& piece) {
    return piece.kind == PieceKind::dash || piece.kind == PieceKind::slash || piece.kind == PieceKind::plus ||
           piece.kind == PieceKind::colon;
}

// `priority -150`, `define x = -150`.
bool is_minus_sign(const Infix& infix) {
    return infix.sign.kind == PieceKind::dash && is_one_of(infix.left.text, {"priority", "="});
}

// `redirect to :8080`.
bool is_bare_port(const Infix& infix, Place place) {
    return place == Place::rule && infix.sign.kind == PieceKind::colon &&
           is_one_of(infix.left.text, {"to", "snat", "dnat", "masquerade", "redirect"});
}

bool begins_port(std::string_view text) {
    return !text.empty() && (text[0] == '$' || (text[0] >= '0' && text[0] <= '9'));
}

// 10.0.0.0/8, 22-80, 10/second, 10.0.0.1:80.
bool is_joined(const Infix& infix, Place place) {
    if (place == Place::hook || infix.sign.kind == PieceKind::plus) return false;
    if (!is_operand(infix.left) || !is_operand(infix.right)) return false;
    if (infix.sign.kind != PieceKind::colon) return may_be_joined(infix);
    return place == Place::rule && begins_port(infix.right.text) && may_be_joined(infix);
}

bool blank_before_sign(const Infix& infix, Place place) {
    return is_minus_sign(infix) || is_bare_port(infix, place) || !is_joined(infix, place);
}

bool blank_behind_sign(const Infix& infix, Place place) {
    return !is_minus_sign(infix) && !is_bare_port(infix, place) && !is_joined(infix, place);
}

bool never_blank_behind(PieceKind kind) {
    return kind == PieceKind::at || kind == PieceKind::open_paren || kind == PieceKind::open_bracket;
}

bool never_blank_before(PieceKind kind) {
    return kind == PieceKind::comma || kind == PieceKind::trailing_comma || kind == PieceKind::close_paren ||
           kind == PieceKind::open_bracket || kind == PieceKind::close_bracket;
}

// elements = file("x")
bool is_call(const Neighbours& around) {
    return around.next.kind == PieceKind::open_paren && around.previous.text == "file" &&
           around.behind.text.starts_with('"');
}

} // namespace

bool blank_between(const Neighbours& around, Place place) {
    const auto& [before_previous, previous, next, behind] = around;
    if (never_blank_behind(previous.kind) || never_blank_before(next.kind) || is_call(around)) return false;
    if (previous.kind == PieceKind::comma) return place == Place::elements;
    if (is_sign(next)) return blank_before_sign({previous, next, behind}, place);
    if (is_sign(previous)) return blank_behind_sign({before_previous, previous, next}, place);
    return true;
}

} // namespace rulec::style
