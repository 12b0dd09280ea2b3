// SPDX-License-Identifier: GPL-2.0-or-later
// Comparisons and lookups that end a rule to matches.
#pragma once

#include "backend/nft/raise/rule_raiser.h"

namespace rulec::nft {

bool raise_compare(RuleRaiser& rule, const Compare& compare);

// `low` and `high` in one register: `>= low` and `<= high` behind it, or a range.
bool raise_range(RuleRaiser& rule, Register reg, const Bytes& low, const Bytes& high, bool invert);

bool raise_lookup(RuleRaiser& rule, const Lookup& lookup);

} // namespace rulec::nft
