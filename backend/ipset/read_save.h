// SPDX-License-Identifier: GPL-2.0-or-later
// Text of `ipset save`, or what people write for `ipset restore`, to ipset::Sets.
#pragma once

#include "backend/ipset/sets.h"
#include "backend/iptables/split_words.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/source/source_manager.h"

namespace rulec::ipset {

// The sets as they are when the last line is done: `flush`, `destroy`, `rename` and `swap` are carried out. Lists
// name sets that are there. What is not understood is in `sink`. An element may come twice; what is added last
// counts.
Sets read_save(const SourceManager& sources, FileId file, diag::Sink& sink);

// The same of a script's commands, each with the word `ipset` in front. A set that cannot be cleared because it is
// not there is no mistake: scripts begin so.
Sets read_commands(const std::vector<std::vector<ipt::Token>>& commands, diag::Sink& sink);

} // namespace rulec::ipset
