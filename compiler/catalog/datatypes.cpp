// SPDX-License-Identifier: GPL-2.0-or-later
// One row a datatype, at the index of its number.
#include "compiler/catalog/datatype.h"
#include "compiler/catalog/rows/symbols_ct.h"
#include "compiler/catalog/rows/symbols_icmp.h"
#include "compiler/catalog/rows/symbols_link.h"
#include "compiler/catalog/rows/symbols_network.h"
#include "compiler/catalog/rows/symbols_plain.h"
#include "compiler/support/check.h"

#include <algorithm>
#include <iterator>

namespace rulec::catalog {
namespace {

using namespace rows;
using enum ByteOrder;
using N = Notation;
using T = TypeId;

constexpr bool kBits = true, kHex = true;

// clang-format off
constexpr DataType kTypes[] = {
    // number             name             description                                bits order    notation      bitmask hex    symbols              declarable
    {T::invalid,        "invalid",       "invalid",                                     0, none,    N::number,    false,  false, {},                  false},
    {T::verdict,        "verdict",       "netfilter verdict",                           0, none,    N::verdict,   false,  false, {},                  false},
    {T::nf_proto,       "nf_proto",      "netfilter protocol",                          8, none,    N::number,    false,  false, kNetfilterProtocols, true},
    {T::bitmask,        "bitmask",       "bitmask",                                     0, host,    N::number,    kBits,  kHex,  {},                  false},
    {T::integer,        "integer",       "integer",                                     0, host,    N::number,    false,  false, {},                  false},
    {T::string,         "string",        "string",                                      0, none,    N::string,    false,  false, {},                  false},
    {T::ll_addr,        "ll_addr",       "link layer address",                          0, network, N::mac,       false,  true,  {},                  false},
    {T::ipv4_addr,      "ipv4_addr",     "IPv4 address",                               32, network, N::address4,  false,  true,  {},                  true},
    {T::ipv6_addr,      "ipv6_addr",     "IPv6 address",                              128, network, N::address6,  false,  true,  {},                  true},
    {T::ether_addr,     "ether_addr",    "Ethernet address",                           48, network, N::mac,       false,  true,  {},                  true},
    {T::ether_type,     "ether_type",    "Ethernet protocol",                          16, network, N::number,    false,  kHex,  kEtherTypes,         true},
    {T::arp_op,         "arp_op",        "ARP operation",                              16, network, N::number,    false,  kHex,  kArpOperations,      true},
    {T::inet_proto,     "inet_proto",    "Internet protocol",                           8, none,    N::protocol,  false,  false, {},                  true},
    {T::inet_service,   "inet_service",  "port",                                       16, network, N::service,   false,  false, {},                  true},
    {T::icmp_type,      "icmp_type",     "ICMP type",                                   8, none,    N::number,    false,  false, kIcmpTypes,          true},
    {T::tcp_flag,       "tcp_flag",      "TCP flag",                                    8, none,    N::number,    kBits,  kHex,  kTcpFlags,           true},
    {T::dccp_pkttype,   "dccp_pkttype",  "DCCP packet type",                            4, network, N::number,    false,  false, kDccpTypes,          true},
    {T::mh_type,        "mh_type",       "mobility header type",                        8, none,    N::number,    false,  false, kMobilityTypes,      true},
    {T::time,           "time",          "relative time",                              32, host,    N::time,      false,  false, {},                  true},
    {T::mark,           "mark",          "packet mark",                                32, host,    N::number,    false,  kHex,  {},                  true},
    {T::iface_index,    "iface_index",   "network interface index",                    32, host,    N::interface, false,  false, {},                  true},
    {T::iface_type,     "iface_type",    "network interface type",                     16, host,    N::number,    false,  false, kInterfaceTypes,     true},
    {T::realm,          "realm",         "routing realm",                              32, host,    N::number,    false,  false, kRealms,             true},
    {T::classid,        "classid",       "TC classid",                                 32, host,    N::classid,   false,  false, kClassids,           true},
    {T::uid,            "uid",           "user ID",                                    32, host,    N::user,      false,  false, {},                  true},
    {T::gid,            "gid",           "group ID",                                   32, host,    N::group,     false,  false, {},                  true},
    {T::ct_state,       "ct_state",      "conntrack state",                            32, host,    N::number,    kBits,  kHex,  kCtStates,           true},
    {T::ct_dir,         "ct_dir",        "conntrack direction",                         8, none,    N::number,    false,  false, kCtDirections,       true},
    {T::ct_status,      "ct_status",     "conntrack status",                           32, host,    N::number,    kBits,  kHex,  kCtStatus,           true},
    {T::icmpv6_type,    "icmpv6_type",   "ICMPv6 type",                                 8, none,    N::number,    false,  false, kIcmpv6Types,        true},
    {T::ct_label,       "ct_label",      "conntrack label",                           128, host,    N::bit,       kBits,  false, {},                  false},
    {T::pkt_type,       "pkt_type",      "packet type",                                 8, none,    N::number,    false,  false, kPacketTypes,        true},
    {T::icmp_code,      "icmp_code",     "ICMP code",                                   8, none,    N::number,    false,  false, kIcmpCodes,          true},
    {T::icmpv6_code,    "icmpv6_code",   "ICMPv6 code",                                 8, none,    N::number,    false,  false, kIcmpv6Codes,        true},
    {T::icmpx_code,     "icmpx_code",    "ICMPx code",                                  8, none,    N::number,    false,  false, kIcmpxCodes,         true},
    {T::devgroup,       "devgroup",      "device group",                               32, host,    N::number,    false,  false, kDeviceGroups,       true},
    {T::dscp,           "dscp",          "Differentiated Services Code Point",          6, network, N::number,    false,  kHex,  kDscp,               true},
    {T::ecn,            "ecn",           "Explicit Congestion Notification",            2, network, N::number,    false,  kHex,  kEcn,                false},
    {T::fib_addrtype,   "fib_addrtype",  "address type",                               32, host,    N::number,    false,  false, kAddressTypes,       true},
    {T::boolean,        "boolean",       "boolean",                                     1, none,    N::boolean,   false,  false, kBooleans,           true},
    {T::ct_event,       "ct_event",      "conntrack event",                            32, host,    N::number,    kBits,  kHex,  kCtEvents,           false},
    {T::ifname,         "ifname",        "network interface name",                    128, none,    N::string,    false,  false, {},                  true},
    {T::igmp_type,      "igmp_type",     "IGMP type",                                   8, none,    N::number,    false,  false, kIgmpTypes,          true},
    {T::date,           "date",          "date",                                       64, host,    N::date,      false,  false, {},                  false},
    {T::hour,           "hour",          "hour of the day",                            32, host,    N::hour,      false,  false, {},                  false},
    {T::day,            "day",           "day of the week",                             8, none,    N::day,       false,  false, kDays,               false},
    {T::cgroupsv2,      "cgroupsv2",     "cgroup path",                                64, host,    N::cgroup,    false,  false, {},                  true},
};
// clang-format on

constexpr bool numbered_by_index() {
    for (std::size_t i = 0; i < std::size(kTypes); ++i)
        if (kTypes[i].id != static_cast<TypeId>(i)) return false;
    return true;
}
static_assert(numbered_by_index(), "type() indexes by number");

} // namespace

const DataType& type(TypeId id) {
    const auto index = static_cast<std::size_t>(id);
    RULEC_CHECK(index < std::size(kTypes), "every TypeId has a row");
    return kTypes[index];
}

const DataType* find_type(std::string_view name) {
    const auto* row = std::ranges::find(kTypes, name, &DataType::name);
    return row == std::end(kTypes) ? nullptr : row;
}

std::span<const DataType> all_types() {
    return kTypes;
}

std::optional<std::uint64_t> find_symbol(const DataType& type, std::string_view name) {
    if (type.id == TypeId::inet_service) return find_service(name);
    if (type.id == TypeId::inet_proto) return find_protocol(name);
    const auto row = std::ranges::find(type.symbols, name, &Symbol::name);
    if (row == type.symbols.end()) return std::nullopt;
    return row->value;
}

} // namespace rulec::catalog
