// SPDX-License-Identifier: GPL-2.0-or-later
// Fields of SCTP chunks: RFC 9260, 5061 (asconf), 3758 (forward-tsn).
#pragma once

#include "compiler/catalog/field.h"
#include "compiler/catalog/rows/columns.h"

namespace rulec::catalog::rows {

// clang-format off
inline constexpr Field kChunkFields[] = {
    // name      type        offset bits order    key set        types id doc
    {"type",   T::integer, 0,  8,  none,    0, kReadOnly, {}, 0, "chunk type"},
    {"flags",  T::integer, 8,  8,  none,    0, kReadOnly, {}, 1, "chunk flags"},
    {"length", T::integer, 16, 16, network, 0, kReadOnly, {}, 2, "length of the chunk in octets"},
};
// clang-format on

// clang-format off
inline constexpr Field kChunkDataFields[] = {
    // name      type        offset bits order    key set        types id doc
    {"type",   T::integer, 0,  8,  none,    0, kReadOnly, {}, 0, "chunk type"},
    {"flags",  T::integer, 8,  8,  none,    0, kReadOnly, {}, 1, "chunk flags"},
    {"length", T::integer, 16, 16, network, 0, kReadOnly, {}, 2, "length of the chunk in octets"},
    {"tsn",    T::integer, 32, 32, network, 0, kReadOnly, {}, 3, "transmission sequence number"},
    {"stream", T::integer, 64, 16, network, 0, kReadOnly, {}, 4, "stream identifier"},
    {"ssn",    T::integer, 80, 16, network, 0, kReadOnly, {}, 5, "stream sequence number"},
    {"ppid",   T::integer, 96, 32, network, 0, kReadOnly, {}, 6, "payload protocol identifier"},
};
// clang-format on

// clang-format off
inline constexpr Field kChunkInitFields[] = {
    // name                    type        offset bits order    key set        types id doc
    {"type",                 T::integer, 0,   8,  none,    0, kReadOnly, {}, 0, "chunk type"},
    {"flags",                T::integer, 8,   8,  none,    0, kReadOnly, {}, 1, "chunk flags"},
    {"length",               T::integer, 16,  16, network, 0, kReadOnly, {}, 2, "length of the chunk in octets"},
    {"init-tag",             T::integer, 32,  32, network, 0, kReadOnly, {}, 3, "initiate tag"},
    {"a-rwnd",               T::integer, 64,  32, network, 0, kReadOnly, {}, 4, "advertised receiver window"},
    {"num-outbound-streams", T::integer, 96,  16, network, 0, kReadOnly, {}, 5, "number of outbound streams"},
    {"num-inbound-streams",  T::integer, 112, 16, network, 0, kReadOnly, {}, 6, "number of inbound streams"},
    {"initial-tsn",          T::integer, 128, 32, network, 0, kReadOnly, {}, 7, "initial transmission sequence number"},
};
// clang-format on

// clang-format off
inline constexpr Field kChunkSackFields[] = {
    // name                  type        offset bits order    key set        types id doc
    {"type",               T::integer, 0,   8,  none,    0, kReadOnly, {}, 0, "chunk type"},
    {"flags",              T::integer, 8,   8,  none,    0, kReadOnly, {}, 1, "chunk flags"},
    {"length",             T::integer, 16,  16, network, 0, kReadOnly, {}, 2, "length of the chunk in octets"},
    {"cum-tsn-ack",        T::integer, 32,  32, network, 0, kReadOnly, {}, 3, "cumulative sequence number acknowledged"},
    {"a-rwnd",             T::integer, 64,  32, network, 0, kReadOnly, {}, 4, "advertised receiver window"},
    {"num-gap-ack-blocks", T::integer, 96,  16, network, 0, kReadOnly, {}, 5, "number of gap blocks"},
    {"num-dup-tsns",       T::integer, 112, 16, network, 0, kReadOnly, {}, 6, "number of duplicates"},
};
// clang-format on

// clang-format off
inline constexpr Field kChunkShutdownFields[] = {
    // name           type        offset bits order    key set        types id doc
    {"type",        T::integer, 0,  8,  none,    0, kReadOnly, {}, 0, "chunk type"},
    {"flags",       T::integer, 8,  8,  none,    0, kReadOnly, {}, 1, "chunk flags"},
    {"length",      T::integer, 16, 16, network, 0, kReadOnly, {}, 2, "length of the chunk in octets"},
    {"cum-tsn-ack", T::integer, 32, 32, network, 0, kReadOnly, {}, 3, "cumulative sequence number acknowledged"},
};
// clang-format on

// clang-format off
inline constexpr Field kChunkLowestTsnFields[] = {
    // name          type        offset bits order    key set        types id doc
    {"type",       T::integer, 0,  8,  none,    0, kReadOnly, {}, 0, "chunk type"},
    {"flags",      T::integer, 8,  8,  none,    0, kReadOnly, {}, 1, "chunk flags"},
    {"length",     T::integer, 16, 16, network, 0, kReadOnly, {}, 2, "length of the chunk in octets"},
    {"lowest-tsn", T::integer, 32, 32, network, 0, kReadOnly, {}, 3, "lowest sequence number"},
};
// clang-format on

// clang-format off
inline constexpr Field kChunkSeqnoFields[] = {
    // name      type        offset bits order    key set        types id doc
    {"type",   T::integer, 0,  8,  none,    0, kReadOnly, {}, 0, "chunk type"},
    {"flags",  T::integer, 8,  8,  none,    0, kReadOnly, {}, 1, "chunk flags"},
    {"length", T::integer, 16, 16, network, 0, kReadOnly, {}, 2, "length of the chunk in octets"},
    {"seqno",  T::integer, 32, 32, network, 0, kReadOnly, {}, 3, "serial number"},
};
// clang-format on

// clang-format off
inline constexpr Field kChunkForwardTsnFields[] = {
    // name           type        offset bits order    key set        types id doc
    {"type",        T::integer, 0,  8,  none,    0, kReadOnly, {}, 0, "chunk type"},
    {"flags",       T::integer, 8,  8,  none,    0, kReadOnly, {}, 1, "chunk flags"},
    {"length",      T::integer, 16, 16, network, 0, kReadOnly, {}, 2, "length of the chunk in octets"},
    {"new-cum-tsn", T::integer, 32, 32, network, 0, kReadOnly, {}, 3, "new cumulative sequence number"},
};
// clang-format on

} // namespace rulec::catalog::rows
