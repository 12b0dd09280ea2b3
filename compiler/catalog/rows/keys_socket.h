// SPDX-License-Identifier: GPL-2.0-or-later
// Keys of the socket a packet belongs to: socket (NFT_SOCKET_*), osf (NFT_OSF_F_*), ipsec (NFT_XFRM_KEY_*).
#pragma once

#include "compiler/catalog/field.h"
#include "compiler/catalog/rows/columns.h"

namespace rulec::catalog::rows {

// clang-format off
inline constexpr Field kSocketFields[] = {
    // name           type          offset bits order key set        types id doc
    {"transparent", T::integer,   0, 8,  none, 0, kReadOnly, {}, 0, "has IP_TRANSPARENT set"},
    {"mark",        T::mark,      0, 32, host, 1, kReadOnly, {}, 0, "SO_MARK of the socket"},
    {"wildcard",    T::integer,   0, 8,  none, 2, kReadOnly, {}, 0, "is bound to no address"},
    {"cgroupv2",    T::cgroupsv2, 0, 64, host, 3, kReadOnly, {}, 0, "control group (version 2) at a level", 0, kQualified, {5, 13}},
};
// clang-format on

// clang-format off
inline constexpr Field kOsfFields[] = {
    // name       type       offset bits order key set        types id doc
    {"name",    T::string, 0, 128, none, 0, kReadOnly, {}, 0, "operating system, by its SYN"},
    {"version", T::string, 0, 128, none, 1, kReadOnly, {}, 0, "operating system and version", 0, kQualified, {5, 2}},
};
// clang-format on

// clang-format off
inline constexpr Field kIpsecFields[] = {
    // name         type          offset bits order    key set        types id doc
    {"ip daddr",  T::ipv4_addr, 0, 32,  network, 1, kReadOnly, {}, 0, "tunnel destination"},
    {"ip6 daddr", T::ipv6_addr, 0, 128, network, 2, kReadOnly, {}, 0, "tunnel destination"},
    {"ip saddr",  T::ipv4_addr, 0, 32,  network, 3, kReadOnly, {}, 0, "tunnel source"},
    {"ip6 saddr", T::ipv6_addr, 0, 128, network, 4, kReadOnly, {}, 0, "tunnel source"},
    {"reqid",     T::integer,   0, 32,  host,    5, kReadOnly, {}, 0, "request identifier"},
    {"spi",       T::integer,   0, 32,  network, 6, kReadOnly, {}, 0, "security parameters index"},
};
// clang-format on

} // namespace rulec::catalog::rows
