// SPDX-License-Identifier: GPL-2.0-or-later
// Filling: what the rules of a table add to its sets and remove from them.
#pragma once

#include "compiler/model/ruleset.h"

#include <vector>

namespace rulec::lint {

struct Filling {             // of one set
    Span adds = {};          // the first statement that adds or updates an element, if there is one
    Span adds_for_ever = {}; // the first of those without a timeout of its own
    bool removes = false;
};

std::vector<Filling> filling_of(const model::Table& table); // by set

} // namespace rulec::lint
