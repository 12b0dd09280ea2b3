// SPDX-License-Identifier: GPL-2.0-or-later
// Fields of network headers: RFC 791 (IPv4), RFC 8200 (IPv6), with RFC 2474 and 3168 for dscp and ecn.
#pragma once

#include "compiler/catalog/field.h"
#include "compiler/catalog/rows/columns.h"

namespace rulec::catalog::rows {

// clang-format off
inline constexpr Field kIpFields[] = {
    // name         type           offset bits order    key set        types id  doc
    {"version",   T::integer,    0,   4,  network, 0, kSettable, {}, 1,  "IP version, 4"},
    {"hdrlength", T::integer,    4,   4,  network, 0, kSettable, {}, 2,  "header length in 32-bit words"},
    {"dscp",      T::dscp,       8,   6,  network, 0, kSettable, {}, 3,  "differentiated services code point"},
    {"ecn",       T::ecn,        14,  2,  network, 0, kSettable, {}, 4,  "explicit congestion notification"},
    {"length",    T::integer,    16,  16, network, 0, kSettable, {}, 5,  "length of the packet in octets"},
    {"id",        T::integer,    32,  16, network, 0, kSettable, {}, 6,  "identification"},
    {"frag-off",  T::integer,    48,  16, network, 0, kSettable, {}, 7,  "flags and fragment offset"},
    {"ttl",       T::integer,    64,  8,  none,    0, kSettable, {}, 8,  "time to live"},
    {"protocol",  T::inet_proto, 72,  8,  none,    0, kSettable, {}, 9,  "transport protocol"},
    {"checksum",  T::integer,    80,  16, network, 0, kSettable, {}, 10, "header checksum"},
    {"saddr",     T::ipv4_addr,  96,  32, network, 0, kSettable, {}, 11, "source address"},
    {"daddr",     T::ipv4_addr,  128, 32, network, 0, kSettable, {}, 12, "destination address"},
};
// clang-format on

// clang-format off
inline constexpr Field kIp6Fields[] = {
    // name         type           offset bits order    key set        types id doc
    {"version",   T::integer,    0,   4,   network, 0, kSettable, {}, 1, "IP version, 6"},
    {"dscp",      T::dscp,       4,   6,   network, 0, kSettable, {}, 2, "differentiated services code point"},
    {"ecn",       T::ecn,        10,  2,   network, 0, kSettable, {}, 3, "explicit congestion notification"},
    {"flowlabel", T::integer,    12,  20,  network, 0, kSettable, {}, 4, "flow label"},
    {"length",    T::integer,    32,  16,  network, 0, kSettable, {}, 5, "length of the payload in octets"},
    {"nexthdr",   T::inet_proto, 48,  8,   none,    0, kSettable, {}, 6, "next header: the first extension header, or the transport protocol"},
    {"hoplimit",  T::integer,    56,  8,   none,    0, kSettable, {}, 7, "hop limit"},
    {"saddr",     T::ipv6_addr,  64,  128, network, 0, kSettable, {}, 8, "source address"},
    {"daddr",     T::ipv6_addr,  192, 128, network, 0, kSettable, {}, 9, "destination address"},
};
// clang-format on

} // namespace rulec::catalog::rows
