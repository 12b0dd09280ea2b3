// SPDX-License-Identifier: GPL-2.0-or-later
// What follows `create SET TYPE`.
#pragma once

#include "backend/ipset/sets.h"
#include "backend/ipset/words.h"
#include "compiler/diag/diagnostic.h"

#include <span>

namespace rulec::ipset {

// The options in `words`, into `set`, which has its type. False: there is a mistake, which is in `sink`.
bool read_create_options(std::span<const Word> words, Set& set, diag::Sink& sink);

} // namespace rulec::ipset
