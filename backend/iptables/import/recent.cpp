// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/import/recent.h"

namespace rulec::ipt {
namespace {

std::string name_of(const Extension& match) {
    const Option* name = match.find("name");
    return name == nullptr ? "DEFAULT" : std::get<Text>(name->argument).text;
}

} // namespace

RecentLists::RecentLists(const Ruleset& ruleset) {
    for (const Table& table : ruleset.tables) {
        for (const Chain& chain : table.chains) {
            for (const Rule& rule : chain.rules) {
                for (const Extension& match : rule.matches) {
                    if (match.row->name != "recent") continue;
                    RecentList& list = lists_[name_of(match)];
                    list.name = name_of(match);
                    list.tables.insert(table.name);
                    if (match.has("set")) continue;
                    const Option* seconds = match.find("seconds");
                    list.seconds.insert(seconds == nullptr ? 0
                                                           : std::get<Numbers>(seconds->argument).ranges[0].first);
                }
            }
        }
    }
    for (auto& [name, list] : lists_) {
        if (list.seconds.empty()) list.seconds.insert(0); // only ever filled: for people to look at
    }
}

const RecentList& RecentLists::of(const Extension& match) const {
    return lists_.at(name_of(match));
}

} // namespace rulec::ipt
