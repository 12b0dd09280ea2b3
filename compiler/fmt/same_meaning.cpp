// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/fmt/same_meaning.h"

#include "compiler/syntax/pieces.h"

namespace rulec::style {
namespace {

using syntax::Piece;
using syntax::PieceKind;

// The pieces of a text that mean something, without comments or the comments alone.
class Meaning {
  public:
    Meaning(std::string_view text, bool comments) : pieces_(text), comments_(comments) {}

    Piece next() {
        for (;;) {
            const Piece piece = pieces_.take();
            const bool comment = piece.kind == PieceKind::comment;
            if (piece.kind == PieceKind::end || (comment == comments_ && !says_nothing(piece))) return piece;
        }
    }

  private:
    // A separator before `}` or the end, a comma before `}`.
    bool says_nothing(const Piece& piece) {
        if (piece.kind == PieceKind::trailing_comma) return true;
        if (piece.kind != PieceKind::separator) return false;
        std::size_t ahead = 0;
        while (pieces_.peek(ahead).kind == PieceKind::comment)
            ++ahead;
        const PieceKind behind = pieces_.peek(ahead).kind;
        return behind == PieceKind::close_brace || behind == PieceKind::end;
    }

    syntax::PieceReader pieces_;
    bool comments_;
};

bool same(Meaning before, Meaning after) {
    for (;;) {
        const Piece one = before.next();
        const Piece other = after.next();
        if (one.kind != other.kind || one.text != other.text) return false;
        if (one.kind == PieceKind::end) return true;
    }
}

} // namespace

bool same_meaning(std::string_view before, std::string_view after) {
    return same(Meaning(before, false), Meaning(after, false)) && same(Meaning(before, true), Meaning(after, true));
}

} // namespace rulec::style
