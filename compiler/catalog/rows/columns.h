// SPDX-License-Identifier: GPL-2.0-or-later
// Words for the columns of field rows, so that a row reads like a table and not like a constructor call.
#pragma once

#include "compiler/catalog/field.h"

namespace rulec::catalog::rows {

using enum ByteOrder;
using T = TypeId;

inline constexpr bool kSettable = true, kReadOnly = false;
inline constexpr bool kWriteOnly = false; // of `readable`
inline constexpr bool kUnqualified = true, kQualified = false;

} // namespace rulec::catalog::rows
