// SPDX-License-Identifier: GPL-2.0-or-later
// One rule: its expressions followed through the registers.
#pragma once

#include "backend/nft/raise/rule_raiser.h"

namespace rulec::nft {

// A rule that cannot be said comes back as `not_expressible`.
model::Rule raise_rule(TableRaiser& table, const NewRule& rule);

} // namespace rulec::nft
