// SPDX-License-Identifier: GPL-2.0-or-later
// make_ipset(): a named set as the set of ipset that was planned for it: ranges of addresses as networks, parts in
// the order of the type, times in seconds, and room for as many elements as the set may have.
#pragma once

#include "backend/ipset/sets.h"
#include "backend/iptables/export/set_plan.h"

#include <cstdint>
#include <string>
#include <vector>

namespace rulec::ipt {

struct IpsetWish {
    std::string name;
    std::vector<std::uint8_t> protocols; // an element is written for each, where the key does not say which
    bool changes = false;                // packets add elements
    bool timed = false;                  // they add elements that go by themselves
    bool counted = false;                // or that have a counter
};

ipset::Set make_ipset(model::Set set, const SetPlan& plan, IpsetWish wish);

} // namespace rulec::ipt
