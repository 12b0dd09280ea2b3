// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/edit.h"

#include "backend/iptables/places.h"
#include "compiler/support/suggest.h"

#include <algorithm>

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

using diag::Code;
using Kind_ = Command::Kind;

bool fail(diag::Diagnostic diagnostic, diag::Sink& sink) {
    sink.report(std::move(diagnostic));
    return false;
}

bool no_such_chain(const Table& table, const Token& name, diag::Sink& sink) {
    std::vector<std::string_view> names;
    for (const Chain& chain : table.chains)
        names.push_back(chain.name);
    auto unknown = diag::make(Code::kIptUnknownName, name.span, "chain", shown(name.text));
    unknown.suggest_in_words(name.text, names);
    return fail(std::move(unknown), sink);
}

// ---- rules compared, for -D

bool same(const Extension& a, const Extension& b) {
    return a.row == b.row && std::ranges::equal(a.options, b.options, [](const Option& x, const Option& y) {
               return x.row == y.row && x.negated == y.negated && x.argument == y.argument;
           });
}

bool same(const Target& a, const Target& b) {
    if (a.index() != b.index()) return false;
    if (const auto* jump = std::get_if<Jump>(&a)) {
        const auto& other = std::get<Jump>(b);
        return jump->chain == other.chain && jump->go_to == other.go_to;
    }
    const auto* extension = std::get_if<Extension>(&a);
    return extension == nullptr || same(*extension, std::get<Extension>(b));
}

bool same(const Rule& a, const Rule& b) {
    return std::ranges::equal(a.matches, b.matches, [](const auto& x, const auto& y) { return same(x, y); }) &&
           same(a.target, b.target);
}

// ---- the commands

bool fits_table(const Table& table, const Rule& rule, diag::Sink& sink) {
    const auto* target = std::get_if<Extension>(&rule.target);
    if (target == nullptr || target->row->table.empty() || target->row->table == table.name) return true;
    return fail(diag::make(Code::kIptCombination, target->span,
                           fmt::format("{} works only in table {}", target->row->name, target->row->table)),
                sink);
}

bool insert_rules(Chain& chain, Command& command, diag::Sink& sink) {
    const std::uint64_t at = std::max<std::uint64_t>(1, command.number) - 1;
    if (at > chain.rules.size())
        return fail(diag::make(Code::kIptCombination, command.span,
                               fmt::format("chain `{}` has only {} rules", chain.name, chain.rules.size())),
                    sink);
    chain.rules.insert(chain.rules.begin() + static_cast<std::ptrdiff_t>(at),
                       std::make_move_iterator(command.rules.begin()), std::make_move_iterator(command.rules.end()));
    return true;
}

bool no_such_rule(const Chain& chain, Span span, diag::Sink& sink) {
    return fail(diag::make(Code::kIptCombination, span, fmt::format("chain `{}` has no such rule", chain.name)),
                sink);
}

bool remove_rules(Chain& chain, Command& command, diag::Sink& sink) {
    if (command.number > 0) {
        if (command.number > chain.rules.size()) return no_such_rule(chain, command.span, sink);
        chain.rules.erase(chain.rules.begin() + static_cast<std::ptrdiff_t>(command.number - 1));
        return true;
    }
    for (const Rule& rule : command.rules) {
        const auto found = std::ranges::find_if(chain.rules, [&](const Rule& other) { return same(other, rule); });
        if (found == chain.rules.end()) return no_such_rule(chain, command.span, sink);
        chain.rules.erase(found);
    }
    return true;
}

bool has_rules(const Chain& chain, const Command& command, diag::Sink& sink) {
    const bool all = std::ranges::all_of(command.rules, [&](const Rule& rule) {
        return std::ranges::any_of(chain.rules, [&](const Rule& other) { return same(other, rule); });
    });
    return all || no_such_rule(chain, command.span, sink);
}

bool replace_rule(Chain& chain, Command& command, diag::Sink& sink) {
    if (command.number == 0 || command.number > chain.rules.size()) return no_such_rule(chain, command.span, sink);
    if (command.rules.size() != 1)
        return fail(diag::make(Code::kIptCombination, command.span, "-R takes one rule, not a list of addresses"),
                    sink);
    chain.rules[command.number - 1] = std::move(command.rules[0]);
    return true;
}

bool set_policy(Chain& chain, const Command& command, diag::Sink& sink) {
    const std::string& word = command.argument->text;
    if (chain.policy == Policy::none)
        return fail(diag::make(Code::kIptCombination, command.chain->span, "only built-in chains have a policy"),
                    sink);
    if (word != "ACCEPT" && word != "DROP")
        return fail(diag::make(Code::kIptArgument, command.argument->span, "ACCEPT or DROP", word), sink);
    chain.policy = word == "DROP" ? Policy::drop : Policy::accept;
    return true;
}

bool is_used(const Table& table, std::string_view name) {
    return std::ranges::any_of(table.chains, [&](const Chain& chain) {
        return std::ranges::any_of(chain.rules, [&](const Rule& rule) {
            const auto* jump = std::get_if<Jump>(&rule.target);
            return jump != nullptr && jump->chain == name;
        });
    });
}

bool create_chain(Table& table, const Token& name, diag::Sink& sink) {
    if (!check_chain_name(name, sink)) return false;
    if (find_chain(table, name.text, name.span) != nullptr)
        return fail(
            diag::make(Code::kIptCombination, name.span, fmt::format("chain `{}` is there already", name.text)),
            sink);
    table.chains.push_back(
        {.name = name.text, .policy = Policy::none, .rules = {}, .remarks = {}, .span = name.span});
    return true;
}

bool erase_chain(Table& table, const Token& name, diag::Sink& sink) {
    const Chain* chain = table.find(name.text);
    if (chain == nullptr) return no_such_chain(table, name, sink);
    if (chain->policy != Policy::none || !chain->rules.empty() || is_used(table, name.text))
        return fail(diag::make(Code::kIptCombination, name.span,
                               fmt::format("chain `{}` is built in, has rules or is jumped to", name.text)),
                    sink);
    std::erase_if(table.chains, [&](const Chain& other) { return other.name == name.text; });
    table.index.forget();
    return true;
}

bool erase_all(Table& table, Span span, diag::Sink& sink) {
    for (const Chain& chain : table.chains) {
        if (chain.policy != Policy::none || (chain.rules.empty() && !is_used(table, chain.name))) continue;
        return fail(
            diag::make(Code::kIptCombination, span, fmt::format("chain `{}` has rules or is jumped to", chain.name)),
            sink);
    }
    std::erase_if(table.chains, [](const Chain& chain) { return chain.policy == Policy::none; });
    table.index.forget();
    return true;
}

bool rename_chain(Table& table, const Command& command, diag::Sink& sink) {
    Chain* chain = table.find(command.chain->text);
    if (chain == nullptr) return no_such_chain(table, *command.chain, sink);
    if (chain->policy != Policy::none)
        return fail(diag::make(Code::kIptCombination, command.chain->span, "a built-in chain keeps its name"), sink);
    if (!check_chain_name(*command.argument, sink)) return false;
    if (find_chain(table, command.argument->text, command.span) != nullptr)
        return fail(diag::make(Code::kIptCombination, command.argument->span,
                               fmt::format("chain `{}` is there already", command.argument->text)),
                    sink);
    for (Chain& other : table.chains) {
        for (Rule& rule : other.rules) {
            auto* jump = std::get_if<Jump>(&rule.target);
            if (jump != nullptr && jump->chain == command.chain->text) jump->chain = command.argument->text;
        }
    }
    table.find(command.chain->text)->name = command.argument->text;
    table.index.forget();
    return true;
}

bool on_all_chains(Table& table, const Command& command, diag::Sink& sink) {
    if (command.kind == Kind_::erase) return erase_all(table, command.span, sink);
    if (command.kind == Kind_::flush) {
        for (Chain& chain : table.chains)
            chain.rules.clear();
    }
    return true;
}

} // namespace

Chain* find_chain(Table& table, std::string_view name, Span span) {
    if (Chain* chain = table.find(name)) return chain;
    if (find_place(table.name, name) == nullptr) return nullptr;
    table.chains.push_back(
        {.name = std::string(name), .policy = Policy::accept, .rules = {}, .remarks = {}, .span = span});
    return &table.chains.back();
}

bool check_chain_name(const Token& name, diag::Sink& sink) {
    constexpr std::size_t kMost = 28; // XT_EXTENSION_MAXNAMELEN less the end
    const std::string& text = name.text;
    const bool fits = !text.empty() && text.size() <= kMost && text[0] != '-' && text[0] != '!' &&
                      std::ranges::all_of(text, [](unsigned char c) { return c > ' ' && c != 0x7f; });
    return fits ||
           fail(diag::make(Code::kIptArgument, name.span, "the name of a chain, at most 28 characters", shown(text)),
                sink);
}

bool carry_out(Table& table, Command command, diag::Sink& sink) {
    if (command.kind == Kind_::list) return true; // it changes nothing
    if (!command.chain) return on_all_chains(table, command, sink);
    if (command.kind == Kind_::create) return create_chain(table, *command.chain, sink);
    if (command.kind == Kind_::erase) return erase_chain(table, *command.chain, sink);
    if (command.kind == Kind_::rename) return rename_chain(table, command, sink);
    Chain* chain = find_chain(table, command.chain->text, command.chain->span);
    if (chain == nullptr) return no_such_chain(table, *command.chain, sink);
    if (!std::ranges::all_of(command.rules, [&](const Rule& rule) { return fits_table(table, rule, sink); }))
        return false;
    switch (command.kind) {
    case Kind_::append: std::ranges::move(command.rules, std::back_inserter(chain->rules)); return true;
    case Kind_::insert: return insert_rules(*chain, command, sink);
    case Kind_::remove: return remove_rules(*chain, command, sink);
    case Kind_::replace: return replace_rule(*chain, command, sink);
    case Kind_::policy: return set_policy(*chain, command, sink);
    case Kind_::flush: chain->rules.clear(); return true;
    case Kind_::check: return has_rules(*chain, command, sink);
    case Kind_::zero:
    case Kind_::create:
    case Kind_::erase:
    case Kind_::rename:
    case Kind_::list: return true;
    }
    return true;
}

void check_jumps(const Table& table, diag::Sink& sink) {
    for (const Chain& chain : table.chains) {
        for (const Rule& rule : chain.rules) {
            const auto* jump = std::get_if<Jump>(&rule.target);
            if (jump == nullptr) continue;
            const Chain* to = table.find(jump->chain);
            if (to != nullptr && to->policy == Policy::none) continue;
            std::vector<std::string_view> names;
            for (const Chain& other : table.chains)
                names.push_back(other.name);
            for (const ExtensionRow& row : targets())
                names.push_back(row.name);
            auto unknown = diag::make(Code::kIptUnknownName, jump->span, "target or chain", shown(jump->chain));
            if (const auto meant = nearest(jump->chain, names); meant && *meant != jump->chain)
                unknown.helps.push_back(fmt::format("did you mean `{}`?", *meant));
            if (to != nullptr) unknown.helps.push_back("built-in chains cannot be jumped to");
            sink.report(std::move(unknown));
        }
    }
}

} // namespace rulec::ipt
