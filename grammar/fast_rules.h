// SPDX-License-Identifier: GPL-2.0-or-later
// The fast parser's generated class with its base class, and the names of rules and tokens: Rules::RuleStmt,
// Rules::K_TABLE. The generated header cannot be included alone.
#pragma once

// clang-format off: the order matters
#include "fast/RulesParser.h"
#include "grammar/lean_parser.h"
// clang-format on

namespace rulec::grammar {

using Rules = fast_parser::RulesParser;

} // namespace rulec::grammar
