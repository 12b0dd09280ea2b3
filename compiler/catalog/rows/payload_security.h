// SPDX-License-Identifier: GPL-2.0-or-later
// Fields of IPsec headers: RFC 4302 (AH), 4303 (ESP), 3173 (IPComp).
#pragma once

#include "compiler/catalog/field.h"
#include "compiler/catalog/rows/columns.h"

namespace rulec::catalog::rows {

// clang-format off
inline constexpr Field kAhFields[] = {
    // name         type           offset bits order    key set        types id doc
    {"nexthdr",   T::inet_proto, 0,  8,  none,    0, kSettable, {}, 1, "protocol of the payload"},
    {"hdrlength", T::integer,    8,  8,  none,    0, kSettable, {}, 2, "length in 32-bit words, minus 2"},
    {"reserved",  T::integer,    16, 16, network, 0, kSettable, {}, 3, "reserved"},
    {"spi",       T::integer,    32, 32, network, 0, kSettable, {}, 4, "security parameters index"},
    {"sequence",  T::integer,    64, 32, network, 0, kSettable, {}, 5, "sequence number"},
};
// clang-format on

// clang-format off
inline constexpr Field kEspFields[] = {
    // name        type        offset bits order    key set        types id doc
    {"spi",      T::integer, 0,  32, network, 0, kSettable, {}, 1, "security parameters index"},
    {"sequence", T::integer, 32, 32, network, 0, kSettable, {}, 2, "sequence number"},
};
// clang-format on

// clang-format off
inline constexpr Field kCompFields[] = {
    // name       type           offset bits order    key set        types id doc
    {"nexthdr", T::inet_proto, 0,  8,  none,    0, kSettable, {}, 1, "protocol of the payload"},
    {"flags",   T::bitmask,    8,  8,  none,    0, kSettable, {}, 2, "flags, all reserved"},
    {"cpi",     T::integer,    16, 16, network, 0, kSettable, {}, 3, "compression parameter index"},
};
// clang-format on

} // namespace rulec::catalog::rows
