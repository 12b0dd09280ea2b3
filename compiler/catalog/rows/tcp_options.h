// SPDX-License-Identifier: GPL-2.0-or-later
// Fields of TCP options: RFC 9293, 7323 (window, timestamp), 2018 (sack), 2385 (md5sig), 7413 (fastopen), 8684
// (mptcp).
#pragma once

#include "compiler/catalog/field.h"
#include "compiler/catalog/rows/columns.h"

namespace rulec::catalog::rows {

// clang-format off
inline constexpr Field kTcpLengthOnly[] = {
    // name      type        offset bits order key set        types id doc
    {"length", T::integer, 8, 8, none, 0, kSettable, {}, 1, "length of the option in octets"},
};
// clang-format on

// clang-format off
inline constexpr Field kTcpMaxsegFields[] = {
    // name      type        offset bits order    key set        types id doc
    {"length", T::integer, 8,  8,  none,    0, kSettable, {}, 1, "length of the option in octets"},
    {"size",   T::integer, 16, 16, network, 0, kSettable, {}, 2, "maximum segment size"},
};
// clang-format on

// clang-format off
inline constexpr Field kTcpWindowFields[] = {
    // name      type        offset bits order key set        types id doc
    {"length", T::integer, 8,  8, none, 0, kSettable, {}, 1, "length of the option in octets"},
    {"count",  T::integer, 16, 8, none, 0, kSettable, {}, 2, "window scale, a shift count"},
};
// clang-format on

// clang-format off
inline constexpr Field kTcpSack0Fields[] = {
    // name      type        offset bits order    key set        types id doc
    {"length", T::integer, 8,  8,  none,    0, kSettable, {}, 1, "length of the option in octets"},
    {"left",   T::integer, 16, 32, network, 0, kSettable, {}, 2, "left edge of block 0"},
    {"right",  T::integer, 48, 32, network, 0, kSettable, {}, 3, "right edge of block 0"},
};
// clang-format on

// clang-format off
inline constexpr Field kTcpSack1Fields[] = {
    // name      type        offset bits order    key set        types id doc
    {"length", T::integer, 8,   8,  none,    0, kSettable, {}, 1, "length of the option in octets"},
    {"left",   T::integer, 80,  32, network, 0, kSettable, {}, 4, "left edge of block 1"},
    {"right",  T::integer, 112, 32, network, 0, kSettable, {}, 5, "right edge of block 1"},
};
// clang-format on

// clang-format off
inline constexpr Field kTcpSack2Fields[] = {
    // name      type        offset bits order    key set        types id doc
    {"length", T::integer, 8,   8,  none,    0, kSettable, {}, 1, "length of the option in octets"},
    {"left",   T::integer, 144, 32, network, 0, kSettable, {}, 6, "left edge of block 2"},
    {"right",  T::integer, 176, 32, network, 0, kSettable, {}, 7, "right edge of block 2"},
};
// clang-format on

// clang-format off
inline constexpr Field kTcpSack3Fields[] = {
    // name      type        offset bits order    key set        types id doc
    {"length", T::integer, 8,   8,  none,    0, kSettable, {}, 1, "length of the option in octets"},
    {"left",   T::integer, 208, 32, network, 0, kSettable, {}, 8, "left edge of block 3"},
    {"right",  T::integer, 240, 32, network, 0, kSettable, {}, 9, "right edge of block 3"},
};
// clang-format on

// clang-format off
inline constexpr Field kTcpTimestampFields[] = {
    // name      type        offset bits order    key set        types id doc
    {"length", T::integer, 8,  8,  none,    0, kSettable, {}, 1, "length of the option in octets"},
    {"tsval",  T::integer, 16, 32, network, 0, kSettable, {}, 2, "timestamp of the sender"},
    {"tsecr",  T::integer, 48, 32, network, 0, kSettable, {}, 3, "timestamp echoed"},
};
// clang-format on

// clang-format off
inline constexpr Field kTcpMptcpFields[] = {
    // name       type        offset bits order    key set        types id doc
    {"length",  T::integer, 8,  8, none,    0, kSettable, {}, 1, "length of the option in octets"},
    {"subtype", T::integer, 16, 4, network, 0, kSettable, {}, 2, "subtype of the option"},
};
// clang-format on

} // namespace rulec::catalog::rows
