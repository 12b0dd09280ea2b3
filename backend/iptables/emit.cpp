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
    const std::string argument = argument_text(*option.row, option.argument);
    if (!argument.empty()) text += ' ' + argument;
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

class Lines {
  public:
    // Ends the line that was written to `out.text`.
    void end(Span span) {
        out.text += '\n';
        out.lines.push_back(span);
    }
    void add(std::string_view line, Span span) {
        out.text += line;
        end(span);
    }
    RestoreText out;
};

// "[12:738] ", which counts only for a restore with --counters.
void add_counters(std::string& text, const std::optional<Counters>& counters) {
    if (counters) text += fmt::format("[{}:{}] ", counters->packets, counters->bytes);
}

void add_table(Lines& lines, const Table& table) {
    lines.add(fmt::format("*{}", table.name), {});
    for (const Chain& chain : table.chains)
        lines.add(fmt::format(":{} {} [0:0]", quoted_word(chain.name), policy_word(chain.policy)), chain.span);
    for (const Chain& chain : table.chains) {
        const std::string head = "-A " + quoted_word(chain.name);
        for (const Rule& rule : chain.rules) {
            add_counters(lines.out.text, rule.counters);
            lines.out.text += head;
            add_rule(lines.out.text, rule);
            lines.end(rule.span);
        }
    }
    lines.add("COMMIT", {});
}

} // namespace

std::string rule_text(const Rule& rule) {
    std::string text;
    add_rule(text, rule);
    return text;
}

RestoreText emit(const Ruleset& ruleset) {
    Lines lines;
    for (const Table& table : ruleset.tables)
        add_table(lines, table);
    return std::move(lines.out);
}

} // namespace rulec::ipt
