// SPDX-License-Identifier: GPL-2.0-or-later
// Fields of IPv4 options: RFC 791, RFC 2113 (router alert).
#pragma once

#include "compiler/catalog/field.h"
#include "compiler/catalog/rows/columns.h"

namespace rulec::catalog::rows {

// clang-format off
inline constexpr Field kIpRouteFields[] = {
    // name      type        offset bits order    key set        types id doc
    {"type",   T::integer, 0,  8,  none,    0, kReadOnly, {}, 1, "option type"},
    {"length", T::integer, 8,  8,  none,    0, kReadOnly, {}, 2, "length of the option in octets"},
    {"ptr",    T::integer, 16, 8,  none,    0, kReadOnly, {}, 4, "octet of the next address, counted from 1"},
    {"addr",   T::integer, 24, 32, network, 0, kReadOnly, {}, 5, "first address of the route"},
};
// clang-format on

// clang-format off
inline constexpr Field kIpRouterAlertFields[] = {
    // name      type        offset bits order    key set        types id doc
    {"type",   T::integer, 0,  8,  none,    0, kReadOnly, {}, 1, "option type"},
    {"length", T::integer, 8,  8,  none,    0, kReadOnly, {}, 2, "length of the option in octets"},
    {"value",  T::integer, 16, 16, network, 0, kReadOnly, {}, 3, "what the router shall look for"},
};
// clang-format on

} // namespace rulec::catalog::rows
