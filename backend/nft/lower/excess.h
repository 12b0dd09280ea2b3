// SPDX-License-Identifier: GPL-2.0-or-later
// excesses(): what of a ruleset the kernel's message format has no room for, as the encoder would find it, without
// the price of lowering everything: only rules that are long enough to matter are lowered, and named sets without
// their elements.
#pragma once

#include "backend/nft/limits.h"
#include "compiler/ir/ir.h"

#include <vector>

namespace rulec::nft {

// `ruleset` as ir::build_lazily() makes it.
std::vector<Excess> excesses(ir::Ruleset ruleset);

} // namespace rulec::nft
