// SPDX-License-Identifier: GPL-2.0-or-later
// add_place(): a comment in a rule that says which line of which file it comes from, for people who look at a
// host with `iptables -L` and want to know where to change it:
//
//   -A INPUT -p tcp -m tcp --dport 22 -m comment --comment "let me in (gateway.rules:27)" -j ACCEPT
#pragma once

#include "backend/iptables/ruleset.h"
#include "compiler/source/source_manager.h"

namespace rulec::ipt {

// A comment of the rule's own stays in front. Where both are too long for iptables, the beginning of the file's name
// is left out first, then the end of the own comment.
void add_place(Rule& rule, const SourceManager& sources);

} // namespace rulec::ipt
