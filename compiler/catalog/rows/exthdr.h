// SPDX-License-Identifier: GPL-2.0-or-later
// Fields of IPv6 extension headers: RFC 8200, 5095 (type 0), 6275 (type 2 and mobility), 8754 (segment routing).
#pragma once

#include "compiler/catalog/field.h"
#include "compiler/catalog/rows/columns.h"

namespace rulec::catalog::rows {

// clang-format off
inline constexpr Field kHbhFields[] = {
    // name         type           offset bits order key set        types id doc
    {"nexthdr",   T::inet_proto, 0, 8, none, 0, kReadOnly, {}, 1, "next header"},
    {"hdrlength", T::integer,    8, 8, none, 0, kReadOnly, {}, 2, "length in 8-octet units, without the first"},
};
// clang-format on

// clang-format off
inline constexpr Field kRtFields[] = {
    // name         type           offset bits order key set        types id doc
    {"nexthdr",   T::inet_proto, 0,  8, none, 0, kReadOnly, {}, 1, "next header"},
    {"hdrlength", T::integer,    8,  8, none, 0, kReadOnly, {}, 2, "length in 8-octet units, without the first"},
    {"type",      T::integer,    16, 8, none, 0, kReadOnly, {}, 3, "routing type"},
    {"seg-left",  T::integer,    24, 8, none, 0, kReadOnly, {}, 4, "segments left"},
};
// clang-format on

// clang-format off
inline constexpr Field kRt0Fields[] = {
    // name    type          offset bits order    key set        types id doc
    {"addr", T::ipv6_addr, 64, 128, network, 0, kReadOnly, {}, 2, "address N of the list, counted from 1", 128},
};
// clang-format on

// clang-format off
inline constexpr Field kRt2Fields[] = {
    // name    type          offset bits order    key set        types id doc
    {"addr", T::ipv6_addr, 64, 128, network, 0, kReadOnly, {}, 0, "home address"},
};
// clang-format on

// clang-format off
inline constexpr Field kSrhFields[] = {
    // name          type          offset bits order    key set        types id doc
    {"last-entry", T::integer,   32, 8,   none,    0, kReadOnly, {}, 1, "index of the last segment"},
    {"flags",      T::integer,   40, 8,   none,    0, kReadOnly, {}, 2, "flags"},
    {"tag",        T::integer,   48, 16,  network, 0, kReadOnly, {}, 3, "tag"},
    {"sid",        T::ipv6_addr, 64, 128, network, 0, kReadOnly, {}, 4, "segment N of the list, counted from 1", 128},
};
// clang-format on

// clang-format off
inline constexpr Field kFragFields[] = {
    // name              type           offset bits order    key set        types id doc
    {"nexthdr",        T::inet_proto, 0,  8,  none,    0, kReadOnly, {}, 1, "next header"},
    {"reserved",       T::integer,    8,  8,  none,    0, kReadOnly, {}, 2, "reserved"},
    {"frag-off",       T::integer,    16, 13, network, 0, kReadOnly, {}, 3, "offset in 8-octet units"},
    {"reserved2",      T::integer,    29, 2,  network, 0, kReadOnly, {}, 4, "reserved"},
    {"more-fragments", T::integer,    31, 1,  network, 0, kReadOnly, {}, 5, "set in all but the last fragment"},
    {"id",             T::integer,    32, 32, network, 0, kReadOnly, {}, 6, "identification"},
};
// clang-format on

// clang-format off
inline constexpr Field kDstFields[] = {
    // name         type           offset bits order key set        types id doc
    {"nexthdr",   T::inet_proto, 0, 8, none, 0, kReadOnly, {}, 1, "next header"},
    {"hdrlength", T::integer,    8, 8, none, 0, kReadOnly, {}, 2, "length in 8-octet units, without the first"},
};
// clang-format on

// clang-format off
inline constexpr Field kMhFields[] = {
    // name         type           offset bits order    key set        types id doc
    {"nexthdr",   T::inet_proto, 0,  8,  none,    0, kReadOnly, {}, 1, "next header"},
    {"hdrlength", T::integer,    8,  8,  none,    0, kReadOnly, {}, 2, "length in 8-octet units, without the first"},
    {"type",      T::mh_type,    16, 8,  none,    0, kReadOnly, {}, 3, "message type"},
    {"reserved",  T::integer,    24, 8,  none,    0, kReadOnly, {}, 4, "reserved"},
    {"checksum",  T::integer,    32, 16, network, 0, kReadOnly, {}, 5, "checksum"},
};
// clang-format on

} // namespace rulec::catalog::rows
