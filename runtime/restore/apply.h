// SPDX-License-Identifier: GPL-2.0-or-later
// apply(): makes the live tables of iptables and ip6tables what a ruleset says, through iptables-restore. rulec's
// rules stand in chains of its own (state.h), which the built-in ones jump to; what others have put there stays.
//
// Each table of each family is a transaction of its own, since iptables has no larger ones. What is wrong with the
// rules is found before the first (rehearse.h); if one fails nevertheless, those before it are taken back.
#pragma once

#include "backend/ipset/sets.h"
#include "backend/iptables/ruleset.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/support/result.h"
#include "runtime/restore/tools.h"

#include <chrono>
#include <string>
#include <vector>

namespace rulec::restore {

inline constexpr std::chrono::seconds kLimit{300};

struct Options {
    Kind kind = Kind::host;
    bool dry_run = false; // everything but the last step
    bool prune = false;   // with flush_ruleset: remove what rulec did not make
    bool flush_ruleset = false;
    Span flush_span;                     // of that statement
    std::chrono::seconds limit = kLimit; // of each program that is run
};

struct Outcome {
    bool applied = false;               // in a dry run: it could be
    std::vector<std::string> changes;   // "change chain rulec-INPUT of filter (iptables)"
    std::vector<std::string> sets_left; // wanted no more, and still there: something else uses them
    bool mended = false;                // what a run that was killed while it wrote had left
};

// Requires rulesets made with kPrefix, one a family, and the sets of both. Mistakes of the rules go to `sink`; a
// Result error is a failure of the system, after which the tables are as they were unless it says something else; its
// code is ETIMEDOUT if a program took too long.
Result<Outcome> apply(const std::vector<ipt::Ruleset>& rulesets, const ipset::Sets& sets, const Options& options,
                      diag::Sink& sink);

} // namespace rulec::restore
