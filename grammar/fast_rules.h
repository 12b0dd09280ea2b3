// SPDX-License-Identifier: GPL-2.0-or-later
// The fast parser's generated class with its base class, and the names of rules and tokens: Rules::RuleStmt,
// Rules::K_TABLE. The generated header cannot be included alone.
#pragma once

#include "fast/RulesParser.h"
#include "grammar/lean_parser.h"

namespace rulec::grammar {

using Rules = fast_parser::RulesParser;

} // namespace rulec::grammar
