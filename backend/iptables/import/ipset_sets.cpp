// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/import/ipset_sets.h"

namespace rulec::ipt {

IpsetSets::IpsetSets(const ipset::Sets& sets, const std::vector<Ruleset>& rulesets) : sets_(&sets) {
    for (const ipset::Set& set : sets.sets) {
        by_name_[set.name] = &set;
        known_[&set];
    }
    for (const Ruleset& ruleset : rulesets) {
        for (const Table& table : ruleset.tables) {
            for (const Chain& chain : table.chains) {
                for (const Rule& rule : chain.rules)
                    note_rule(rule, table.name);
            }
        }
    }
}

void IpsetSets::note(const SetReference& reference, std::string_view table) {
    const ipset::Set* set = find(reference.name);
    if (set == nullptr) return;
    known_[set].tables.insert(table);
    if (set->type->storage != ipset::Storage::list) return;
    for (const std::string& member : set->elements.names) {
        if (const ipset::Set* one = find(member)) known_[one].tables.insert(table);
    }
}

void IpsetSets::note_rule(const Rule& rule, std::string_view table) {
    for (const Extension& match : rule.matches) {
        if (match.row->name != "set") continue;
        if (const Option* option = match.find("match-set")) note(std::get<SetReference>(option->argument), table);
    }
    const auto* target = std::get_if<Extension>(&rule.target);
    if (target == nullptr || target->row->name != "SET") return;
    const Option* timeout = target->find("timeout");
    for (const std::string_view name : {"add-set", "del-set"}) {
        const Option* option = target->find(name);
        if (option == nullptr) continue;
        const auto& reference = std::get<SetReference>(option->argument);
        note(reference, table);
        const ipset::Set* set = find(reference.name);
        if (set == nullptr) continue;
        SetUse& use = known_[set].use;
        use.filled = true;
        if (timeout != nullptr && std::get<Numbers>(timeout->argument).ranges[0].first == 0) use.permanent = true;
    }
}

const ipset::Set* IpsetSets::find(std::string_view name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : found->second;
}

std::vector<std::string_view> IpsetSets::names() const {
    std::vector<std::string_view> all;
    for (const auto& [name, set] : by_name_)
        all.push_back(name);
    return all;
}

const SetUse& IpsetSets::use_of(const ipset::Set& set) const {
    return known_.at(&set).use;
}

const std::set<std::string_view>& IpsetSets::tables_of(const ipset::Set& set) const {
    return known_.at(&set).tables;
}

const SetForm& IpsetSets::form(const ipset::Set& set, const SetView& view) {
    Known& known = known_.at(&set);
    const auto [found, fresh] = known.forms.try_emplace({view.face, view.excepted});
    if (fresh) found->second = make_form(set, view, known.use);
    return found->second;
}

} // namespace rulec::ipt
