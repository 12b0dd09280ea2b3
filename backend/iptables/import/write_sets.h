// SPDX-License-Identifier: GPL-2.0-or-later
// Sets of ipset by themselves as a table of the language, without rules that would look into them.
#pragma once

#include "backend/iptables/import/ipset_sets.h"
#include "backend/iptables/import/table_text.h"
#include "compiler/diag/diagnostic.h"

namespace rulec::ipt {

// `table inet filter`, if there is a set. What cannot be said is in `sink`; lists are remarks, since rules look into
// each of their sets.
std::vector<TableText> write_sets(const ipset::Sets& sets, IpsetSets& ipsets, diag::Sink& sink);

} // namespace rulec::ipt
