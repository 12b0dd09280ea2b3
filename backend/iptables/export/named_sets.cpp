// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/export/named_sets.h"

#include "backend/iptables/export/ipset_elements.h"
#include "backend/iptables/export/set_names.h"

#include <algorithm>

namespace rulec::ipt {
namespace {

const SetChanges kNoChanges;

template <class Visit>
void each_update(const ir::Table& table, Visit visit) {
    for (const ir::Chain& chain : table.chains) {
        for (const model::Rule& rule : chain.unmade) {
            for (const model::Statement& statement : rule.statements) {
                const auto* action = std::get_if<model::Action>(&statement.node);
                if (action == nullptr) continue;
                if (const auto* update = std::get_if<model::SetUpdate>(action)) visit(*update);
            }
        }
    }
}

bool is_counter(const model::Stateful& stateful) {
    return std::holds_alternative<model::Counter>(stateful);
}
bool is_meter(const model::Stateful& stateful) {
    return !is_counter(stateful);
}

bool has_named_set(const ir::Table& table) {
    return std::ranges::any_of(table.sets, [](const model::Set& set) { return !set.name.empty(); });
}

} // namespace

NamedSets::NamedSets(const ir::Ruleset& ruleset, bool expand, const std::string& prefix)
    : ruleset_(ruleset), expand_(expand) {
    for (auto& names : set_names(ruleset, prefix)) {
        auto& of_table = entries_.emplace_back(names.size());
        for (std::size_t i = 0; i < names.size(); ++i)
            of_table[i].name = std::move(names[i]);
    }
    for (std::size_t t = 0; t < ruleset.tables.size(); ++t) {
        if (!has_named_set(ruleset.tables[t])) continue;
        each_update(ruleset.tables[t], [&](const model::SetUpdate& update) { note_change(t, update); });
    }
}

void NamedSets::note_change(std::size_t table, const model::SetUpdate& update) {
    SetChanges& changes = entries_[table][update.set].changes;
    const model::Set& set = ruleset_.tables[table].sets[update.set];
    changes.any = true;
    changes.timed |= update.timeout_ms.has_value();
    changes.untimed |= update.op != model::SetOp::remove && !update.timeout_ms;
    changes.counted |= std::ranges::any_of(update.stateful, is_counter);
    changes.metered |= std::ranges::any_of(update.stateful, is_meter) || std::ranges::any_of(set.stateful, is_meter);
    ++changes.updates;
}

NamedSets::Entry* NamedSets::find(const Context& context, std::uint32_t set) {
    auto& of_table = entries_[static_cast<std::size_t>(&context.table - ruleset_.tables.data())];
    return set < of_table.size() && !of_table[set].name.empty() ? &of_table[set] : nullptr;
}

const NamedSets::Entry* NamedSets::find(const Context& context, std::uint32_t set) const {
    const auto& of_table = entries_[static_cast<std::size_t>(&context.table - ruleset_.tables.data())];
    return set < of_table.size() && !of_table[set].name.empty() ? &of_table[set] : nullptr;
}

bool NamedSets::may_be_ipset(const Context& context, std::uint32_t set) const {
    const Entry* entry = find(context, set);
    return entry != nullptr && !expand_ && (!entry->plan || entry->plan->type != nullptr);
}

std::string_view NamedSets::name(const Context& context, std::uint32_t set) const {
    const Entry* entry = find(context, set);
    return entry == nullptr ? std::string_view() : entry->name;
}

const SetChanges& NamedSets::changes(const Context& context, std::uint32_t set) const {
    const Entry* entry = find(context, set);
    return entry == nullptr ? kNoChanges : entry->changes;
}

bool NamedSets::is_only_meter(const Context& context, std::uint32_t set, std::string_view meter) {
    Entry* entry = find(context, set);
    if (entry == nullptr) return false;
    if (entry->meter.empty()) entry->meter = meter;
    return entry->meter == meter;
}

SetAnswer NamedSets::ask(const Context& context, std::uint32_t set, const model::Value& key) {
    const auto refused = [](std::string_view why) {
        return SetAnswer{.plan = nullptr, .use = {}, .name = {}, .refusal = why};
    };
    Entry* entry = find(context, set);
    if (entry == nullptr) return refused("");
    if (expand_) return refused("as sets of ipset such sets may be said: `rulec compile` without `--no-ipset`");
    if (entry->changes.metered) return refused("a set with limits or quotas cannot be looked up in iptables");
    if (!entry->plan) entry->plan = plan_set(context.table.sets[set], entry->changes.any);
    if (entry->plan->type == nullptr) return refused(entry->plan->refusal);
    auto use = use_of(context, *entry->plan, key);
    if (!use) return refused("ipset does not look at this part of a packet");
    const bool stays = !use->protocol || entry->protocols.empty() || entry->protocols.contains(*use->protocol);
    if (entry->changes.any && entry->plan->type->storage == ipset::Storage::hash && !stays)
        return refused("a set of ipset knows the protocol of its ports, and this one is used with two");
    return {.plan = &*entry->plan, .use = std::move(*use), .name = entry->name, .refusal = {}};
}

void NamedSets::note_use(const Context& context, std::uint32_t set, const SetUse& use) {
    Entry* entry = find(context, set);
    if (use.protocol) entry->protocols.insert(*use.protocol);
    entry->used = true;
}

ipset::Sets NamedSets::take(ir::Ruleset& ruleset) {
    ipset::Sets sets;
    for (std::size_t t = 0; t < entries_.size(); ++t) {
        for (std::size_t i = 0; i < entries_[t].size(); ++i) {
            Entry& entry = entries_[t][i];
            if (!entry.used) continue;
            sets.sets.push_back(make_ipset(std::move(ruleset.tables[t].sets[i]), *entry.plan,
                                           {.name = std::move(entry.name),
                                            .protocols = {entry.protocols.begin(), entry.protocols.end()},
                                            .changes = entry.changes.any,
                                            .timed = entry.changes.timed,
                                            .counted = entry.changes.counted}));
        }
    }
    return sets;
}

bool NamedSets::is_only_user(const Context& context, const std::string& object) {
    return users_.try_emplace({&context.table, object}, context.span).first->second == context.span;
}

} // namespace rulec::ipt
