// SPDX-License-Identifier: GPL-2.0-or-later
// Names of values in link-layer headers and of devices. IANA's EtherType and ARP registries, <linux/if_arp.h>.
#pragma once

#include "compiler/catalog/datatype.h"

namespace rulec::catalog::rows {

inline constexpr Symbol kEtherTypes[] = {
    {"ip", 0x0800}, {"arp", 0x0806}, {"ip6", 0x86dd}, {"8021q", 0x8100}, {"8021ad", 0x88a8}, {"vlan", 0x8100},
};

inline constexpr Symbol kArpOperations[] = {
    {"request", 1}, {"reply", 2}, {"rrequest", 3}, {"rreply", 4}, {"inrequest", 8}, {"inreply", 9}, {"nak", 10},
};

// ARPHRD_*
inline constexpr Symbol kInterfaceTypes[] = {
    {"ether", 1}, {"ppp", 512}, {"ipip", 768}, {"ipip6", 769}, {"loopback", 772}, {"sit", 776}, {"ipgre", 778},
};

// PACKET_* of <linux/if_packet.h>; the first name of a value is the one listings use.
inline constexpr Symbol kPacketTypes[] = {
    {"host", 0}, {"unicast", 0}, {"broadcast", 1}, {"multicast", 2}, {"other", 3},
};

// What Debian's /etc/iproute2/group and rt_realms name; no file of the machine is read.
inline constexpr Symbol kDeviceGroups[] = {{"default", 0}};
inline constexpr Symbol kRealms[] = {{"cosmos", 0}};

} // namespace rulec::catalog::rows
