// SPDX-License-Identifier: GPL-2.0-or-later
// The fast lexer: the table that lexgen derives from RulesLexer.g4, and the loop that follows it. Gives exactly the
// tokens of the generated ANTLR lexer (a test compares them). It knows nothing of words' meanings or of layout.
#pragma once

#include "grammar/token.h"

#include <string_view>

namespace rulec::grammar {

// The token at or behind byte `from` (spaces and comments are skipped); kEndOfText with len 0 behind the last one.
// `text` is less than 4 GiB.
Token lex(std::string_view text, std::uint32_t from);

} // namespace rulec::grammar
