// SPDX-License-Identifier: GPL-2.0-or-later
// Counters, limits, quotas...: the inverse of lower/stateful.h.
#pragma once

#include "backend/nft/program.h"
#include "compiler/model/ruleset.h"

namespace rulec::nft {

model::Counter raise(const Counter& counter);
model::Limit raise(const Limit& limit);
model::Quota raise(const Quota& quota);
model::CtCount raise(const Connlimit& count);
model::Last raise(const Last& last);
model::Synproxy raise(const Synproxy& synproxy);

// Statements that sets, elements and dynset statements keep for each element. False: one of them is none of ours.
bool raise_stateful(const std::vector<Expression>& expressions, std::vector<model::Stateful>& out);

} // namespace rulec::nft
