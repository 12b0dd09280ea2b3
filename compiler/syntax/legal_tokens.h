// SPDX-License-Identifier: GPL-2.0-or-later
// What may follow the beginning of a statement, asked of the stock ANTLR parser. The only file beside its .cpp that
// knows that parser.
#pragma once

#include "compiler/syntax/statement_parser.h"
#include "grammar/token.h"

#include <cstdint>
#include <set>
#include <span>
#include <string>

namespace rulec::syntax {

using TokenTypes = std::set<std::int32_t>;

// The token types that may follow `beginning`, a beginning of a statement; kEndOfText says that the statement may
// end.
TokenTypes legal_after(Entry entry, std::span<const grammar::Token> beginning);

// The token types that the rule (Rules::Rule...) may begin with.
const TokenTypes& first_of(std::size_t rule);

// `table` for K_TABLE; empty if the type has no or more than one spelling.
std::string spelling(std::int32_t type);

} // namespace rulec::syntax
