// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/restore/plan.h"

#include "backend/iptables/argument_text.h"

#include <algorithm>

#include <fmt/format.h>

namespace rulec::restore {
namespace {

struct Line {
    std::string text;
    Span span;
};

bool has_rule(const Chain* chain, const Rule& rule) {
    return chain != nullptr && std::ranges::find(chain->rules, rule) != chain->rules.end();
}

std::string word(const Chain& chain) {
    return ipt::quoted_word(chain.name);
}

const Chain* chain_in(const State* state, const std::string& table, const std::string& chain) {
    const Table* found = state == nullptr ? nullptr : state->find(table);
    return found == nullptr ? nullptr : found->find(chain);
}

// The lines for one table, by when they must be said: a chain is there before a rule leads to it and gone after the
// last one that did.
class TablePlan {
  public:
    TablePlan(const Table& live, const Table& wanted, const State* printed, Scope scope)
        : live_(live), wanted_(wanted), printed_(printed), scope_(scope) {}

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
        const Chain* printed = chain_in(printed_, wanted_.name, chain.name);
        return live != nullptr && printed != nullptr && live->policy == chain.policy && live->rules == printed->rules;
    }

    void want(const Chain& chain) {
        const Chain* live = live_.find(chain.name);
        if (!in_scope(chain)) return want_entries(chain, live);
        if (is_there(chain, live)) return;
        declared_.push_back({fmt::format(":{} {} [0:0]", word(chain), chain.policy), chain.span});
        if (chain.is_builtin()) flushed_.push_back({fmt::format("-F {}", word(chain)), chain.span});
        for (const Rule& rule : chain.rules)
            rules_.push_back({fmt::format("-A {} {}", word(chain), rule.text), rule.span});
        change(live == nullptr ? "make" : "change", fmt::format("chain {}", chain.name));
    }

    // Of a built-in chain that others use as well.
    void want_entries(const Chain& chain, const Chain* live) {
        for (const Rule& rule : chain.rules) {
            if (!is_entry(rule) || has_rule(live, rule)) continue;
            rules_.push_back({fmt::format("-I {} {}", word(chain), rule.text), rule.span});
            change("enter from", fmt::format("chain {}", chain.name));
        }
    }

    void leave(const Chain& chain) {
        const Chain* wanted = wanted_.find(chain.name);
        if (!in_scope(chain)) return leave_entries(chain, wanted);
        if (wanted != nullptr) return;
        if (chain.is_builtin()) return reset(chain);
        flushed_.push_back({fmt::format("-F {}", word(chain)), {}});
        removed_.push_back({fmt::format("-X {}", word(chain)), {}});
        change("remove", fmt::format("chain {}", chain.name));
    }

    void leave_entries(const Chain& chain, const Chain* wanted) {
        for (const Rule& rule : chain.rules) {
            if (!is_entry(rule) || has_rule(wanted, rule)) continue;
            removed_rules_.push_back({fmt::format("-D {} {}", word(chain), rule.text), {}});
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
    const State* printed_;
    Scope scope_;
    std::vector<Line> declared_, flushed_, removed_rules_, rules_, removed_;
    std::vector<std::string> changes_;
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
