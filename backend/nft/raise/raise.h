// SPDX-License-Identifier: GPL-2.0-or-later
// raise(): from the netlink messages of live tables (decode.h) back to the model, the inverse of lowering.
//
//   before: meta load l4proto => reg 1, cmp eq reg 1 0x06, payload load 2b @ transport header + 2 => reg 1,
//           cmp eq reg 1 0x0016, immediate reg 0 accept
//   after:  tcp dport 22 accept
//
// What is raised lowers to the same program: a test is left out as implied only if lowering implies it again, a
// field is named only if the rule has established its header. What the language cannot say (extensions of iptables,
// instructions of a newer kernel) stays visible as `not_expressible` and is counted.
#pragma once

#include "backend/nft/program.h"
#include "compiler/model/ruleset.h"

#include <cstddef>

namespace rulec::nft {

struct Raised {
    model::Ruleset ruleset;
    std::size_t not_expressible = 0; // rules, sets and objects that are shown as they are
};

// Sets may stand anywhere before the rules that use them; elements behind their set.
Raised raise(Program program);

} // namespace rulec::nft
