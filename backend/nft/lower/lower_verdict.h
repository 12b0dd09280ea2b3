// SPDX-License-Identifier: GPL-2.0-or-later
// Verdicts: codes of netfilter and nf_tables, and the chain that is meant.
#pragma once

#include "backend/nft/lower/rule_builder.h"

namespace rulec::nft {

Verdict lower_verdict(const TableBuilder& table, const model::Verdict& verdict);

} // namespace rulec::nft
