// SPDX-License-Identifier: GPL-2.0-or-later
// An ipt::Ruleset as tables of the language, rule by rule and in its order.
#pragma once

#include "backend/iptables/import/ipset_sets.h"
#include "backend/iptables/import/table_text.h"
#include "backend/iptables/ruleset.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/source/source_manager.h"

namespace rulec::ipt {

// `inet`: the tables are of family inet, and rules for one family say so where nothing else does. Tables without a
// rule, a policy or a chain are left out. What cannot be said is in `sink`, and a remark in its place. Elements of
// sets stay where they are made, in `ipsets`.
std::vector<TableText> write_tables(const SourceManager& sources, const Ruleset& ruleset, IpsetSets& ipsets,
                                    bool inet, diag::Sink& sink);

} // namespace rulec::ipt
