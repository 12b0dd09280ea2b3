// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/restore/plan.h"

#include "backend/iptables/argument_text.h"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

namespace rulec::restore {
namespace {

struct Line {
    std::string text;
    Span span;
};

std::size_t times(const Chain* chain, const Rule& rule) {
    return chain == nullptr ? 0 : static_cast<std::size_t>(std::ranges::count(chain->rules, rule));
}

std::string word(const Chain& chain) {
    return ipt::quoted_word(chain.name);
}

// Of a table, which may be unknown.
class Chains {
  public:
    explicit Chains(const Table* table) {
        if (table == nullptr) return;
        for (const Chain& chain : table->chains)
            by_name_.emplace(chain.name, &chain);
    }

    const Chain* find(std::string_view name) const {
        const auto found = by_name_.find(name);
        return found == by_name_.end() ? nullptr : found->second;
    }

  private:
    std::unordered_map<std::string_view, const Chain*> by_name_;
};

// Rules of others that lead to chains of ours, by the names of those. How a built-in chain leads there is ours.
std::unordered_map<std::string_view, std::string> holders_in(const Table& table) {
    std::unordered_map<std::string_view, std::string> holders;
    for (const Chain& chain : table.chains) {
        if (is_ours(chain.name)) continue;
        for (const Rule& rule : chain.rules) {
            const std::string_view destination = destination_of(rule);
            if (!is_ours(destination) || (chain.is_builtin() && is_entry(rule))) continue;
            holders.emplace(destination, fmt::format("-A {} {}", chain.name, rule.text));
        }
    }
    return holders;
}

// The lines for one table, by when they must be said: a chain is there before a rule leads to it and gone after the
// last one that did.
class TablePlan {
  public:
    TablePlan(const Table& live, const Table& wanted, const State* printed, Scope scope)
        : live_(live), wanted_(wanted), scope_(scope), live_chains_(&live), wanted_chains_(&wanted),
          printed_chains_(printed == nullptr ? nullptr : printed->find(wanted.name)) {
        if (scope == Scope::own) holders_ = holders_in(live);
    }

    void add_to(Plan& plan) {
        for (const Chain& chain : wanted_.chains)
            want(chain);
        for (const Chain& chain : live_.chains)
            leave(chain);
        if (changes_.empty()) return;
        put(plan.text, {fmt::format("*{}", wanted_.name), {}});
        for (const auto* lines : {&declared_, &flushed_, &removed_rules_, &rules_, &removed_})
            for (const Line& line : *lines)
                put(plan.text, line);
        put(plan.text, {"COMMIT", {}});
        std::ranges::move(changes_, std::back_inserter(plan.changes));
        std::ranges::move(held_, std::back_inserter(plan.held));
    }

  private:
    static void put(ipt::RestoreText& text, const Line& line) {
        text.text += line.text;
        text.text += '\n';
        text.lines.push_back(line.span);
    }

    void change(std::string_view how, std::string_view what) {
        changes_.push_back(fmt::format("{} {} of {}", how, what, wanted_.name));
    }

    bool in_scope(const Chain& chain) const { return scope_ == Scope::all || is_ours(chain.name); }

    bool is_there(const Chain& chain, const Chain* live) const {
        const Chain* printed = printed_chains_.find(chain.name);
        return live != nullptr && printed != nullptr && live->policy == chain.policy && live->rules == printed->rules;
    }

    void want(const Chain& chain) {
        const Chain* live = live_chains_.find(chain.name);
        if (!in_scope(chain)) return want_entries(chain, live);
        if (is_there(chain, live)) return;
        declared_.push_back({fmt::format(":{} {} [0:0]", word(chain), chain.policy), chain.span});
        if (chain.is_builtin()) flushed_.push_back({fmt::format("-F {}", word(chain)), chain.span});
        for (const Rule& rule : chain.rules)
            rules_.push_back({fmt::format("-A {} {}", word(chain), rule.text), rule.span});
        change(live == nullptr ? "make" : "change", fmt::format("chain {}", chain.name));
    }

    // Of a built-in chain that others use as well. An entry is there as often as it should be: packets that come back
    // from a chain would be counted twice. Otherwise it is put in anew, where it was if it was there.
    void want_entries(const Chain& chain, const Chain* live) {
        std::size_t count = rules_that_stay(chain, live);
        for (std::size_t i = 0; i < chain.rules.size(); ++i) {
            const Rule& rule = chain.rules[i];
            if (!is_entry(rule) || times(&chain, rule) == times(live, rule)) continue;
            const bool is_first =
                std::ranges::find(chain.rules, rule) == chain.rules.begin() + static_cast<std::ptrdiff_t>(i);
            if (is_first) {
                count -= times(live, rule);
                remove_entries(chain, rule, times(live, rule));
                change("enter from", fmt::format("chain {}", chain.name));
            }
            const std::size_t place = std::min(std::max(i, place_of(rule, chain, live)), count++);
            const std::string number = place == 0 ? "" : fmt::format(" {}", place + 1);
            rules_.push_back({fmt::format("-I {}{} {}", word(chain), number, rule.text), rule.span});
        }
    }

    void remove_entries(const Chain& chain, const Rule& rule, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i)
            removed_rules_.push_back({fmt::format("-D {} {}", word(chain), rule.text), {}});
    }

    static bool stays(const Rule& rule, const Chain& wanted) { return !is_entry(rule) || times(&wanted, rule) != 0; }

    static std::size_t rules_that_stay(const Chain& wanted, const Chain* live) {
        if (live == nullptr) return 0;
        return static_cast<std::size_t>(
            std::ranges::count_if(live->rules, [&](const Rule& rule) { return stays(rule, wanted); }));
    }

    // Of the first such rule, among those that stay; 0 if there is none.
    static std::size_t place_of(const Rule& entry, const Chain& wanted, const Chain* live) {
        std::size_t place = 0;
        if (times(live, entry) == 0) return place;
        for (const Rule& rule : live->rules) {
            if (rule == entry) break;
            if (stays(rule, wanted)) ++place;
        }
        return place;
    }

    void leave(const Chain& chain) {
        const Chain* wanted = wanted_chains_.find(chain.name);
        if (!in_scope(chain)) return leave_entries(chain, wanted);
        if (wanted != nullptr) return;
        if (chain.is_builtin()) return reset(chain);
        if (const auto holder = holders_.find(chain.name); holder != holders_.end())
            held_.push_back(fmt::format("chain {} of {} has to go, but others lead to it with `{}`", chain.name,
                                        wanted_.name, holder->second));
        flushed_.push_back({fmt::format("-F {}", word(chain)), {}});
        removed_.push_back({fmt::format("-X {}", word(chain)), {}});
        change("remove", fmt::format("chain {}", chain.name));
    }

    void leave_entries(const Chain& chain, const Chain* wanted) {
        if (!chain.is_builtin()) return;
        for (const Rule& rule : chain.rules) {
            if (!is_entry(rule) || times(wanted, rule) != 0) continue;
            remove_entries(chain, rule, 1);
            change("no longer enter from", fmt::format("chain {}", chain.name));
        }
    }

    void reset(const Chain& chain) {
        if (chain.rules.empty() && chain.policy == "ACCEPT") return;
        declared_.push_back({fmt::format(":{} ACCEPT [0:0]", word(chain)), {}});
        flushed_.push_back({fmt::format("-F {}", word(chain)), {}});
        change("empty", fmt::format("chain {}", chain.name));
    }

    const Table& live_;
    const Table& wanted_;
    Scope scope_;
    Chains live_chains_, wanted_chains_, printed_chains_;
    std::unordered_map<std::string_view, std::string> holders_;
    std::vector<Line> declared_, flushed_, removed_rules_, rules_, removed_;
    std::vector<std::string> changes_, held_;
};

} // namespace

Plan make_plan(const State& live, const State& wanted, const State* printed, Scope scope) {
    Plan plan;
    for (const Table& table : wanted.tables) {
        const Table* before = live.find(table.name);
        const Table none{.name = table.name, .chains = {}};
        TablePlan(before == nullptr ? none : *before, table, printed, scope).add_to(plan);
    }
    for (const Table& table : live.tables) {
        if (wanted.find(table.name) != nullptr) continue;
        const Table none{.name = table.name, .chains = {}};
        TablePlan(table, none, printed, scope).add_to(plan);
    }
    return plan;
}

std::vector<std::string> strangers(const State& live) {
    std::vector<std::string> found;
    for (const Table& table : live.tables) {
        for (const Chain& chain : table.chains) {
            const auto others = std::ranges::count_if(chain.rules, [](const Rule& rule) { return !is_entry(rule); });
            if (!chain.is_builtin()) {
                if (!is_ours(chain.name)) found.push_back(fmt::format("chain {} of {}", chain.name, table.name));
            } else if (others != 0) {
                found.push_back(fmt::format("{} {} in chain {} of {}", others, others == 1 ? "rule" : "rules",
                                            chain.name, table.name));
            } else if (chain.policy != "ACCEPT") {
                found.push_back(fmt::format("policy {} of chain {} of {}", chain.policy, chain.name, table.name));
            }
        }
    }
    return found;
}

} // namespace rulec::restore
