// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/import/write_tables.h"

#include "backend/iptables/import/match_text.h"
#include "backend/iptables/import/target_text.h"
#include "backend/iptables/import/value_text.h"
#include "backend/iptables/places.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

using Hooks = std::map<std::string_view, std::set<std::string_view>>; // by chain: the built-in chains that lead there

void follow_jumps(const Table& table, const Chain& built_in, Hooks& hooks) {
    for (std::vector<const Chain*> todo{&built_in}; !todo.empty();) {
        const Chain& chain = *todo.back();
        todo.pop_back();
        if (!hooks[chain.name].insert(built_in.name).second) continue;
        for (const Rule& rule : chain.rules) {
            const auto* jump = std::get_if<Jump>(&rule.target);
            const Chain* to = jump == nullptr ? nullptr : table.find(jump->chain);
            if (to != nullptr) todo.push_back(to);
        }
    }
}

Hooks hooks_of(const Table& table) {
    Hooks hooks;
    for (const Chain& chain : table.chains) {
        if (chain.policy != Policy::none) follow_jumps(table, chain, hooks);
    }
    return hooks;
}

// Does a rule ask for the states of connections? The kernel puts fragments together then, in front of all tables,
// here and in iptables.
bool tracks_connections(const Ruleset& ruleset) {
    const auto asks = [](const Rule& rule) {
        return std::ranges::any_of(rule.matches, [](const Extension& match) {
            return match.row->name == "state" || match.row->name == "conntrack";
        });
    };
    for (const Table& table : ruleset.tables) {
        for (const Chain& chain : table.chains) {
            if (std::ranges::any_of(chain.rules, asks)) return true;
        }
    }
    return false;
}

std::string printable(std::string_view text) {
    std::string result(text);
    std::ranges::replace_if(
        result, [](unsigned char c) { return c < ' ' || c == 0x7f; }, ' ');
    return result;
}

class TableWriter {
  public:
    TableWriter(const SourceManager& sources, const Ruleset& ruleset, const Table& table, const RecentLists& recents,
                IpsetSets& ipsets, bool inet, diag::Sink& sink)
        : sources_(sources), ruleset_(ruleset), table_(table), hooks_(hooks_of(table)), recents_(recents),
          ipsets_(ipsets), whole_packets_(tracks_connections(ruleset)), sink_(sink) {
        text_.family = inet ? "inet" : ruleset.family == Family::ipv4 ? "ip" : "ip6";
        text_.name = table.name;
        if (inet && ruleset.family == Family::ipv6) text_.set_suffix = "6";
        text_.span = table.span;
    }

    TableText write();

  private:
    void name_chains();
    ChainText chain(const Chain& chain);
    ChainText& base_chain(const std::string& declaration, const ChainText& beside);
    void rule(const Rule& rule, const Chain& in, const std::set<std::string_view>& hooks, ChainText& into);
    void lines_of(const Rule& rule, const Chain& in, const std::set<std::string_view>& hooks, ChainText& into);
    void comments(const Rule& rule, Line& line, ChainText& into);
    void instead(const Rule& rule, std::string_view why, ChainText& into);
    void ways(RuleContext& context, const Line& common, ChainText& into);

    const SourceManager& sources_;
    const Ruleset& ruleset_;
    const Table& table_;
    const Hooks hooks_;
    const RecentLists& recents_;
    IpsetSets& ipsets_;
    const bool whole_packets_;
    diag::Sink& sink_;
    TableText text_;
};

// Users' chains keep their names where they can; built-in ones are written as people write base chains.
void TableWriter::name_chains() {
    for (const Chain& chain : table_.chains) {
        if (chain.policy == Policy::none) text_.name_chain(chain.name, identifier_like(chain.name));
    }
    for (const Chain& chain : table_.chains) {
        if (chain.policy == Policy::none) continue;
        const std::string_view hook = find_place(table_.name, chain.name)->hook;
        const bool taken = std::ranges::any_of(
            table_.chains, [&](const Chain& other) { return text_.chain_name(other.name) == hook; });
        text_.name_chain(chain.name, taken ? std::string_view(chain.name) : hook);
    }
}

TableText TableWriter::write() {
    name_chains();
    for (const bool built_in : {true, false}) {
        for (const Chain& one : table_.chains) {
            if ((one.policy != Policy::none) != built_in) continue;
            if (built_in && one.policy == Policy::accept && one.rules.empty()) continue; // it would do nothing
            text_.chains.push_back(chain(one));
        }
    }
    for (const std::string& remark : table_.remarks)
        text_.remarks.push_back(printable(remark));
    std::ranges::move(text_.own_chains, std::back_inserter(text_.chains));
    text_.own_chains.clear();
    return std::move(text_);
}

ChainText TableWriter::chain(const Chain& chain) {
    ChainText text;
    text.name = text_.chain_name(chain.name);
    text.span = chain.span;
    for (const std::string& remark : chain.remarks)
        text.remarks.push_back(printable(remark));
    if (chain.policy != Policy::none) {
        const Place& place = *find_place(table_.name, chain.name);
        text.policy = chain.policy == Policy::drop ? "drop" : "accept";
        text.declaration = fmt::format("type {} hook {} priority {}", place.type, place.hook, place.priority);
    } else if (text.name != chain.name) {
        text.remarks.push_back(fmt::format("chain {} of iptables", printable(chain.name)));
    }
    static const std::set<std::string_view> kNone;
    const auto found = hooks_.find(chain.name);
    for (const Rule& one : chain.rules)
        rule(one, chain, found == hooks_.end() ? kNone : found->second, text);
    return text;
}

// One that iptables does not have, for what a rule of the chain `beside` does at another time.
ChainText& TableWriter::base_chain(const std::string& declaration, const ChainText& beside) {
    const auto known = std::ranges::find(text_.own_chains, declaration, &ChainText::declaration);
    if (known != text_.own_chains.end()) return *known;
    text_.name_chain(declaration, beside.name + "_tracked");
    return text_.own_chains.emplace_back(ChainText{.name = text_.chain_name(declaration),
                                                   .declaration = declaration,
                                                   .policy = "accept",
                                                   .lines = {},
                                                   .remarks = {},
                                                   .span = beside.span});
}

// A remark in the place of a rule.
void TableWriter::instead(const Rule& rule, std::string_view why, ChainText& into) {
    into.lines.push_back(
        {.remark = fmt::format("{}: {}", why, printable(sources_.text(rule.span))), .span = rule.span});
}

// What a comment of the language cannot hold becomes a remark.
void TableWriter::comments(const Rule& rule, Line& line, ChainText& into) {
    constexpr std::size_t kMost = 128;
    std::string all;
    for (const Extension& match : rule.matches) {
        if (match.row->name != "comment") continue;
        if (!all.empty()) all += "; ";
        all += std::get<Text>(match.options[0].argument).text;
    }
    if (all.empty()) return;
    const bool fits = all.size() <= kMost &&
                      std::ranges::none_of(all, [](unsigned char c) { return c == '"' || c < ' ' || c == 0x7f; });
    if (fits) {
        line.comment = fmt::format("\"{}\"", all);
    } else {
        into.lines.push_back({.remark = printable(all), .span = rule.span});
    }
}

// A block of its own cannot leave the chain, and what keeps count would be asked in another order.
bool can_have_block(const RuleContext& context) {
    const auto* jump = std::get_if<Jump>(&context.rule.target);
    const auto* target = std::get_if<Extension>(&context.rule.target);
    return !context.stateful && (jump == nullptr || !jump->go_to) &&
           (target == nullptr || target->row->name != "RETURN");
}

// Ports in translations want the protocol said where they stand, and a block does not know what is said outside.
std::string protocol_for(const RuleContext& context) {
    constexpr std::string_view kWithPorts[] = {"SNAT", "DNAT", "MASQUERADE", "REDIRECT", "TPROXY"};
    const auto* target = std::get_if<Extension>(&context.rule.target);
    const bool may_have_ports =
        target != nullptr && std::ranges::find(kWithPorts, target->row->name) != std::end(kWithPorts);
    return context.protocol && may_have_ports ? fmt::format("meta l4proto {} ", protocol_text(*context.protocol))
                                              : "";
}

// jump { EXCEPTION return; COUNTER ACTION; }
void put_into_block(const RuleContext& context, Line& line) {
    std::string block = "jump {";
    for (const Exception& exception : context.exceptions) {
        for (const Clause& clause : exception.clauses)
            block += ' ' + clause.text();
        block += " return;";
    }
    if (!line.counter.empty()) block += ' ' + line.counter;
    if (!line.action.empty()) block += ' ' + protocol_for(context) + line.action;
    line.counter.clear();
    line.action = block + "; }";
}

// The nearest that can be said, with a warning.
void except_as_conditions(RuleContext& context, Alternatives& conditions) {
    for (const Exception& exception : context.exceptions) {
        if (exception.clauses.size() > 1) {
            context.no_text(exception.span,
                            "the opposite of several tests where the rule returns, goes to a chain or "
                            "counts");
            continue;
        }
        context.warn(exception.span, exception.otherwise);
        const Clause& clause = exception.clauses[0];
        for (Clauses& way : conditions)
            way.push_back({clause.field, "!= " + clause.value});
    }
    context.exceptions.clear();
}

void TableWriter::ways(RuleContext& context, const Line& common, ChainText& into) {
    Alternatives conditions = ipt::conditions(context);
    const Actions ends = actions(context);
    if (!can_have_block(context)) except_as_conditions(context, conditions);
    if (context.failed()) return;
    std::string counter = common.counter;
    for (const Clauses& way : conditions) {
        for (const Action& end : ends) {
            Line line = common;
            line.conditions = way;
            line.conditions.insert(line.conditions.end(), end.conditions.begin(), end.conditions.end());
            line.action = end.text;
            line.counter = counter;
            line.names_family = context.names_family;
            line.stateful = context.stateful;
            if (end.text.empty() && counter.empty() && !context.stateful)
                line.counter = "counter";              // all that it does
            if (!counter.empty()) counter = "counter"; // what was counted goes to the first one
            if (!context.exceptions.empty()) put_into_block(context, line);
            (end.base_chain.empty() ? into : base_chain(end.base_chain, into)).lines.push_back(std::move(line));
        }
    }
    if (context.stateful && conditions.size() > 1)
        context.no_text(context.rule.span, "a rule that counts and can match in more than one way: each way would "
                                           "count for itself");
}

void TableWriter::rule(const Rule& rule, const Chain& in, const std::set<std::string_view>& hooks, ChainText& into) {
    const std::size_t before = into.lines.size();
    lines_of(rule, in, hooks, into);
    if (before < into.lines.size()) into.lines[before].paragraph = rule.paragraph;
}

void TableWriter::lines_of(const Rule& rule, const Chain& in, const std::set<std::string_view>& hooks,
                           ChainText& into) {
    const std::size_t before = into.lines.size();
    for (const std::string& remark : rule.remarks)
        into.lines.push_back({.remark = printable(remark), .span = rule.span});
    if (!rule.understood) return instead(rule, "NOT TRANSLATED", into);
    Line line{.span = rule.span};
    if (rule.counters)
        line.counter = fmt::format("counter packets {} bytes {}", rule.counters->packets, rule.counters->bytes);
    comments(rule, line, into);
    RuleContext context(rule, {ruleset_.family, text_, in, hooks, recents_, ipsets_, whole_packets_}, sink_);
    ways(context, line, into);
    if (!context.failed() && !context.never()) return;
    into.lines.resize(before);
    instead(rule, context.failed() ? "NOT TRANSLATED" : "NEVER MATCHES", into);
}

} // namespace

std::vector<TableText> write_tables(const SourceManager& sources, const Ruleset& ruleset, IpsetSets& ipsets,
                                    bool inet, diag::Sink& sink) {
    const RecentLists recents(ruleset);
    std::vector<TableText> tables;
    for (const Table& table : ruleset.tables) {
        TableText text = TableWriter(sources, ruleset, table, recents, ipsets, inet, sink).write();
        if (!text.chains.empty()) tables.push_back(std::move(text));
    }
    return tables;
}

} // namespace rulec::ipt
