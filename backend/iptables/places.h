// SPDX-License-Identifier: GPL-2.0-or-later
// The built-in chains of iptables' tables and the base chains that they are in nf_tables. Priorities are those of
// linux/netfilter_ipv4.h; the mangle table's OUTPUT routes anew, which is what the chain type route does.
#pragma once

#include <span>
#include <string_view>

namespace rulec::ipt {

struct Place {
    std::string_view table;    // "nat"
    std::string_view chain;    // "PREROUTING"
    std::string_view type;     // "nat"
    std::string_view hook;     // "prerouting"
    std::string_view priority; // "dstnat"
};

std::span<const Place> places(); // the tables in the order of a packet's way, their chains in iptables-save's
const Place* find_place(std::string_view table, std::string_view chain);
bool is_table(std::string_view table);

} // namespace rulec::ipt
