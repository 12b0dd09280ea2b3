// SPDX-License-Identifier: GPL-2.0-or-later
// make_plan(): what `iptables-restore --noflush` must be told so that live tables become what is wanted. Pure: it
// looks at values and touches nothing, so that every decision has a unit test.
#pragma once

#include "backend/iptables/emit.h"
#include "runtime/restore/state.h"

#include <string>
#include <vector>

namespace rulec::restore {

enum class Scope : std::uint8_t {
    own, // chains of rulec's, and the rules of built-in chains that lead to them
    all, // every chain, and the policies
};

struct Plan {
    ipt::RestoreText text;            // empty: nothing has to change
    std::vector<std::string> changes; // "change chain rulec-INPUT of filter", in order

    // What cannot be done: chains have to go which rules of others lead to.
    // "chain rulec-x of filter has to go, but others lead to it with `-A FORWARD -p tcp -j rulec-x`"
    std::vector<std::string> held;
};

// Chains whose rules are the same are not mentioned, so that their counters stay. `printed` is `wanted` as
// iptables-save prints it, for comparison with what is live; null: not known, then every wanted chain is written
// anew. A rule that leads to a chain of rulec's goes where it is in the built-in chain that is wanted, which is in
// front of the others if that has no others, unless it is there already.
Plan make_plan(const State& live, const State& wanted, const State* printed, Scope scope);

// What Scope::all would remove that rulec did not make, in words: "chain DOCKER of filter".
std::vector<std::string> strangers(const State& live);

} // namespace rulec::restore
