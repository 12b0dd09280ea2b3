// SPDX-License-Identifier: GPL-2.0-or-later
// Fields of ICMP, ICMPv6 and IGMP messages: RFC 792, 1191, 4443, 2710, 3376. Some words exist in some types only.
#pragma once

#include "compiler/catalog/field.h"
#include "compiler/catalog/rows/columns.h"

namespace rulec::catalog::rows {

// Types that carry a field, in the order in which nft sends them.
inline constexpr std::uint8_t kIcmpEcho[] = {8, 0};
inline constexpr std::uint8_t kIcmpRedirect[] = {5};
inline constexpr std::uint8_t kIcmpUnreachable[] = {3};
inline constexpr std::uint8_t kIcmpv6ParameterProblem[] = {4};
inline constexpr std::uint8_t kIcmpv6PacketTooBig[] = {2};
inline constexpr std::uint8_t kIcmpv6Echo[] = {128, 129};
inline constexpr std::uint8_t kIcmpv6MldQuery[] = {130};

// clang-format off
inline constexpr Field kIcmpFields[] = {
    // name        type          offset bits order    key set        types             id doc
    {"type",     T::icmp_type, 0,  8,  none,    0, kSettable, {},               1, "message type"},
    {"code",     T::icmp_code, 8,  8,  none,    0, kSettable, {},               2, "code within the type"},
    {"checksum", T::integer,   16, 16, network, 0, kSettable, {},               3, "checksum"},
    {"id",       T::integer,   32, 16, network, 0, kSettable, kIcmpEcho,        4, "identifier of an echo"},
    {"sequence", T::integer,   48, 16, network, 0, kSettable, kIcmpEcho,        5, "sequence number of an echo"},
    {"gateway",  T::integer,   32, 32, network, 0, kSettable, kIcmpRedirect,    6, "gateway of a redirect"},
    {"mtu",      T::integer,   48, 16, network, 0, kSettable, kIcmpUnreachable, 7, "next-hop MTU of a destination-unreachable"},
};
// clang-format on

// clang-format off
inline constexpr Field kIcmpv6Fields[] = {
    // name             type            offset bits order    key set        types                    id doc
    {"type",          T::icmpv6_type, 0,  8,  none,    0, kSettable, {},                      1, "message type"},
    {"code",          T::icmpv6_code, 8,  8,  none,    0, kSettable, {},                      2, "code within the type"},
    {"checksum",      T::integer,     16, 16, network, 0, kSettable, {},                      3, "checksum"},
    {"param-problem", T::integer,     32, 32, network, 0, kSettable, kIcmpv6ParameterProblem, 4, "pointer of a parameter-problem"},
    {"mtu",           T::integer,     32, 32, network, 0, kSettable, kIcmpv6PacketTooBig,     5, "MTU of a packet-too-big"},
    {"id",            T::integer,     32, 16, network, 0, kSettable, kIcmpv6Echo,             6, "identifier of an echo"},
    {"sequence",      T::integer,     48, 16, network, 0, kSettable, kIcmpv6Echo,             7, "sequence number of an echo"},
    {"max-delay",     T::integer,     32, 16, network, 0, kSettable, kIcmpv6MldQuery,         8, "maximum response delay of an mld-listener-query"},
};
// clang-format on

// clang-format off
inline constexpr Field kIgmpFields[] = {
    // name        type          offset bits order    key set        types id doc
    {"type",     T::igmp_type, 0,  8,  none,    0, kSettable, {}, 1, "message type"},
    {"mrt",      T::integer,   8,  8,  none,    0, kSettable, {}, 3, "maximum response time"},
    {"checksum", T::integer,   16, 16, network, 0, kSettable, {}, 2, "checksum"},
    {"group",    T::integer,   32, 32, network, 0, kSettable, {}, 4, "group address"},
};
// clang-format on

} // namespace rulec::catalog::rows
