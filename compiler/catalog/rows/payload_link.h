// SPDX-License-Identifier: GPL-2.0-or-later
// Fields of link-layer headers: IEEE 802.3, IEEE 802.1Q, RFC 826 (ARP for Ethernet and IPv4).
#pragma once

#include "compiler/catalog/field.h"
#include "compiler/catalog/rows/columns.h"

namespace rulec::catalog::rows {

// clang-format off
inline constexpr Field kEtherFields[] = {
    // name     type           offset bits order    key set        types doc
    {"daddr", T::ether_addr, 0,  48, network, 0, kSettable, {}, "destination MAC address"},
    {"saddr", T::ether_addr, 48, 48, network, 0, kSettable, {}, "source MAC address"},
    {"type",  T::ether_type, 96, 16, network, 0, kSettable, {}, "EtherType of the payload"},
};
// clang-format on

// clang-format off
inline constexpr Field kVlanFields[] = {
    // name    type           offset bits order    key set        types doc
    {"pcp",  T::integer,    0,  3,  network, 0, kSettable, {}, "priority code point"},
    {"dei",  T::integer,    3,  1,  network, 0, kSettable, {}, "drop eligible indicator"},
    {"cfi",  T::integer,    3,  1,  network, 0, kSettable, {}, "canonical format indicator: the older name of dei"},
    {"id",   T::integer,    4,  12, network, 0, kSettable, {}, "VLAN identifier"},
    {"type", T::ether_type, 16, 16, network, 0, kSettable, {}, "EtherType of the payload"},
};
// clang-format on

// clang-format off
inline constexpr Field kArpFields[] = {
    // name           type           offset bits order    key set        types doc
    {"htype",       T::integer,    0,   16, network, 0, kSettable, {}, "hardware type"},
    {"ptype",       T::ether_type, 16,  16, network, 0, kSettable, {}, "protocol type"},
    {"hlen",        T::integer,    32,  8,  none,    0, kSettable, {}, "octets of a hardware address"},
    {"plen",        T::integer,    40,  8,  none,    0, kSettable, {}, "octets of a protocol address"},
    {"operation",   T::arp_op,     48,  16, network, 0, kSettable, {}, "operation"},
    {"saddr ether", T::ether_addr, 64,  48, network, 0, kSettable, {}, "sender MAC address"},
    {"saddr ip",    T::ipv4_addr,  112, 32, network, 0, kSettable, {}, "sender IPv4 address"},
    {"daddr ether", T::ether_addr, 144, 48, network, 0, kSettable, {}, "target MAC address"},
    {"daddr ip",    T::ipv4_addr,  192, 32, network, 0, kSettable, {}, "target IPv4 address"},
};
// clang-format on

} // namespace rulec::catalog::rows
