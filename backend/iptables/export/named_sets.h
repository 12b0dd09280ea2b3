// SPDX-License-Identifier: GPL-2.0-or-later
// NamedSets: which named sets of a ruleset become sets of ipset. Rules ask while they are written; what they asked
// for is written at the end.
#pragma once

#include "backend/ipset/sets.h"
#include "backend/iptables/export/set_plan.h"
#include "backend/iptables/export/set_use.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace rulec::ipt {

// What packets do to a set, by all rules together.
struct SetChanges {
    bool any = false;        // they add, renew or remove elements
    bool timed = false;      // with times of their own
    bool untimed = false;    // or with the set's time, if it has one
    bool counted = false;    // with a counter an element
    bool metered = false;    // with a limit, a quota or a count of connections an element
    std::size_t updates = 0; // statements that do so
};

struct SetAnswer {
    const SetPlan* plan = nullptr; // null: not a set of ipset, for this rule
    SetUse use;
    std::string_view name;
    std::string_view refusal; // a sentence; may be empty
};

class NamedSets {
  public:
    // `ruleset` must outlive this; sets may be appended to its tables. `expand`: no set becomes one of ipset.
    // `prefix`: of their names there.
    NamedSets(const ir::Ruleset& ruleset, bool expand, const std::string& prefix);

    // For a rule that looks `key` up, adds or removes it; if it then does so by ipset, it says that as well.
    SetAnswer ask(const Context& context, std::uint32_t set, const model::Value& key);
    void note_use(const Context& context, std::uint32_t set, const SetUse& use);

    // As far as can be said before a rule asks.
    bool may_be_ipset(const Context& context, std::uint32_t set) const;
    std::string_view name(const Context& context, std::uint32_t set) const;
    const SetChanges& changes(const Context& context, std::uint32_t set) const;

    // A set has one meter, wherever it is asked. False: the set has another one.
    bool is_only_meter(const Context& context, std::uint32_t set, std::string_view meter);
    // Is the statement in hand the only one so far that names the limit or quota?
    bool is_only_user(const Context& context, const std::string& object);

    // The sets that are used, in the order of the ruleset. Takes their elements.
    ipset::Sets take(ir::Ruleset& ruleset);

  private:
    struct Entry {
        std::string name; // empty: anonymous
        SetChanges changes;
        std::optional<SetPlan> plan; // once a rule asked
        bool used = false;
        std::set<std::uint8_t> protocols; // of ports
        std::string meter;
    };

    Entry* find(const Context& context, std::uint32_t set);
    const Entry* find(const Context& context, std::uint32_t set) const;
    void note_change(std::size_t table, const model::SetUpdate& update);

    const ir::Ruleset& ruleset_;
    bool expand_;
    std::vector<std::vector<Entry>> entries_;                        // by table and set
    std::map<std::pair<const ir::Table*, std::string>, Span> users_; // of limits and quotas that have names
};

} // namespace rulec::ipt
