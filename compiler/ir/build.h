// SPDX-License-Identifier: GPL-2.0-or-later
// From the model to IR.
//
//   before: tcp dport 22 accept                                   (table inet)
//   after:  meta l4proto == 6 [implied], tcp dport == 22, accept
//
// Requires a model without errors. Guarantees: every field stands behind the tests that it needs; interval sets are
// sorted and free of overlaps. Takes the model by value, since sets are large and move. Elements that contradict each
// other are reported; then the result is not to be used.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/ir/ir.h"

namespace rulec::ir {

// The whole of it, for who reads IR more than once.
Ruleset build(model::Ruleset ruleset, diag::Sink& sink);

// Everything but the rules, which stay in Chain::unmade until they are asked for. A ruleset of a hundred thousand
// rules is then never there twice.
Ruleset build_lazily(model::Ruleset ruleset, diag::Sink& sink);

std::size_t rule_count(const Chain& chain);

// Rule `i` of a chain of the table, each to be taken once; works with both kinds of ruleset. Sets of types that a
// test needs are appended to the table's: references to them do not survive.
Rule take_rule(Table& table, std::uint32_t chain, std::size_t i);

} // namespace rulec::ir
