// SPDX-License-Identifier: GPL-2.0-or-later
// emit(): an ipt::Ruleset as text for iptables-restore or ip6tables-restore, and where each of its lines comes from,
// so that "line 7 failed" can be told at the rule that became line 7. Nothing is checked here.
#pragma once

#include "backend/iptables/ruleset.h"

#include <string>
#include <vector>

namespace rulec::ipt {

struct RestoreText {
    std::string text;
    std::vector<Span> lines; // of line i + 1; no place for `COMMIT` and the like
};

RestoreText emit(const Ruleset& ruleset);

// One rule behind "-A CHAIN", with a space in front: " -p tcp -j ACCEPT".
std::string rule_text(const Rule& rule);

} // namespace rulec::ipt
