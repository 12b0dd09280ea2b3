// SPDX-License-Identifier: GPL-2.0-or-later
// IR as text for people: `rulec compile --to ir`. One line a test or action; a "+" marks what the source only
// implies. Nobody reads it back; its words may change.
#pragma once

#include "compiler/ir/ir.h"

#include <string>

namespace rulec::ir {

// "ip.saddr in 10.0.0.0/8". `sets` are the table's.
std::string print(const Test& test, const std::vector<model::Set>& sets);

std::string print(const Ruleset& ruleset);

} // namespace rulec::ir
