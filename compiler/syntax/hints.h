// SPDX-License-Identifier: GPL-2.0-or-later
// Advice for mistakes that many make and that no list of legal tokens explains.
#pragma once

#include "compiler/syntax/legal_tokens.h"
#include "compiler/syntax/token_buffer.h"

#include <optional>
#include <string>

namespace rulec::syntax {

// For the statement whose current token is wrong; `legal` is what could stand there instead.
std::optional<std::string> hint(Entry entry, TokenBuffer& tokens, const TokenTypes& legal);

} // namespace rulec::syntax
