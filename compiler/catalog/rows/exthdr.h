// SPDX-License-Identifier: GPL-2.0-or-later
// Fields of IPv6 extension headers: RFC 8200, 5095 (type 0), 6275 (type 2 and mobility), 8754 (segment routing).
#pragma once

#include "compiler/catalog/field.h"
#include "compiler/catalog/rows/columns.h"

namespace rulec::catalog::rows {

// clang-format off
inline constexpr Field kHbhFields[] = {
    // name         type           offset bits order key set        types doc
    {"nexthdr",   T::inet_proto, 0, 8, none, 0, kReadOnly, {}, "next header"},
    {"hdrlength", T::integer,    8, 8, none, 0, kReadOnly, {}, "length in 8-octet units, without the first"},
};
// clang-format on

// clang-format off
inline constexpr Field kRtFields[] = {
    // name         type           offset bits order key set        types doc
    {"nexthdr",   T::inet_proto, 0,  8, none, 0, kReadOnly, {}, "next header"},
    {"hdrlength", T::integer,    8,  8, none, 0, kReadOnly, {}, "length in 8-octet units, without the first"},
    {"type",      T::integer,    16, 8, none, 0, kReadOnly, {}, "routing type"},
    {"seg-left",  T::integer,    24, 8, none, 0, kReadOnly, {}, "segments left"},
};
// clang-format on

// clang-format off
inline constexpr Field kRt0Fields[] = {
    // name    type          offset bits order    key set        types doc
    {"addr", T::ipv6_addr, 64, 128, network, 0, kReadOnly, {}, "address N of the list, counted from 1", 128},
};
// clang-format on

// clang-format off
inline constexpr Field kRt2Fields[] = {
    // name    type          offset bits order    key set        types doc
    {"addr", T::ipv6_addr, 64, 128, network, 0, kReadOnly, {}, "home address"},
};
// clang-format on

// clang-format off
inline constexpr Field kSrhFields[] = {
    // name          type          offset bits order    key set        types doc
    {"last-entry", T::integer,   32, 8,   none,    0, kReadOnly, {}, "index of the last segment"},
    {"flags",      T::integer,   40, 8,   none,    0, kReadOnly, {}, "flags"},
    {"tag",        T::integer,   48, 16,  network, 0, kReadOnly, {}, "tag"},
    {"sid",        T::ipv6_addr, 64, 128, network, 0, kReadOnly, {}, "segment N of the list, counted from 1", 128},
};
// clang-format on

// clang-format off
inline constexpr Field kFragFields[] = {
    // name              type           offset bits order    key set        types doc
    {"nexthdr",        T::inet_proto, 0,  8,  none,    0, kReadOnly, {}, "next header"},
    {"reserved",       T::integer,    8,  8,  none,    0, kReadOnly, {}, "reserved"},
    {"frag-off",       T::integer,    16, 13, network, 0, kReadOnly, {}, "offset in 8-octet units"},
    {"reserved2",      T::integer,    29, 2,  network, 0, kReadOnly, {}, "reserved"},
    {"more-fragments", T::integer,    31, 1,  network, 0, kReadOnly, {}, "set in all but the last fragment"},
    {"id",             T::integer,    32, 32, network, 0, kReadOnly, {}, "identification"},
};
// clang-format on

// clang-format off
inline constexpr Field kDstFields[] = {
    // name         type           offset bits order key set        types doc
    {"nexthdr",   T::inet_proto, 0, 8, none, 0, kReadOnly, {}, "next header"},
    {"hdrlength", T::integer,    8, 8, none, 0, kReadOnly, {}, "length in 8-octet units, without the first"},
};
// clang-format on

// clang-format off
inline constexpr Field kMhFields[] = {
    // name         type           offset bits order    key set        types doc
    {"nexthdr",   T::inet_proto, 0,  8,  none,    0, kReadOnly, {}, "next header"},
    {"hdrlength", T::integer,    8,  8,  none,    0, kReadOnly, {}, "length in 8-octet units, without the first"},
    {"type",      T::mh_type,    16, 8,  none,    0, kReadOnly, {}, "message type"},
    {"reserved",  T::integer,    24, 8,  none,    0, kReadOnly, {}, "reserved"},
    {"checksum",  T::integer,    32, 16, network, 0, kReadOnly, {}, "checksum"},
};
// clang-format on

} // namespace rulec::catalog::rows
