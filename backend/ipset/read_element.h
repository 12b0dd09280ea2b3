// SPDX-License-Identifier: GPL-2.0-or-later
// What follows `add SET`: the key of an element, and what it has besides.
#pragma once

#include "backend/ipset/sets.h"
#include "backend/ipset/words.h"
#include "compiler/diag/diagnostic.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>

namespace rulec::ipset {

// Where a name stands in Elements::names of its set.
using NameIndex = std::map<std::string, std::uint32_t, std::less<>>;

// Adds the element that `words` say to `set`; the first of them is the key. A mistake is in `sink`, and nothing is
// added then. Sets that a list names are not looked up.
void read_element(std::span<const Word> words, Set& set, NameIndex& names, diag::Sink& sink);

} // namespace rulec::ipset
