// SPDX-License-Identifier: GPL-2.0-or-later
// Which neighbours of a line have a blank between them: `10.0.0.0/8`, `{ 22, 80 }`, `22 : accept`, `to 10.0.0.1:80`.
// A blank is left out only where the words stay the same words without it: `ssh - http` is a range, `ssh-http` a
// name.
#pragma once

#include "compiler/syntax/pieces.h"

namespace rulec::style {

// What the same sign means depends on where it stands.
enum class Place : std::uint8_t {
    rule,     // also commands: a colon belongs to an address, a comma to a list of flags
    body,     // of a set, map or object: a colon divides the types of a map
    hook,     // type filter hook input priority filter - 10
    elements, // of a list in braces
    update,   // the element of add @s { ... }
};

// A place in a line, with what stands around it. `behind` is what follows `next`.
struct Neighbours {
    syntax::Piece before_previous;
    syntax::Piece previous;
    syntax::Piece next;
    syntax::Piece behind;
};

// Is there a blank between `previous` and `next`?
bool blank_between(const Neighbours& around, Place place);

} // namespace rulec::style
