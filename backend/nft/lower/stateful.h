// SPDX-License-Identifier: GPL-2.0-or-later
// Counters, limits, quotas... : the same values stand in rules, in sets, in their elements and as named objects.
#pragma once

#include "backend/nft/program.h"
#include "compiler/model/ruleset.h"

namespace rulec::nft {

Counter lower(const model::Counter& counter);
Limit lower(const model::Limit& limit);
Quota lower(const model::Quota& quota);
Connlimit lower(const model::CtCount& count);
Last lower(const model::Last& last);
Synproxy lower(const model::Synproxy& synproxy);
Expression lower(const model::Stateful& stateful, Span span);

} // namespace rulec::nft
