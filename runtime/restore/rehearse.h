// SPDX-License-Identifier: GPL-2.0-or-later
// rehearse(): lets iptables-restore load a ruleset where nobody is: in a network namespace that is gone afterwards.
// It is the kernel's whole judgement (--test stops before the kernel is asked), and what iptables-save then prints is
// what the live tables will be compared with.
#pragma once

#include "backend/iptables/emit.h"
#include "compiler/source/span.h"
#include "runtime/restore/state.h"
#include "runtime/restore/tools.h"

#include <optional>
#include <string>

namespace rulec::restore {

// The line that is to blame.
struct Blame {
    Span span;
    std::string line, reason;
};

struct Rehearsal {
    bool happened = true;         // false: this process may not make namespaces
    std::optional<State> printed; // if it went well
    std::optional<Blame> blame;   // if not
};

Result<Rehearsal> rehearse(const Tools& tools, const ipt::RestoreText& text);

} // namespace rulec::restore
