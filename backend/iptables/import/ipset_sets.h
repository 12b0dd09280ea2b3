// SPDX-License-Identifier: GPL-2.0-or-later
// The sets of ipset that came with the rules, and what all rules together do to them. A set of nf_tables belongs to
// one table: each table that looks into a set gets it, and one that rules fill cannot be in two.
#pragma once

#include "backend/ipset/sets.h"
#include "backend/iptables/import/set_form.h"
#include "backend/iptables/ruleset.h"

#include <map>
#include <set>
#include <string>

namespace rulec::ipt {

class IpsetSets {
  public:
    IpsetSets() = default;                                                    // none were given
    IpsetSets(const ipset::Sets& sets, const std::vector<Ruleset>& rulesets); // `sets` outlive it

    bool given() const { return sets_ != nullptr; }
    const ipset::Set* find(std::string_view name) const;
    std::vector<std::string_view> names() const;

    const SetUse& use_of(const ipset::Set& set) const;
    // Tables whose rules name the set, or a list that has it.
    const std::set<std::string_view>& tables_of(const ipset::Set& set) const;

    // Made once. It lives as long as this.
    const SetForm& form(const ipset::Set& set, const SetView& view);

  private:
    struct Known {
        SetUse use;
        std::set<std::string_view> tables;
        std::map<std::pair<Face, bool>, SetForm> forms;
    };

    void note_rule(const Rule& rule, std::string_view table);
    void note(const SetReference& reference, std::string_view table);

    const ipset::Sets* sets_ = nullptr;
    std::map<std::string_view, const ipset::Set*> by_name_;
    std::map<const ipset::Set*, Known> known_;
};

} // namespace rulec::ipt
