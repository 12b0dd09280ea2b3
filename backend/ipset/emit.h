// SPDX-License-Identifier: GPL-2.0-or-later
// emit(): sets as text for `ipset restore`, and where each of its lines comes from, so that an error at a line can be
// told at the element that became it. Nothing is checked here: what ipset has no words for must not be in a set.
#pragma once

#include "backend/ipset/sets.h"

#include <string>
#include <vector>

namespace rulec::ipset {

struct RestoreText {
    std::string text;
    std::vector<Span> lines; // of line i + 1
};

RestoreText emit(const Sets& sets);

} // namespace rulec::ipset
