// SPDX-License-Identifier: GPL-2.0-or-later
// Meta keys. NFT_META_* of <linux/netfilter/nf_tables.h>; `key` is its number.
#pragma once

#include "compiler/catalog/field.h"
#include "compiler/catalog/rows/columns.h"

namespace rulec::catalog::rows {

// clang-format off
inline constexpr Field kMetaFields[] = {
    // name         type            offset bits order    key set        types id doc
    {"length",    T::integer,     0, 32,  host,    0,  kReadOnly, {}, 0, "length of the packet in octets", 0, kQualified},
    {"protocol",  T::ether_type,  0, 16,  network, 1,  kReadOnly, {}, 0, "EtherType of the network header", 0, kQualified},
    {"priority",  T::classid,     0, 32,  host,    2,  kSettable, {}, 0, "priority, for traffic control", 0, kQualified},
    {"mark",      T::mark,        0, 32,  host,    3,  kSettable, {}, 0, "packet mark", 0, kUnqualified},
    {"iif",       T::iface_index, 0, 32,  host,    4,  kReadOnly, {}, 0, "input interface, by index", 0, kUnqualified},
    {"oif",       T::iface_index, 0, 32,  host,    5,  kReadOnly, {}, 0, "output interface, by index", 0, kUnqualified},
    {"iifname",   T::ifname,      0, 128, none,    6,  kReadOnly, {}, 0, "input interface, by name", 0, kUnqualified},
    {"oifname",   T::ifname,      0, 128, none,    7,  kReadOnly, {}, 0, "output interface, by name", 0, kUnqualified},
    {"iiftype",   T::iface_type,  0, 16,  host,    8,  kReadOnly, {}, 0, "type of the input interface", 0, kUnqualified},
    {"oiftype",   T::iface_type,  0, 16,  host,    9,  kReadOnly, {}, 0, "type of the output interface", 0, kUnqualified},
    {"skuid",     T::uid,         0, 32,  host,    10, kReadOnly, {}, 0, "user that owns the socket", 0, kUnqualified},
    {"skgid",     T::gid,         0, 32,  host,    11, kReadOnly, {}, 0, "group that owns the socket", 0, kUnqualified},
    {"nftrace",   T::integer,     0, 1,   host,    12, kSettable, {}, 0, "trace this packet", 0, kUnqualified, {}, kWriteOnly},
    {"rtclassid", T::realm,       0, 32,  host,    13, kReadOnly, {}, 0, "routing realm", 0, kUnqualified},
    {"secmark",   T::integer,     0, 32,  host,    14, kSettable, {}, 0, "security mark", 0, kQualified},
    {"nfproto",   T::nf_proto,    0, 8,   none,    15, kReadOnly, {}, 0, "family of the packet", 0, kQualified},
    {"l4proto",   T::inet_proto,  0, 8,   none,    16, kReadOnly, {}, 0, "transport protocol, after any IPv6 extension headers", 0, kQualified},
    {"ibrname",   T::ifname,      0, 128, none,    17, kReadOnly, {}, 0, "bridge of the input port", 0, kUnqualified},
    {"obrname",   T::ifname,      0, 128, none,    18, kReadOnly, {}, 0, "bridge of the output port", 0, kUnqualified},
    {"ibriport",  T::ifname,      0, 128, none,    17, kReadOnly, {}, 0, "older name of ibrname", 0, kUnqualified},
    {"obriport",  T::ifname,      0, 128, none,    18, kReadOnly, {}, 0, "older name of obrname", 0, kUnqualified},
    {"pkttype",   T::pkt_type,    0, 8,   none,    19, kSettable, {}, 0, "unicast to us, broadcast, multicast or other", 0, kUnqualified},
    {"cpu",       T::integer,     0, 32,  host,    20, kReadOnly, {}, 0, "number of the processor", 0, kUnqualified},
    {"iifgroup",  T::devgroup,    0, 32,  host,    21, kReadOnly, {}, 0, "group of the input interface", 0, kUnqualified},
    {"oifgroup",  T::devgroup,    0, 32,  host,    22, kReadOnly, {}, 0, "group of the output interface", 0, kUnqualified},
    {"cgroup",    T::integer,     0, 32,  host,    23, kReadOnly, {}, 0, "class of the control group (version 1)", 0, kUnqualified},
    {"random",    T::integer,     0, 32,  network, 24, kReadOnly, {}, 0, "a random number", 0, kQualified},
    {"ipsec",     T::boolean,     0, 8,   none,    25, kReadOnly, {}, 0, "came through IPsec", 0, kUnqualified},
    {"secpath",   T::boolean,     0, 8,   none,    25, kReadOnly, {}, 0, "older name of ipsec", 0, kQualified},
    {"iifkind",   T::ifname,      0, 128, none,    26, kReadOnly, {}, 0, "kind of the input interface, such as vlan", 0, kQualified},
    {"oifkind",   T::ifname,      0, 128, none,    27, kReadOnly, {}, 0, "kind of the output interface", 0, kQualified},
    {"ibrpvid",   T::integer,     0, 16,  host,    28, kReadOnly, {}, 0, "default VLAN of the input bridge port", 0, kQualified, {5, 3}},
    {"ibrvproto", T::ether_type,  0, 16,  network, 29, kReadOnly, {}, 0, "VLAN protocol of the input bridge", 0, kQualified, {5, 3}},
    {"time",      T::date,        0, 64,  host,    30, kReadOnly, {}, 0, "when the packet came, in nanoseconds since 1970", 0, kUnqualified, {5, 4}},
    {"day",       T::day,         0, 8,   none,    31, kReadOnly, {}, 0, "day of the week the packet came, in UTC", 0, kUnqualified, {5, 4}},
    {"hour",      T::hour,        0, 32,  host,    32, kReadOnly, {}, 0, "time of day the packet came, in seconds of UTC", 0, kUnqualified, {5, 4}},
    {"sdif",      T::iface_index, 0, 32,  host,    33, kReadOnly, {}, 0, "slave interface of a VRF, by index", 0, kQualified, {5, 6}},
    {"sdifname",  T::ifname,      0, 128, none,    34, kReadOnly, {}, 0, "slave interface of a VRF, by name", 0, kQualified, {5, 6}},
};
// clang-format on

} // namespace rulec::catalog::rows
