// SPDX-License-Identifier: GPL-2.0-or-later
// Elements of sets made unambiguous: sorted, overlaps merged or refused.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/model/set.h"

namespace rulec::ir {

// Interval sets of one part: sorts by lower end; merges overlapping and adjacent ranges where the set says auto-merge
// (and, as nft does, in anonymous sets); drops exact repetitions; reports other overlaps. Maps of any kind: reports
// keys with two different data. Any: reports more elements than the declared size. `*` comes first and overlaps with
// nothing. O(n log n), O(n) if sorted already.
void normalise_elements(model::Set& set, diag::Sink& sink);

} // namespace rulec::ir
