// SPDX-License-Identifier: GPL-2.0-or-later
// Names of ICMP types and of their codes as iptables knows them; numbers of RFC 792, 950, 1256, 1812, 4443, 2710.
#pragma once

#include "backend/iptables/ruleset.h"

#include <span>

namespace rulec::ipt {

struct IcmpName {
    std::string_view name;
    std::uint8_t type = 0;
    int code = -1; // any
};

std::span<const IcmpName> icmp_names(Family family);

} // namespace rulec::ipt
