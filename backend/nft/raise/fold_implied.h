// SPDX-License-Identifier: GPL-2.0-or-later
// Leaving out the tests that the rest of a rule implies.
//
//   before: meta l4proto 6, tcp dport 22, accept
//   after:  tcp dport 22, accept
//
// A test goes only if ir::build() would put it back at the same place, so whatever is folded means the same program.
#pragma once

#include "compiler/model/ruleset.h"

#include <span>
#include <vector>

namespace rulec::nft {

// `sets` are the table's.
std::vector<model::Statement> fold_implied(catalog::Family family, std::vector<model::Statement> statements,
                                           std::span<const model::Set> sets);

} // namespace rulec::nft
