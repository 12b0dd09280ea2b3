// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/restore/state.h"

#include "backend/iptables/emit.h"
#include "runtime/restore/lines.h"

#include <algorithm>
#include <array>

namespace rulec::restore {
namespace {

constexpr std::string_view kJump = "-j ";

// Names of chains are printed as they are, and may begin with a quote; arguments that do are quoted.
bool quotes_argument(std::string_view line) {
    constexpr auto kBeforeNames = std::to_array<std::string_view>({"-A ", "-j ", "-g "});
    const auto ends_line = [&](std::string_view flag) { return line.ends_with(flag); };
    return line.ends_with(' ') && std::ranges::none_of(kBeforeNames, ends_line);
}

// A rule goes on behind the end of the line as long as a quote is open.
std::string_view first_line(std::string_view text) {
    const std::string_view line = text.substr(0, text.find('\n'));
    if (!line.starts_with("-A ") || line.find('"') == line.npos) return line;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\n' && !quoted) return text.substr(0, i);
        if (text[i] == '\\' && quoted)
            ++i;
        else if (text[i] == '"')
            quoted = !quoted && quotes_argument(text.substr(0, i));
    }
    return line; // it is never closed: then it was none
}

class Reader {
  public:
    State run(std::string_view text) {
        while (!text.empty()) {
            const std::string_view line = first_line(text);
            text.remove_prefix(std::min(text.size(), line.size() + 1));
            read_line(line);
        }
        state_.whole = !in_table_ && (!said_anything_ || !state_.tables.empty());
        return std::move(state_);
    }

  private:
    void read_line(std::string_view line) {
        if (line.starts_with('#')) return read_remark(line);
        said_anything_ |= !line.empty();
        if (line == "COMMIT") in_table_ = false;
        if (line.starts_with('*')) {
            in_table_ = true;
            state_.tables.push_back({.name = std::string(line.substr(1)), .chains = {}});
            current_ = 0;
        }
        if (state_.tables.empty()) return;
        if (line.starts_with(':')) read_chain(line.substr(1));
        if (line.starts_with("-A ")) read_rule(line.substr(3));
    }

    // "# Table `raw' is incompatible, use 'nft' tool."
    void read_remark(std::string_view line) {
        constexpr std::string_view kTable = "# Table `";
        if (!line.starts_with(kTable)) return;
        line.remove_prefix(kTable.size());
        std::string table(line.substr(0, line.find('\'')));
        line.remove_prefix(table.size());
        if (line.starts_with("' is incompatible"))
            state_.hidden_tables.push_back(std::move(table));
        else if (line.starts_with("' contains incompatible"))
            state_.hidden_base_chains.push_back(std::move(table));
    }

    void read_chain(std::string_view line) {
        std::string name(take_word(line));
        state_.tables.back().chains.push_back(
            {.name = std::move(name), .policy = std::string(take_word(line)), .rules = {}, .span = {}});
    }

    // Rules of one chain follow each other, and chains with rules mostly do.
    void read_rule(std::string_view line) {
        std::vector<Chain>& chains = state_.tables.back().chains;
        const std::string_view name = take_word(line);
        for (std::size_t tried = 0; tried < chains.size(); ++tried) {
            if (chains[current_].name == name) return chains[current_].rules.push_back({std::string(line), {}});
            current_ = (current_ + 1) % chains.size();
        }
    }

    State state_;
    bool in_table_ = false, said_anything_ = false;
    std::size_t current_ = 0; // index of the chain that the last rule was in
};

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

const Chain* Table::find(std::string_view chain) const {
    const auto found = std::ranges::find(chains, chain, &Chain::name);
    return found == chains.end() ? nullptr : &*found;
}

const Table* State::find(std::string_view table) const {
    const auto found = std::ranges::find(tables, table, &Table::name);
    return found == tables.end() ? nullptr : &*found;
}

State read_saved(std::string_view text) {
    return Reader().run(text);
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

std::string_view destination_of(const Rule& rule) {
    const std::string_view text = rule.text;
    const auto blank = text.rfind(' ');
    if (blank == text.npos) return {};
    const std::string_view before = text.substr(0, blank);
    return before.ends_with("-j") || before.ends_with("-g") ? text.substr(blank + 1) : std::string_view();
}

bool is_entry(const Rule& rule) {
    return rule.text.starts_with(kJump) && is_ours(std::string_view(rule.text).substr(kJump.size())) &&
           rule.text.find(' ', kJump.size()) == std::string::npos;
}

} // namespace rulec::restore
