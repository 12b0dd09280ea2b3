// SPDX-License-Identifier: GPL-2.0-or-later
// apply: makes the kernel hold what a program says, in one transaction. Owned tables are replaced as a whole; a
// table of somebody else is touched only if the file declares it or if the user said --prune. What the kernel refuses
// becomes a diagnostic at the source line that caused it.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/source/span.h"
#include "compiler/support/result.h"
#include "runtime/apply/prepared.h"
#include "runtime/kernel/connection.h"

#include <cstdint>
#include <string>
#include <vector>

namespace rulec::apply {

struct Options {
    bool dry_run = false;       // ask the kernel, change nothing
    bool prune = false;         // with flush_ruleset: remove tables that rulec did not make
    bool flush_ruleset = false; // the file says that it is the whole ruleset
    Span flush_span;            // of that statement
};

struct Outcome {
    bool applied = false;                    // in a dry run: the kernel would take it
    std::vector<std::string> removed = {};   // "inet old"
    std::vector<std::string> replaced = {};  // tables that existed before
    std::vector<std::string> strangers = {}; // live tables that stay and are neither rulec's nor in the file
    std::uint32_t generation = 0;            // that the decision was made at
};

// Mistakes of the ruleset go to `sink`, then `applied` is false and the kernel is as it was; a Result error is a
// failure of the system (no permission for the socket, a batch too large for it). Starts again if somebody else
// commits meanwhile.
Result<Outcome> apply(kernel::Connection& connection, const Prepared& body, const Options& options, diag::Sink& sink);

} // namespace rulec::apply
