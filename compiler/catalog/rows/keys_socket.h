// SPDX-License-Identifier: GPL-2.0-or-later
// Keys of the socket a packet belongs to: socket (NFT_SOCKET_*), osf (NFT_OSF_F_*), ipsec (NFT_XFRM_KEY_*).
#pragma once

#include "compiler/catalog/field.h"
#include "compiler/catalog/rows/columns.h"

namespace rulec::catalog::rows {

// clang-format off
inline constexpr Field kSocketFields[] = {
    // name           type          offset bits order key set        types doc
    {"transparent", T::integer,   0, 8,  none, 0, kReadOnly, {}, "has IP_TRANSPARENT set"},
    {"mark",        T::mark,      0, 32, host, 1, kReadOnly, {}, "SO_MARK of the socket"},
    {"wildcard",    T::integer,   0, 8,  none, 2, kReadOnly, {}, "is bound to no address"},
    {"cgroupv2",    T::cgroupsv2, 0, 64, host, 3, kReadOnly, {}, "control group (version 2) at a level"},
};
// clang-format on

// clang-format off
inline constexpr Field kOsfFields[] = {
    // name       type       offset bits order key set        types doc
    {"name",    T::string, 0, 128, none, 0, kReadOnly, {}, "operating system, by its SYN"},
    {"version", T::string, 0, 128, none, 1, kReadOnly, {}, "operating system and version"},
};
// clang-format on

// clang-format off
inline constexpr Field kIpsecFields[] = {
    // name         type          offset bits order    key set        types doc
    {"ip daddr",  T::ipv4_addr, 0, 32,  network, 1, kReadOnly, {}, "tunnel destination"},
    {"ip6 daddr", T::ipv6_addr, 0, 128, network, 2, kReadOnly, {}, "tunnel destination"},
    {"ip saddr",  T::ipv4_addr, 0, 32,  network, 3, kReadOnly, {}, "tunnel source"},
    {"ip6 saddr", T::ipv6_addr, 0, 128, network, 4, kReadOnly, {}, "tunnel source"},
    {"reqid",     T::integer,   0, 32,  host,    5, kReadOnly, {}, "request identifier"},
    {"spi",       T::integer,   0, 32,  network, 6, kReadOnly, {}, "security parameters index"},
};
// clang-format on

} // namespace rulec::catalog::rows
