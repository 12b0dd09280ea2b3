// SPDX-License-Identifier: GPL-2.0-or-later
// Finding the next statement behind a mistake. One mistake costs one statement; a block whose opening is wrong goes
// as a whole.
#pragma once

#include "compiler/syntax/parse.h"
#include "compiler/syntax/token_buffer.h"

namespace rulec::syntax {

// The statement being read is wrong at the current token: skips to the separator behind it, or to the `}` of the
// block it stands in. A brace opened by the statement on the line of the mistake and not closed on it is taken as
// forgotten.
void skip_statement(TokenBuffer& tokens);

// The same for an element: skips to the `,` behind it or the `}` of its list.
void skip_element(TokenBuffer& tokens);

// The same in a file of one element a line: to the end of the line of the current token.
void skip_line(TokenBuffer& tokens);

// How many of the innermost blocks (the innermost is a `block`) must be closed before the line at the current token
// makes sense, because it opens a chain, set or table: 0 nearly always.
std::size_t unclosed_frames(TokenBuffer& tokens, Block block);

} // namespace rulec::syntax
