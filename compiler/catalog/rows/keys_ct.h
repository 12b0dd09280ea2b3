// SPDX-License-Identifier: GPL-2.0-or-later
// Conntrack keys. NFT_CT_* of <linux/netfilter/nf_tables.h>. An address without `ip` or `ip6` has no type of its own:
// the table's family gives it.
#pragma once

#include "compiler/catalog/field.h"
#include "compiler/catalog/rows/columns.h"

namespace rulec::catalog::rows {

// clang-format off
inline constexpr Field kCtFields[] = {
    // name          type             offset bits order    key set        types id doc
    {"state",      T::ct_state,     0, 32,  host,    0,  kReadOnly, {}, 0, "state of the connection"},
    {"direction",  T::ct_dir,       0, 8,   none,    1,  kReadOnly, {}, 0, "direction of the packet"},
    {"status",     T::ct_status,    0, 32,  host,    2,  kReadOnly, {}, 0, "status bits"},
    {"mark",       T::mark,         0, 32,  host,    3,  kSettable, {}, 0, "connection mark"},
    {"secmark",    T::integer,      0, 32,  host,    4,  kSettable, {}, 0, "security mark"},
    {"expiration", T::time,         0, 32,  host,    5,  kReadOnly, {}, 0, "time left, in milliseconds"},
    {"helper",     T::string,       0, 128, none,    6,  kSettable, {}, 0, "name of the helper"},
    {"l3proto",    T::nf_proto,     0, 8,   none,    7,  kReadOnly, {}, 0, "family of the connection"},
    {"saddr",      T::invalid,      0, 0,   network, 8,  kReadOnly, {}, 0, "source address, of the family of the table"},
    {"daddr",      T::invalid,      0, 0,   network, 9,  kReadOnly, {}, 0, "destination address, of the family of the table"},
    {"protocol",   T::inet_proto,   0, 8,   none,    10, kReadOnly, {}, 0, "transport protocol"},
    {"proto-src",  T::inet_service, 0, 16,  network, 11, kReadOnly, {}, 0, "source port"},
    {"proto-dst",  T::inet_service, 0, 16,  network, 12, kReadOnly, {}, 0, "destination port"},
    {"label",      T::ct_label,     0, 128, host,    13, kSettable, {}, 0, "label bits"},
    {"packets",    T::integer,      0, 64,  host,    14, kReadOnly, {}, 0, "packets seen"},
    {"bytes",      T::integer,      0, 64,  host,    15, kReadOnly, {}, 0, "octets seen"},
    {"avgpkt",     T::integer,      0, 64,  host,    16, kReadOnly, {}, 0, "octets a packet"},
    {"zone",       T::integer,      0, 16,  host,    17, kSettable, {}, 0, "zone"},
    {"event",      T::ct_event,     0, 32,  host,    18, kSettable, {}, 0, "events to report", 0, kQualified, {}, kWriteOnly},
    {"ip saddr",   T::ipv4_addr,    0, 32,  network, 19, kReadOnly, {}, 0, "source address"},
    {"ip daddr",   T::ipv4_addr,    0, 32,  network, 20, kReadOnly, {}, 0, "destination address"},
    {"ip6 saddr",  T::ipv6_addr,    0, 128, network, 21, kReadOnly, {}, 0, "source address"},
    {"ip6 daddr",  T::ipv6_addr,    0, 128, network, 22, kReadOnly, {}, 0, "destination address"},
    {"id",         T::integer,      0, 32,  network, 23, kReadOnly, {}, 0, "number of the connection"},
};
// clang-format on

} // namespace rulec::catalog::rows
