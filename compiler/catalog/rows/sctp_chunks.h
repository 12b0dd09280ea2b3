// SPDX-License-Identifier: GPL-2.0-or-later
// Fields of SCTP chunks: RFC 9260, 5061 (asconf), 3758 (forward-tsn).
#pragma once

#include "compiler/catalog/field.h"
#include "compiler/catalog/rows/columns.h"

namespace rulec::catalog::rows {

// clang-format off
inline constexpr Field kChunkFields[] = {
    // name      type        offset bits order    key set        types doc
    {"type",   T::integer, 0,  8,  none,    0, kReadOnly, {}, "chunk type"},
    {"flags",  T::integer, 8,  8,  none,    0, kReadOnly, {}, "chunk flags"},
    {"length", T::integer, 16, 16, network, 0, kReadOnly, {}, "length of the chunk in octets"},
};
// clang-format on

// clang-format off
inline constexpr Field kChunkDataFields[] = {
    // name      type        offset bits order    key set        types doc
    {"type",   T::integer, 0,  8,  none,    0, kReadOnly, {}, "chunk type"},
    {"flags",  T::integer, 8,  8,  none,    0, kReadOnly, {}, "chunk flags"},
    {"length", T::integer, 16, 16, network, 0, kReadOnly, {}, "length of the chunk in octets"},
    {"tsn",    T::integer, 32, 32, network, 0, kReadOnly, {}, "transmission sequence number"},
    {"stream", T::integer, 64, 16, network, 0, kReadOnly, {}, "stream identifier"},
    {"ssn",    T::integer, 80, 16, network, 0, kReadOnly, {}, "stream sequence number"},
    {"ppid",   T::integer, 96, 32, network, 0, kReadOnly, {}, "payload protocol identifier"},
};
// clang-format on

// clang-format off
inline constexpr Field kChunkInitFields[] = {
    // name                    type        offset bits order    key set        types doc
    {"type",                 T::integer, 0,   8,  none,    0, kReadOnly, {}, "chunk type"},
    {"flags",                T::integer, 8,   8,  none,    0, kReadOnly, {}, "chunk flags"},
    {"length",               T::integer, 16,  16, network, 0, kReadOnly, {}, "length of the chunk in octets"},
    {"init-tag",             T::integer, 32,  32, network, 0, kReadOnly, {}, "initiate tag"},
    {"a-rwnd",               T::integer, 64,  32, network, 0, kReadOnly, {}, "advertised receiver window"},
    {"num-outbound-streams", T::integer, 96,  16, network, 0, kReadOnly, {}, "number of outbound streams"},
    {"num-inbound-streams",  T::integer, 112, 16, network, 0, kReadOnly, {}, "number of inbound streams"},
    {"initial-tsn",          T::integer, 128, 32, network, 0, kReadOnly, {}, "initial transmission sequence number"},
};
// clang-format on

// clang-format off
inline constexpr Field kChunkSackFields[] = {
    // name                  type        offset bits order    key set        types doc
    {"type",               T::integer, 0,   8,  none,    0, kReadOnly, {}, "chunk type"},
    {"flags",              T::integer, 8,   8,  none,    0, kReadOnly, {}, "chunk flags"},
    {"length",             T::integer, 16,  16, network, 0, kReadOnly, {}, "length of the chunk in octets"},
    {"cum-tsn-ack",        T::integer, 32,  32, network, 0, kReadOnly, {}, "cumulative sequence number acknowledged"},
    {"a-rwnd",             T::integer, 64,  32, network, 0, kReadOnly, {}, "advertised receiver window"},
    {"num-gap-ack-blocks", T::integer, 96,  16, network, 0, kReadOnly, {}, "number of gap blocks"},
    {"num-dup-tsns",       T::integer, 112, 16, network, 0, kReadOnly, {}, "number of duplicates"},
};
// clang-format on

// clang-format off
inline constexpr Field kChunkShutdownFields[] = {
    // name           type        offset bits order    key set        types doc
    {"type",        T::integer, 0,  8,  none,    0, kReadOnly, {}, "chunk type"},
    {"flags",       T::integer, 8,  8,  none,    0, kReadOnly, {}, "chunk flags"},
    {"length",      T::integer, 16, 16, network, 0, kReadOnly, {}, "length of the chunk in octets"},
    {"cum-tsn-ack", T::integer, 32, 32, network, 0, kReadOnly, {}, "cumulative sequence number acknowledged"},
};
// clang-format on

// clang-format off
inline constexpr Field kChunkLowestTsnFields[] = {
    // name          type        offset bits order    key set        types doc
    {"type",       T::integer, 0,  8,  none,    0, kReadOnly, {}, "chunk type"},
    {"flags",      T::integer, 8,  8,  none,    0, kReadOnly, {}, "chunk flags"},
    {"length",     T::integer, 16, 16, network, 0, kReadOnly, {}, "length of the chunk in octets"},
    {"lowest-tsn", T::integer, 32, 32, network, 0, kReadOnly, {}, "lowest sequence number"},
};
// clang-format on

// clang-format off
inline constexpr Field kChunkSeqnoFields[] = {
    // name      type        offset bits order    key set        types doc
    {"type",   T::integer, 0,  8,  none,    0, kReadOnly, {}, "chunk type"},
    {"flags",  T::integer, 8,  8,  none,    0, kReadOnly, {}, "chunk flags"},
    {"length", T::integer, 16, 16, network, 0, kReadOnly, {}, "length of the chunk in octets"},
    {"seqno",  T::integer, 32, 32, network, 0, kReadOnly, {}, "serial number"},
};
// clang-format on

// clang-format off
inline constexpr Field kChunkForwardTsnFields[] = {
    // name           type        offset bits order    key set        types doc
    {"type",        T::integer, 0,  8,  none,    0, kReadOnly, {}, "chunk type"},
    {"flags",       T::integer, 8,  8,  none,    0, kReadOnly, {}, "chunk flags"},
    {"length",      T::integer, 16, 16, network, 0, kReadOnly, {}, "length of the chunk in octets"},
    {"new-cum-tsn", T::integer, 32, 32, network, 0, kReadOnly, {}, "new cumulative sequence number"},
};
// clang-format on

} // namespace rulec::catalog::rows
