// SPDX-License-Identifier: GPL-2.0-or-later
// emit(): an ipt::Ruleset as text for iptables-restore or ip6tables-restore, and where each of its lines comes from,
// so that "line 7 failed" can be told at the rule that became line 7. Nothing is checked here. RuleTexts: for rules
// that are written as they are made, since a large ruleset is much larger as values than as text.
#pragma once

#include "backend/iptables/ruleset.h"

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace rulec::ipt {

struct RestoreText {
    std::string text;
    std::vector<Span> lines; // of line i + 1; no place for `COMMIT` and the like
};

RestoreText emit(const Ruleset& ruleset);

// The text of rules whose tables and chains are written later.
class RuleTexts {
  public:
    // Behind those that the chain has already. `table` and `chain` are indexes in `ruleset`.
    void add(const Ruleset& ruleset, std::size_t table, std::size_t chain, std::span<const Rule> rules);

    // Null: no rules.
    const RestoreText* find(std::size_t table, std::size_t chain) const;

  private:
    std::map<std::pair<std::size_t, std::size_t>, RestoreText> texts_; // by index of table and chain
};

// As if the rules stood in the ruleset, which has the tables and chains alone.
RestoreText emit(const Ruleset& ruleset, const RuleTexts& rules);

// One rule behind "-A CHAIN", with a space in front: " -p tcp -j ACCEPT".
std::string rule_text(const Rule& rule);

} // namespace rulec::ipt
