// SPDX-License-Identifier: GPL-2.0-or-later
// Which table of iptables a base chain's rules go to. A table stands for a band of priorities in which nothing else
// of the kernel looks at packets at that hook (linux/netfilter_ipv4.h: conntrack -200, destination NAT -100, source
// NAT 100), so that a chain anywhere in the band sees them as the table does.
#pragma once

#include "backend/iptables/export/context.h"

namespace rulec::ipt {

struct BasePlace {
    std::string_view table, chain; // "filter", "INPUT"
};

std::optional<BasePlace> place_of(const Context& context, const model::BaseChain& base);

} // namespace rulec::ipt
