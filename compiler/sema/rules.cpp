// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/sema/constant.h"
#include "compiler/sema/references.h"
#include "compiler/sema/session.h"
#include "compiler/sema/statement.h"

#include <algorithm>

namespace rulec::sema {
namespace {

using diag::Code;

bool all_sets_known(const ast::Rule& rule, const TableState& table) {
    bool known = true;
    visit_references(rule, {.variable = [](std::string_view, Span) {},
                            .set =
                                [&](std::string_view name) {
                                    known = known && (table.sets.contains(std::string(name)) ||
                                                      table.broken_sets.contains(std::string(name)));
                                }});
    return known;
}

// Places kept for later move up when a rule comes before them.
void make_room(Session& session, const TableState& table, std::string_view chain, std::size_t slot) {
    for (DeferredRule& rule : session.deferred) {
        if (rule.table == &table && rule.chain == chain && rule.slot >= slot) ++rule.slot;
    }
}

// Where a rule goes: the end, unless a position says otherwise.
std::optional<std::size_t> place(Session& session, const ast::RuleItem& item, const model::Chain& chain) {
    const bool insert = item.verb == ast::Verb::insert;
    if (!item.position) return insert ? 0 : chain.rules.size();
    const ast::Position& position = *item.position;
    if (position.kind != ast::PositionKind::index) {
        session.sink.report(diag::make(Code::kLiveCommand, position.number.span, "handle", "add rule ... handle")
                                .note("handles are given by a running kernel; inside a file use `index`"));
        return std::nullopt;
    }
    Context context = session.context(nullptr);
    const auto index = eval_number(context, position.number, 0xffffffff, "of a rule");
    if (!index) return std::nullopt;
    if (*index >= chain.rules.size()) {
        session.sink.report(diag::make(
            Code::kValueRange, position.number.span,
            fmt::format("chain `{}` has {} rules, there is no rule {}", chain.name, chain.rules.size(), *index)));
        return std::nullopt;
    }
    return insert ? *index : *index + 1;
}

} // namespace

void add_rule(Session& session, ast::RuleItem item) {
    Frame* frame = session.frame();
    TableState* table = nullptr;
    std::string chain_name;
    if (!item.path.name && frame != nullptr && frame->kind == ast::ObjectKind::chain) {
        table = frame->table;
        chain_name = table->table.chains[frame->index].name;
    } else {
        if (item.verb == ast::Verb::replace) {
            session.sink.report(
                diag::make(Code::kLiveCommand, item.rule.span, "replace rule", "replace rule ... handle"));
            return;
        }
        table = find_table(session, item.path);
        if (table == nullptr || !item.path.name || find_chain(session, *table, *item.path.name) == nullptr) return;
        chain_name = item.path.name->text;
    }
    const std::uint32_t index = table->chains.at(chain_name);
    const auto slot = place(session, item, table->table.chains[index]);
    if (!slot) return;
    Context context = session.context(table);
    if (!all_sets_known(item.rule, *table)) {
        Captures captures = capture(context, item.rule);
        auto& rules = table->table.chains[index].rules;
        if (*slot < rules.size()) make_room(session, *table, chain_name, *slot);
        rules.emplace(rules.begin() + static_cast<std::ptrdiff_t>(*slot));
        session.deferred.push_back({table, chain_name, *slot, std::move(item.rule), std::move(captures)});
        return;
    }
    auto rule = eval_rule(context, item.rule);
    if (!rule) return;
    auto& rules = table->table.chains[index].rules;
    if (*slot < rules.size()) make_room(session, *table, chain_name, *slot);
    rules.insert(rules.begin() + static_cast<std::ptrdiff_t>(*slot), std::move(*rule));
}

void run_deferred(Session& session, const TableState* table) {
    std::vector<DeferredRule> due;
    std::vector<DeferredRule> later;
    for (DeferredRule& rule : session.deferred) {
        (table == nullptr || rule.table == table ? due : later).push_back(std::move(rule));
    }
    session.deferred = std::move(later);
    for (DeferredRule& deferred : due) {
        const std::uint32_t chain = deferred.table->chains.at(deferred.chain);
        Context context = session.context(deferred.table);
        context.captures = &deferred.captures;
        auto rule = eval_rule(context, deferred.rule);
        if (rule) deferred.table->table.chains[chain].rules[deferred.slot] = std::move(*rule);
    }
}

void forget_deferred(Session& session, const TableState& table, std::string_view chain) {
    std::erase_if(session.deferred,
                  [&](const DeferredRule& rule) { return rule.table == &table && rule.chain == chain; });
}

void rename_deferred(Session& session, const TableState& table, std::string_view from, std::string_view to) {
    for (DeferredRule& rule : session.deferred) {
        if (rule.table == &table && rule.chain == from) rule.chain = to;
    }
}

} // namespace rulec::sema
