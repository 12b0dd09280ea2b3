// SPDX-License-Identifier: GPL-2.0-or-later
// Reads a shell script of plain iptables and ip6tables commands, as if it ran on a kernel without rules. It is no
// shell: what would have to be computed is refused.
#pragma once

#include "backend/iptables/ruleset.h"
#include "backend/iptables/split_words.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/source/source_manager.h"

namespace rulec::ipt {

struct ScriptRules {
    Ruleset v4{.family = Family::ipv4, .tables = {}};
    Ruleset v6{.family = Family::ipv6, .tables = {}};
    std::vector<std::vector<Token>> ipset_commands; // as they stand: another reader's work
};

// What is wrong is in `sink`, at its place.
ScriptRules read_script(const SourceManager& sources, FileId file, diag::Sink& sink);

} // namespace rulec::ipt
