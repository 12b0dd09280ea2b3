// SPDX-License-Identifier: GPL-2.0-or-later
// Fields of transport headers: RFC 9293 (TCP), 768 (UDP), 3828 (UDP-Lite), 4340 (DCCP), 9260 (SCTP).
#pragma once

#include "compiler/catalog/field.h"
#include "compiler/catalog/rows/columns.h"

namespace rulec::catalog::rows {

// clang-format off
inline constexpr Field kTcpFields[] = {
    // name        type             offset bits order    key set        types id  doc
    {"sport",    T::inet_service, 0,   16, network, 0, kSettable, {}, 1,  "source port"},
    {"dport",    T::inet_service, 16,  16, network, 0, kSettable, {}, 2,  "destination port"},
    {"sequence", T::integer,      32,  32, network, 0, kSettable, {}, 3,  "sequence number"},
    {"ackseq",   T::integer,      64,  32, network, 0, kSettable, {}, 4,  "acknowledgement number"},
    {"doff",     T::integer,      96,  4,  network, 0, kSettable, {}, 5,  "header length in 32-bit words"},
    {"reserved", T::integer,      100, 4,  network, 0, kSettable, {}, 6,  "reserved bits"},
    {"flags",    T::tcp_flag,     104, 8,  none,    0, kSettable, {}, 7,  "control bits"},
    {"window",   T::integer,      112, 16, network, 0, kSettable, {}, 8,  "window"},
    {"checksum", T::integer,      128, 16, network, 0, kSettable, {}, 9,  "checksum"},
    {"urgptr",   T::integer,      144, 16, network, 0, kSettable, {}, 10, "urgent pointer"},
};
// clang-format on

// clang-format off
inline constexpr Field kUdpFields[] = {
    // name        type             offset bits order    key set        types id doc
    {"sport",    T::inet_service, 0,  16, network, 0, kSettable, {}, 1, "source port"},
    {"dport",    T::inet_service, 16, 16, network, 0, kSettable, {}, 2, "destination port"},
    {"length",   T::integer,      32, 16, network, 0, kSettable, {}, 3, "length in octets"},
    {"checksum", T::integer,      48, 16, network, 0, kSettable, {}, 4, "checksum"},
};
// clang-format on

// clang-format off
inline constexpr Field kUdpliteFields[] = {
    // name        type             offset bits order    key set        types id doc
    {"sport",    T::inet_service, 0,  16, network, 0, kSettable, {}, 1, "source port"},
    {"dport",    T::inet_service, 16, 16, network, 0, kSettable, {}, 2, "destination port"},
    {"csumcov",  T::integer,      32, 16, network, 0, kSettable, {}, 3, "checksum coverage"},
    {"checksum", T::integer,      48, 16, network, 0, kSettable, {}, 4, "checksum"},
};
// clang-format on

// clang-format off
inline constexpr Field kDccpFields[] = {
    // name     type             offset bits order    key set        types id doc
    {"sport", T::inet_service, 0,  16, network, 0, kSettable, {}, 1, "source port"},
    {"dport", T::inet_service, 16, 16, network, 0, kSettable, {}, 2, "destination port"},
    {"type",  T::dccp_pkttype, 67, 4,  network, 0, kSettable, {}, 3, "packet type"},
};
// clang-format on

// clang-format off
inline constexpr Field kSctpFields[] = {
    // name        type             offset bits order    key set        types id doc
    {"sport",    T::inet_service, 0,  16, network, 0, kSettable, {}, 1, "source port"},
    {"dport",    T::inet_service, 16, 16, network, 0, kSettable, {}, 2, "destination port"},
    {"vtag",     T::integer,      32, 32, network, 0, kSettable, {}, 3, "verification tag"},
    {"checksum", T::integer,      64, 32, network, 0, kSettable, {}, 4, "CRC32c"},
};
// clang-format on

// clang-format off
inline constexpr Field kThFields[] = {
    // name     type             offset bits order    key set        types id doc
    {"sport", T::inet_service, 0,  16, network, 0, kSettable, {}, 1, "source port"},
    {"dport", T::inet_service, 16, 16, network, 0, kSettable, {}, 2, "destination port"},
};
// clang-format on

} // namespace rulec::catalog::rows
