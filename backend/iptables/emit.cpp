// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/emit.h"

#include "backend/iptables/argument_text.h"
#include "compiler/support/overloaded.h"

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

// As people write ports: --dport, --dports.
std::string_view spelling(const OptionRow& row) {
    const bool is_port = row.shape == Shape::port || row.shape == Shape::port_list;
    return is_port && !row.alias.empty() ? row.alias : row.name;
}

void add_option(std::string& text, const Option& option) {
    if (option.negated) text += " !";
    if (option.row->letter != 0) {
        text += " -";
        text += option.row->letter;
    } else {
        text += " --";
        text += spelling(*option.row);
    }
    if (option.row->shape == Shape::flag) return;
    text += ' ';
    add_argument(text, *option.row, option.argument);
}

void add_extension(std::string& text, std::string_view flag, const Extension& extension) {
    if (!extension.row->name.empty()) {
        text += flag;
        text += extension.row->name;
    }
    for (const Option& option : extension.options)
        add_option(text, option);
}

void add_target(std::string& text, const Target& target) {
    std::visit(overloaded{
                   [](std::monostate) {},
                   [&](const Jump& jump) { text += (jump.go_to ? " -g " : " -j ") + quoted_word(jump.chain); },
                   [&](const Extension& extension) { add_extension(text, " -j ", extension); },
               },
               target);
}

std::string_view policy_word(Policy policy) {
    return policy == Policy::none ? "-" : policy == Policy::drop ? "DROP" : "ACCEPT";
}

void add_rule(std::string& text, const Rule& rule) {
    for (const Extension& match : rule.matches)
        add_extension(text, " -m ", match);
    add_target(text, rule.target);
}

// Ends the line that was written to `out.text`.
void end_line(RestoreText& out, Span span) {
    out.text += '\n';
    out.lines.push_back(span);
}

void add_line(RestoreText& out, std::string_view line, Span span) {
    out.text += line;
    end_line(out, span);
}

// "[12:738] ", which counts only for a restore with --counters.
void add_counters(std::string& text, const std::optional<Counters>& counters) {
    if (counters) text += fmt::format("[{}:{}] ", counters->packets, counters->bytes);
}

void add_rules(RestoreText& out, std::string_view chain, std::span<const Rule> rules) {
    const std::string head = "-A " + quoted_word(chain);
    for (const Rule& rule : rules) {
        add_counters(out.text, rule.counters);
        out.text += head;
        add_rule(out.text, rule);
        end_line(out, rule.span);
    }
}

// `add_rules_of(out, table, chain)` writes those of a chain, by indexes.
template <class AddRulesOf>
RestoreText emit_tables(const Ruleset& ruleset, AddRulesOf add_rules_of) {
    RestoreText out;
    for (std::size_t t = 0; t < ruleset.tables.size(); ++t) {
        const Table& table = ruleset.tables[t];
        add_line(out, fmt::format("*{}", table.name), {});
        for (const Chain& chain : table.chains)
            add_line(out, fmt::format(":{} {} [0:0]", quoted_word(chain.name), policy_word(chain.policy)),
                     chain.span);
        for (std::size_t c = 0; c < table.chains.size(); ++c)
            add_rules_of(out, t, c);
        add_line(out, "COMMIT", {});
    }
    return out;
}

} // namespace

std::string rule_text(const Rule& rule) {
    std::string text;
    add_rule(text, rule);
    return text;
}

RestoreText emit(const Ruleset& ruleset) {
    return emit_tables(ruleset, [&](RestoreText& out, std::size_t t, std::size_t c) {
        const Chain& chain = ruleset.tables[t].chains[c];
        add_rules(out, chain.name, chain.rules);
    });
}

void RuleTexts::add(const Ruleset& ruleset, std::size_t table, std::size_t chain, std::span<const Rule> rules) {
    add_rules(texts_[{table, chain}], ruleset.tables[table].chains[chain].name, rules);
}

const RestoreText* RuleTexts::find(std::size_t table, std::size_t chain) const {
    const auto found = texts_.find({table, chain});
    return found == texts_.end() ? nullptr : &found->second;
}

RestoreText emit(const Ruleset& ruleset, const RuleTexts& rules) {
    return emit_tables(ruleset, [&](RestoreText& out, std::size_t t, std::size_t c) {
        const RestoreText* text = rules.find(t, c);
        if (text == nullptr) return;
        out.text += text->text;
        out.lines.insert(out.lines.end(), text->lines.begin(), text->lines.end());
    });
}

} // namespace rulec::ipt
