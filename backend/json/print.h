// SPDX-License-Identifier: GPL-2.0-or-later
// The model as JSON in the schema of libnftables (man 5 libnftables-json): what `nft -j -f` of 1.0.6 reads, and what
// `nft -j list ruleset` would print but for handles. One object a line, elements streamed: the text is never held
// twice. What that schema cannot say is error E0905 at its line; what is lost and changes nothing for packets,
// warning W1006.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/model/ruleset.h"

#include <string>

namespace rulec::json {

// Elements are written in the order in which they are: sort and merge them before, as nothing merges them later.
// Whatever could not be said is in `sink`; if it holds an error the text is not to be used.
std::string print(const model::Ruleset& ruleset, diag::Sink& sink);

} // namespace rulec::json
