// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/restore/state.h"

#include "backend/iptables/emit.h"

#include <algorithm>

namespace rulec::restore {
namespace {

constexpr std::string_view kJump = "-j ";

std::string_view take_word(std::string_view& line) {
    const std::string_view word = line.substr(0, line.find(' '));
    line.remove_prefix(std::min(line.size(), word.size() + 1));
    return word;
}

void read_rule(Table& table, std::string_view line) {
    const std::string_view chain_name = take_word(line);
    // Rules of one chain follow each other.
    Chain* chain = table.find(chain_name);
    if (chain != nullptr) chain->rules.push_back({std::string(line), {}});
}

void read_line(State& state, std::string_view line) {
    if (line.starts_with('*')) {
        state.tables.push_back({.name = std::string(line.substr(1)), .chains = {}});
        return;
    }
    if (state.tables.empty()) return;
    Table& table = state.tables.back();
    if (line.starts_with(':')) {
        line.remove_prefix(1);
        const std::string_view name = take_word(line);
        table.chains.push_back(
            {.name = std::string(name), .policy = std::string(take_word(line)), .rules = {}, .span = {}});
    } else if (line.starts_with("-A ")) {
        read_rule(table, line.substr(3));
    }
}

std::string_view policy_of(ipt::Policy policy) {
    return policy == ipt::Policy::none ? "-" : policy == ipt::Policy::drop ? "DROP" : "ACCEPT";
}

Chain chain_of(const ipt::Chain& from) {
    Chain chain{.name = from.name, .policy = std::string(policy_of(from.policy)), .rules = {}, .span = from.span};
    for (const ipt::Rule& rule : from.rules)
        chain.rules.push_back({ipt::rule_text(rule).erase(0, 1), rule.span});
    return chain;
}

} // namespace

Chain* Table::find(std::string_view chain) {
    if (!chains.empty() && chains.back().name == chain) return &chains.back();
    const auto found = std::ranges::find(chains, chain, &Chain::name);
    return found == chains.end() ? nullptr : &*found;
}

const Chain* Table::find(std::string_view chain) const {
    return const_cast<Table*>(this)->find(chain);
}

const Table* State::find(std::string_view table) const {
    const auto found = std::ranges::find(tables, table, &Table::name);
    return found == tables.end() ? nullptr : &*found;
}

State read_saved(std::string_view text) {
    State state;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        read_line(state, line);
    }
    return state;
}

State state_of(const ipt::Ruleset& ruleset) {
    State state;
    for (const ipt::Table& from : ruleset.tables) {
        Table& table = state.tables.emplace_back(Table{.name = from.name, .chains = {}});
        for (const ipt::Chain& chain : from.chains)
            table.chains.push_back(chain_of(chain));
    }
    return state;
}

bool is_entry(const Rule& rule) {
    return rule.text.starts_with(kJump) && is_ours(std::string_view(rule.text).substr(kJump.size())) &&
           rule.text.find(' ', kJump.size()) == std::string::npos;
}

} // namespace rulec::restore
