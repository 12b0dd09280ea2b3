// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/restore/set_plan.h"

#include "runtime/restore/lines.h"
#include "runtime/restore/state.h"

#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <unordered_set>

#include <fmt/format.h>

namespace rulec::restore {
namespace {

// The kernel chooses these, or they count; neither is anybody's wish.
std::string definition_of(std::string_view options) {
    constexpr auto kByChance = std::to_array<std::string_view>({"hashsize", "bucketsize", "initval"});
    std::string definition;
    while (!options.empty()) {
        const std::string_view word = take_word(options);
        if (std::ranges::find(kByChance, word) != kByChance.end()) {
            take_word(options);
            continue;
        }
        definition += definition.empty() ? "" : " ";
        definition += word;
    }
    return definition;
}

// Appends an "add" line to `text` without its " packets 7 bytes 9", which a comment may have as well.
void add_without_counters(std::string_view line, std::vector<char>& text) {
    constexpr std::string_view kCounters = " packets ";
    const auto counters = line.substr(0, line.find('"')).find(kCounters);
    if (counters != line.npos) {
        text.insert(text.end(), line.begin(), line.begin() + static_cast<std::ptrdiff_t>(counters));
        line.remove_prefix(counters + 1);
        for (int word = 0; word < 4; ++word)
            take_word(line);
        if (!line.empty()) text.push_back(' ');
    }
    text.insert(text.end(), line.begin(), line.end());
    text.push_back('\n');
}

std::string_view key_of(std::string_view element) {
    return element.substr(0, element.find(' '));
}

bool has_option(std::string_view definition, std::string_view option) {
    while (!definition.empty()) {
        if (take_word(definition) == option) return true;
    }
    return false;
}

// "10.0.0.1 timeout 60" of "10.0.0.1 timeout 60 comment "x"": what a set with or without timeouts can take over.
std::string learned(std::string_view element, bool timeouts) {
    std::string text(take_word(element));
    while (!element.empty()) {
        const std::string_view option = take_word(element);
        if (option == "comment") break; // the last, and it may have any words in it
        if (option == "nomatch") text += " nomatch";
        if (option != "timeout") continue;
        const std::string_view left = take_word(element);
        if (timeouts) text += fmt::format(" timeout {}", left);
    }
    return text;
}

// "hash:ip family inet": sets that differ in it cannot change places.
std::string_view kind_of(std::string_view definition) {
    constexpr std::string_view kFamily = " family ";
    const auto family = definition.find(kFamily);
    if (family == definition.npos) return key_of(definition);
    return definition.substr(0, std::min(definition.find(' ', family + kFamily.size()), definition.size()));
}

// "rulec-~3": no name of a set in a file has a `~`.
std::string aside(std::size_t number) {
    return fmt::format("{}~{}", kPrefix, number);
}

void note_learners(const ipt::Ruleset& rules, std::set<std::string, std::less<>>& names) {
    for (const ipt::Table& table : rules.tables) {
        for (const ipt::Chain& chain : table.chains) {
            for (const ipt::Rule& rule : chain.rules) {
                const auto* target = std::get_if<ipt::Extension>(&rule.target);
                if (target == nullptr || target->row->name != "SET") continue;
                for (const ipt::Option& option : target->options) {
                    if (const auto* set = std::get_if<ipt::SetReference>(&option.argument)) names.insert(set->name);
                }
            }
        }
    }
}

// Its definition, and its elements if nothing but rulec changes them. Those that learn are replaced by others of
// another definition, or by equal ones.
std::size_t fingerprint(const SavedSet& set, bool learns) {
    std::size_t sum = std::hash<std::string_view>()(set.definition);
    for (const std::string_view element : set.elements) {
        if (!learns) sum = sum * 31 + std::hash<std::string_view>()(element);
    }
    return sum;
}

class Planner {
  public:
    Planner(const SavedSets* printed, const SavedSets& live) : printed_(printed), live_(live) {}

    SetPlan run(const WantedSets& wanted) {
        std::set<std::string_view> names;
        for (const WantedSet& set : wanted.sets()) {
            names.insert(set.name);
            want(set);
        }
        for (const auto& [name, set] : live_) {
            if (names.contains(name)) continue;
            plan_.stale.push_back(name);
            plan_.changes.push_back(fmt::format("remove set {}", name));
        }
        return std::move(plan_);
    }

  private:
    void want(const WantedSet& set) {
        const auto live = live_.find(set.name);
        if (live == live_.end()) return make(set);
        const SavedSet& before = live->second;
        std::string_view create = set.create;
        take_word(create);
        take_word(create);
        if (kind_of(before.definition) != kind_of(create)) {
            plan_.refusal = {set.name, std::string(kind_of(before.definition)), std::string(kind_of(create)),
                             set.span};
            return;
        }
        const auto printed = printed_ == nullptr ? SavedSets::const_iterator{} : printed_->find(set.name);
        const bool known = printed_ != nullptr && printed != printed_->end();
        const bool same_definition = known && printed->second.definition == before.definition;
        if (same_definition && set.learns) return add_missing(set, before, printed->second);
        if (same_definition && printed->second.elements == before.elements) return;
        replace(set, before);
    }

    void make(const WantedSet& set) {
        fill(set, set.name, nullptr);
        plan_.made.push_back(set.name);
        plan_.changes.push_back(fmt::format("make set {}", set.name));
    }

    // With what was learned: that is what another set of its name has, which keeps its time. What is learned between
    // this look and the change of places is lost. ipset wants all lines that follow each other with -exist or none.
    void fill(const WantedSet& set, const std::string& name, const SavedSet* before) {
        std::string_view create = set.create;
        take_word(create);
        take_word(create);
        plan_.fill += fmt::format("create {} {}\n", name, create);
        const std::string_view end = before == nullptr ? "\n" : " -exist\n";
        for (std::string_view add : set.adds) {
            take_word(add);
            take_word(add);
            add_element(name, add, end);
        }
        if (before == nullptr) return;
        const bool timeouts = has_option(create, "timeout");
        for (const std::string_view element : before->elements)
            add_element(name, learned(element, timeouts), end);
    }

    void add_element(std::string_view name, std::string_view element, std::string_view end) {
        for (const std::string_view word : {std::string_view("add "), name, std::string_view(" "), element, end})
            plan_.fill += word;
    }

    void replace(const WantedSet& set, const SavedSet& before) {
        std::string other;
        do
            other = aside(++asides_);
        while (live_.contains(other));
        fill(set, other, set.learns ? &before : nullptr);
        plan_.swap += fmt::format("swap {} {}\n", other, set.name);
        plan_.swaps.push_back({other, set.name, set.learns, fingerprint(before, set.learns)});
        plan_.changes.push_back(fmt::format("change set {}", set.name));
    }

    // Declared elements that it does not have. What is there keeps its time.
    void add_missing(const WantedSet& set, const SavedSet& before, const SavedSet& declared) {
        std::unordered_set<std::string_view> there;
        for (const std::string_view element : before.elements)
            there.insert(key_of(element));
        const std::size_t size = plan_.add.size();
        for (const std::string_view element : declared.elements) {
            if (there.contains(key_of(element))) continue;
            // Packets may have been faster.
            plan_.add += fmt::format("add {} {} -exist\n", set.name, element);
            plan_.remove += fmt::format("del {} {} -exist\n", set.name, key_of(element));
        }
        if (plan_.add.size() != size) plan_.changes.push_back(fmt::format("add to set {}", set.name));
    }

    const SavedSets* printed_;
    const SavedSets& live_;
    SetPlan plan_;
    std::size_t asides_ = 0;
};

} // namespace

SavedSet read_saved_set(std::string_view text) {
    SavedSet set;
    set.text.reserve(text.size() + 1);
    while (!text.empty()) {
        std::string_view line = take_line(text);
        const std::string_view command = take_word(line);
        take_word(line);
        if (command == "create") set.definition = definition_of(line);
        if (command == "add") add_without_counters(line, set.text);
    }
    for (std::string_view rest(set.text.data(), set.text.size()); !rest.empty();)
        set.elements.push_back(take_line(rest));
    std::ranges::sort(set.elements);
    return set;
}

WantedSets::WantedSets(const ipset::Sets& sets, const std::vector<ipt::Ruleset>& rules) : text_(ipset::emit(sets)) {
    std::set<std::string, std::less<>> learners;
    for (const ipt::Ruleset& family : rules)
        note_learners(family, learners);
    std::string_view rest = text_.text;
    std::size_t next = 0;
    while (!rest.empty()) {
        const std::string_view line = take_line(rest);
        if (!line.starts_with("create ")) {
            sets_.back().adds.push_back(line);
            continue;
        }
        const ipset::Set& set = sets.sets[next++];
        sets_.push_back({.name = set.name,
                         .create = std::string(line),
                         .adds = {},
                         .learns = set.timeout_s.has_value() || learners.contains(set.name),
                         .span = set.span});
    }
}

SetPlan plan_sets(const WantedSets& wanted, const SavedSets* printed, const SavedSets& live) {
    return Planner(printed, live).run(wanted);
}

std::string swap_back(const SetPlan& plan, const SavedSets& live) {
    std::string text;
    for (const Swap& swap : plan.swaps) {
        const auto now = live.find(swap.name);
        if (now == live.end() || !live.contains(swap.aside)) continue;
        if (fingerprint(now->second, swap.learns) != swap.before)
            text += fmt::format("swap {} {}\n", swap.aside, swap.name);
    }
    return text;
}

} // namespace rulec::restore
