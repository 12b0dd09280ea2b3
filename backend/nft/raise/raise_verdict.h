// SPDX-License-Identifier: GPL-2.0-or-later
// Verdicts, with the chain that is meant.
#pragma once

#include "backend/nft/raise/rule_raiser.h"

namespace rulec::nft {

std::optional<model::Verdict> raise_verdict(const TableRaiser& table, const Verdict& verdict);

} // namespace rulec::nft
