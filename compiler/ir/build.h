// SPDX-License-Identifier: GPL-2.0-or-later
// build(): from the model to IR.
//
//   before: tcp dport 22 accept                                   (table inet)
//   after:  meta l4proto == 6 [implied], tcp dport == 22, accept
//
// Requires a model without errors. Guarantees: every field stands behind the tests that it needs; interval sets are
// sorted and free of overlaps. Takes the model by value, since sets are large and move.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/ir/ir.h"

namespace rulec::ir {

// Reports elements that contradict each other; then the result is not to be used.
Ruleset build(model::Ruleset ruleset, diag::Sink& sink);

} // namespace rulec::ir
