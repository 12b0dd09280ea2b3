// SPDX-License-Identifier: GPL-2.0-or-later
// lower(): IR to the netlink messages that make it, in the order in which the kernel takes them. Instructions are
// the ones the stock nft 1.0.6 chooses, so that its `list ruleset` reads them back as they were written.
//
// Not its business: checks (sema and IR made the ruleset valid), the difference to what is live and the owner's
// mark (runtime/apply), attributes (encode.h).
#pragma once

#include "backend/nft/program.h"
#include "compiler/ir/ir.h"

namespace rulec::nft {

// Removed tables become DelTable; `flush_ruleset` says nothing here, only runtime/apply knows the other tables.
// Set and chain numbers count through the whole program. Anonymous sets are as many messages as they have uses, each
// right before the rule that uses it.
Program lower(ir::Ruleset ruleset);

// The same, one message after the other: none is kept here, and rules and elements are let go as they are done.
struct LowerOptions {
    bool element_spans = true; // NewElements::spans, three times as large as an IPv4 address
};
void lower(ir::Ruleset ruleset, MessageConsumer& consumer, const LowerOptions& options);

} // namespace rulec::nft
