// SPDX-License-Identifier: GPL-2.0-or-later
// Elements as the kernel has them to those of the model: canonical keys, ranges with both ends. Linear for what a
// kernel gives out in order.
#pragma once

#include "backend/nft/raise/rule_raiser.h"

namespace rulec::nft {

// `set` has its key and data parts. `shift`: by how many bits keys lie to the left of the value in their octets.
bool raise_elements(const TableRaiser& table, const NewElements& in, std::uint32_t shift, model::Set& set);

} // namespace rulec::nft
