// SPDX-License-Identifier: GPL-2.0-or-later
// rehearse(): lets iptables-restore load a ruleset where nobody is: in a network namespace that is gone afterwards.
// It is the kernel's whole judgement (--test stops before the kernel is asked), and what iptables-save then prints is
// what the live tables will be compared with.
#pragma once

#include "backend/iptables/emit.h"
#include "compiler/source/span.h"
#include "runtime/restore/sets.h"
#include "runtime/restore/state.h"
#include "runtime/restore/tools.h"

#include <optional>
#include <string>
#include <vector>

namespace rulec::restore {

// A family's part of the play.
struct Role {
    const Tools& tools;
    const ipt::RestoreText& text;
};

// The line that is to blame.
struct Blame {
    Span span;
    std::string program, line, reason;
};

struct Rehearsal {
    bool happened = true;       // false: this process may not make namespaces
    std::optional<Blame> blame; // if it did not go well; the rest is of no account then
    std::vector<State> printed; // of each role
    SavedSets sets;             // as `ipset save` prints them
};

// `sets` are loaded first; `ipset`: null if there are none.
Result<Rehearsal> rehearse(const std::vector<Role>& roles, const Ipset* ipset, const WantedSets& sets);

} // namespace rulec::restore
