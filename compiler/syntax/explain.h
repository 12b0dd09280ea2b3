// SPDX-License-Identifier: GPL-2.0-or-later
// Explains why a statement does not parse. Slow and only for statements with a mistake: the stock ANTLR parser reads
// the statement again and tells which tokens would have been legal; what the user reads is ours.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/source/span.h"
#include "compiler/syntax/statement_parser.h"
#include "compiler/syntax/token_buffer.h"

namespace rulec::syntax {

// The current token of `tokens` cannot continue its statement.
diag::Diagnostic explain(Entry entry, TokenBuffer& tokens, FileId file);

// The same in constant time, without expectations: for the many mistakes behind those that are shown.
diag::Diagnostic explain_briefly(const TokenBuffer& tokens, FileId file);

} // namespace rulec::syntax
