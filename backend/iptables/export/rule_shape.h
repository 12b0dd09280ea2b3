// SPDX-License-Identifier: GPL-2.0-or-later
// RuleShape: what the statements of a rule ask of the way it is written in iptables. It looks at the rule of IR
// alone, never at what has been written.
#pragma once

#include "backend/iptables/export/context.h"
#include "compiler/ir/ir.h"

#include <cstddef>

namespace rulec::ipt {

class RuleShape {
  public:
    RuleShape(const Context& context, const ir::Rule& rule) : context_(context), table_(context.table), rule_(rule) {}

    // Does the next statement imply this one? The match mac looks itself whether the interface is an Ethernet one,
    // and frames of a type that iptables never sees need no such look.
    bool is_said_by_next(std::size_t i) const;

    // Is it a counter, and does a rule with the same matches follow, which counts as well?
    bool count_is_next_rules(std::size_t i) const;

    // Null: the statement is no verdict.
    const model::VerdictKind* verdict_of(std::size_t i) const;

    // After what the rule does, may the packet meet the rules of its other ways, with the field changed?
    bool may_come_back(const Way& way) const;

    // Does the statement keep count of who asked?
    bool asks_once(std::size_t i) const;
    // Does one from `i` on?
    bool asks_once_from(std::size_t i) const;

    // Are the statements from `i` on some tests and one thing to do?
    bool is_short(std::size_t i) const;

  private:
    bool few_elements() const;
    std::size_t ways_of(const ir::InSet& lookup) const;

    const Context& context_;
    const ir::Table& table_;
    const ir::Rule& rule_;
};

} // namespace rulec::ipt
