// SPDX-License-Identifier: GPL-2.0-or-later
// Part: one family on its way from what is live to what is wanted. Each of its steps runs iptables-restore or looks
// at what iptables-save prints; all of both families, in their order, is apply.h.
#pragma once

#include "backend/iptables/emit.h"
#include "compiler/support/result.h"
#include "runtime/restore/plan.h"
#include "runtime/restore/state.h"
#include "runtime/restore/tools.h"

#include <optional>
#include <string>
#include <string_view>

namespace rulec::restore {

struct Part {
    ipt::Family family;
    Tools tools;
    Scope scope;
    ipt::RestoreText text; // of the wanted tables alone
    State wanted;
    std::optional<State> printed; // wanted, as iptables-save prints it
    State before;                 // live, when the plan was made
    Plan plan;
};

std::string_view family_word(ipt::Family family); // "ip6tables"

Result<State> live_state(const Tools& tools);

// From `before` to `wanted`.
Plan plan_of(const Part& part);

// Steps give what iptables-restore had against them; empty: all is well.
Result<std::string> write(const Part& part, const Plan& plan, Commit commit);
Result<std::string> verify(const Part& part); // iptables-restore said that all is well. Is it?
Result<std::string> take_back(const Part& part);

// Is there a table that is neither what it was nor what was to become of it?
Result<bool> has_moved(const Part& part);

// Of a table: does it do anything to packets; are there chains of rulec's in it?
bool does_anything(const Table& table);
bool has_own_chains(const Table& table);

} // namespace rulec::restore
