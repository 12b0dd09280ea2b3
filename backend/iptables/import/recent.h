// SPDX-License-Identifier: GPL-2.0-or-later
// What all rules together want of the lists of `-m recent`: a list is shared by name, across tables.
#pragma once

#include "backend/iptables/ruleset.h"

#include <map>
#include <set>
#include <string>

namespace rulec::ipt {

struct RecentList {
    std::string name;
    std::set<std::uint64_t> seconds;   // that rules ask about; 0: ever
    std::set<std::string_view> tables; // whose rules name it
};

class RecentLists {
  public:
    explicit RecentLists(const Ruleset& ruleset);
    const RecentList& of(const Extension& match) const; // a match of one of the ruleset's rules

  private:
    std::map<std::string, RecentList> lists_;
};

} // namespace rulec::ipt
