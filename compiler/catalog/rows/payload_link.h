// SPDX-License-Identifier: GPL-2.0-or-later
// Fields of link-layer headers: IEEE 802.3, IEEE 802.1Q, RFC 826 (ARP for Ethernet and IPv4).
#pragma once

#include "compiler/catalog/field.h"
#include "compiler/catalog/rows/columns.h"

namespace rulec::catalog::rows {

// clang-format off
inline constexpr Field kEtherFields[] = {
    // name     type           offset bits order    key set        types id doc
    {"daddr", T::ether_addr, 0,  48, network, 0, kSettable, {}, 1, "destination MAC address"},
    {"saddr", T::ether_addr, 48, 48, network, 0, kSettable, {}, 2, "source MAC address"},
    {"type",  T::ether_type, 96, 16, network, 0, kSettable, {}, 3, "EtherType of the payload"},
};
// clang-format on

// clang-format off
inline constexpr Field kVlanFields[] = {
    // name    type           offset bits order    key set        types id doc
    {"pcp",  T::integer,    0,  3,  network, 0, kSettable, {}, 1, "priority code point"},
    {"dei",  T::integer,    3,  1,  network, 0, kSettable, {}, 2, "drop eligible indicator"},
    {"cfi",  T::integer,    3,  1,  network, 0, kSettable, {}, 3, "canonical format indicator: the older name of dei"},
    {"id",   T::integer,    4,  12, network, 0, kSettable, {}, 4, "VLAN identifier"},
    {"type", T::ether_type, 16, 16, network, 0, kSettable, {}, 5, "EtherType of the payload"},
};
// clang-format on

// clang-format off
inline constexpr Field kArpFields[] = {
    // name           type           offset bits order    key set        types id doc
    {"htype",       T::integer,    0,   16, network, 0, kSettable, {}, 1, "hardware type"},
    {"ptype",       T::ether_type, 16,  16, network, 0, kSettable, {}, 2, "protocol type"},
    {"hlen",        T::integer,    32,  8,  none,    0, kSettable, {}, 3, "octets of a hardware address"},
    {"plen",        T::integer,    40,  8,  none,    0, kSettable, {}, 4, "octets of a protocol address"},
    {"operation",   T::arp_op,     48,  16, network, 0, kSettable, {}, 5, "operation"},
    {"saddr ether", T::ether_addr, 64,  48, network, 0, kSettable, {}, 6, "sender MAC address"},
    {"saddr ip",    T::ipv4_addr,  112, 32, network, 0, kSettable, {}, 7, "sender IPv4 address"},
    {"daddr ether", T::ether_addr, 144, 48, network, 0, kSettable, {}, 8, "target MAC address"},
    {"daddr ip",    T::ipv4_addr,  192, 32, network, 0, kSettable, {}, 9, "target IPv4 address"},
};
// clang-format on

} // namespace rulec::catalog::rows
