// SPDX-License-Identifier: GPL-2.0-or-later
// Keys of routing: rt (NFT_RT_*) and fib (NFT_FIB_RESULT_*).
#pragma once

#include "compiler/catalog/field.h"
#include "compiler/catalog/rows/columns.h"

namespace rulec::catalog::rows {

// clang-format off
inline constexpr Field kRtKeyFields[] = {
    // name           type          offset bits order    key set        types id doc
    {"classid",     T::realm,     0, 32,  host,    0, kReadOnly, {}, 0, "routing realm"},
    {"nexthop",     T::invalid,   0, 0,   network, 1, kReadOnly, {}, 0, "next hop, of the family of the table"},
    {"ip nexthop",  T::ipv4_addr, 0, 32,  network, 1, kReadOnly, {}, 0, "next hop"},
    {"ip6 nexthop", T::ipv6_addr, 0, 128, network, 2, kReadOnly, {}, 0, "next hop"},
    {"mtu",         T::integer,   0, 16,  host,    3, kReadOnly, {}, 0, "largest TCP segment the route takes"},
    {"ipsec",       T::boolean,   0, 8,   none,    4, kReadOnly, {}, 0, "leaves through IPsec", 0, kQualified, {4, 20}},
};
// clang-format on

// clang-format off
inline constexpr Field kFibFields[] = {
    // name       type             offset bits order key set        types id doc
    {"oif",     T::iface_index,  0, 32,  host, 1, kReadOnly, {}, 0, "output interface, by index"},
    {"oifname", T::string,       0, 128, none, 2, kReadOnly, {}, 0, "output interface, by name"},
    {"type",    T::fib_addrtype, 0, 32,  host, 3, kReadOnly, {}, 0, "type of the address"},
};
// clang-format on

} // namespace rulec::catalog::rows
