// SPDX-License-Identifier: GPL-2.0-or-later
// The fast parser's generated class with its base class, and the names of rules and tokens: Rules::RuleStmt,
// Rules::K_TABLE.
#pragma once

// The generated header needs its base class before it.
// clang-format off
#include "grammar/lean_parser.h"
#include "fast/RulesParser.h"
// clang-format on

namespace rulec::grammar {

using Rules = fast_parser::RulesParser;

} // namespace rulec::grammar
