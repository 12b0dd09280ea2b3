// SPDX-License-Identifier: GPL-2.0-or-later
// Names that belong to no protocol: booleans, days of the week, handles of traffic classes.
#pragma once

#include "compiler/catalog/datatype.h"

namespace rulec::catalog::rows {

inline constexpr Symbol kBooleans[] = {{"exists", 1}, {"missing", 0}};

inline constexpr Symbol kDays[] = {
    {"Sunday", 0}, {"Monday", 1}, {"Tuesday", 2}, {"Wednesday", 3}, {"Thursday", 4}, {"Friday", 5}, {"Saturday", 6},
};

// TC_H_ROOT and "no class".
inline constexpr Symbol kClassids[] = {{"root", 0xffffffff}, {"none", 0}};

} // namespace rulec::catalog::rows
