// SPDX-License-Identifier: GPL-2.0-or-later
// SetUse: how a rule uses a set of ipset: which end of the packet each part is of, and of which protocol ports are.
#pragma once

#include "backend/iptables/export/context.h"
#include "backend/iptables/export/set_plan.h"

#include <optional>
#include <vector>

namespace rulec::ipt {

struct SetUse {
    std::vector<bool> from_destination;   // a part of the type each
    std::optional<std::uint8_t> protocol; // of the ports, where the set's key does not have it
};

// Nothing if the key has something that ipset does not look at.
std::optional<SetUse> use_of(const Context& context, const SetPlan& plan, const model::Value& key);

} // namespace rulec::ipt
