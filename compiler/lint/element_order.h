// SPDX-License-Identifier: GPL-2.0-or-later
// element_order(): the elements of a set as a lint wants to compare them: by lower end, of equal ones the widest
// first.
#pragma once

#include "compiler/model/set.h"

#include <cstdint>
#include <vector>

namespace rulec::lint {

// Longer lists are written by programs, and sorting them is the compiler's work: nothing is said of those.
constexpr std::size_t kMostElements = 10000;

// Indexes; without `*`.
std::vector<std::uint32_t> element_order(const model::ElementList& list);

} // namespace rulec::lint
