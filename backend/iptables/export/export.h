// SPDX-License-Identifier: GPL-2.0-or-later
// export_ruleset(): IR as tables of iptables or of ip6tables, with the same fate for every packet.
//
//   table inet f { chain i { type filter hook input priority 0; policy drop; tcp dport 22 accept } }
//   *filter   :INPUT DROP   -A INPUT -p tcp -m tcp --dport 22 -j ACCEPT
//
// Requires IR without errors (ir::build_lazily() will do: rules are taken as they are written). Guarantees: whatever
// has no exact equivalent is in the sink, at its place, and the result is then of no use.
#pragma once

#include "backend/ipset/sets.h"
#include "backend/iptables/ruleset.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/ir/ir.h"

#include <cstddef>
#include <functional>
#include <span>
#include <string>

namespace rulec::ipt {

struct ExportOptions {
    Family family = Family::ipv4;
    bool expand_sets = false; // named sets are written out; else as sets of ipset, where they can be
    // Of the names of all chains. If there is one, the built-in chains are left to whoever has rules there: each has
    // nothing but a jump to a chain of its name behind the prefix, where its policy is the last rule.
    std::string prefix = {};
};

// Is given rules as they are made, those of a chain in their order, and may change and keep them.
using TakeRules =
    std::function<void(const Ruleset& ruleset, std::size_t table, std::size_t chain, std::span<Rule> rules)>;

struct Exported {
    Ruleset rules;    // tables and chains alone, where the rules were taken
    ipset::Sets sets; // that the rules refer to
};

// With `take`, no more than a few rules are in memory at a time.
Exported export_ruleset(ir::Ruleset ruleset, const model::HostNames& hosts, const ExportOptions& options,
                        diag::Sink& sink, const TakeRules& take = {});

} // namespace rulec::ipt
