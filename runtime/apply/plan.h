// SPDX-License-Identifier: GPL-2.0-or-later
// What has to happen to the live tables before the program's own messages, decided from a snapshot. Pure: it looks at
// values and touches nothing, so that every decision has a unit test.
#pragma once

#include "backend/nft/program.h"
#include "compiler/diag/diagnostic.h"
#include "runtime/apply/apply.h"
#include "runtime/kernel/snapshot.h"

#include <optional>

namespace rulec::apply {

struct Plan {
    nft::Program prologue;                   // sent in front of the program, in the same transaction
    std::vector<std::string> removed;        // "inet old": live tables that will be gone
    std::vector<std::string> replaced;       // live tables that the file declares anew
    std::vector<std::string> strangers;      // live tables that stay and are neither rulec's nor the program's
    std::vector<diag::Diagnostic> notes;     // what the user should know although it is done
    std::optional<diag::Diagnostic> refusal; // then nothing may be sent
};

// Live tables of the program are removed first, so that they are replaced as a whole. With
// `flush ruleset` the tables that are not in the file go too: those with rulec's mark always, others with `prune`.
// Only the NewTable and DelTable messages of the program count.
Plan make_plan(const nft::Program& program, const kernel::Snapshot& live, const Options& options);

} // namespace rulec::apply
