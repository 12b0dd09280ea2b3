// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/apply/plan.h"

#include "backend/nft/names.h"
#include "runtime/apply/ownership.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace rulec::apply {
namespace {

std::string table_name(std::uint8_t family, const std::string& name) {
    return fmt::format("{} {}", nft::family_name(family), name);
}

// The tables that the program declares, each once, in order.
std::vector<const nft::NewTable*> declared_tables(const nft::Program& program) {
    std::vector<const nft::NewTable*> tables;
    for (const nft::Message& message : program.messages) {
        const auto* table = std::get_if<nft::NewTable>(&message);
        if (table == nullptr) continue;
        const bool known = std::ranges::any_of(tables, [&](const nft::NewTable* other) {
            return other->table.family == table->table.family && other->table.name == table->table.name;
        });
        if (!known) tables.push_back(table);
    }
    return tables;
}

// The tables that the file names only to remove them. (One that it declares again is no DelTable of the program.)
std::vector<const nft::DelTable*> removed_tables(const nft::Program& program) {
    std::vector<const nft::DelTable*> tables;
    for (const nft::Message& message : program.messages) {
        if (const auto* removed = std::get_if<nft::DelTable>(&message)) tables.push_back(removed);
    }
    return tables;
}

bool contains(const std::vector<const nft::DelTable*>& tables, const nft::TableRef& table) {
    return std::ranges::any_of(tables, [&](const nft::DelTable* removed) {
        return removed->table.family == table.family && removed->table.name == table.name;
    });
}

const kernel::LiveTable* find(const kernel::Snapshot& live, const nft::TableRef& table) {
    const auto it = std::ranges::find_if(live.tables, [&](const kernel::LiveTable& candidate) {
        return candidate.family == table.family && candidate.name == table.name;
    });
    return it == live.tables.end() ? nullptr : &*it;
}

void replace(Plan& plan, const nft::NewTable& table, const kernel::Snapshot& live) {
    plan.prologue.messages.emplace_back(
        nft::NewTable{.table = table.table, .flags = 0, .userdata = {}, .create = false, .span = table.span});
    plan.prologue.messages.emplace_back(nft::DelTable{.table = table.table, .span = table.span});
    const kernel::LiveTable* before = find(live, table.table);
    if (before == nullptr) return;
    plan.replaced.push_back(table_name(table.table.family, table.table.name));
    if (!has_mark(before->userdata))
        plan.notes.push_back(diag::make(diag::Code::kTableTakenOver, table.span, plan.replaced.back())
                                 .note("the file declares it, so from now on it is rulec's"));
}

// Live tables that the file does not declare, if the file says that it is the whole ruleset.
std::vector<const kernel::LiveTable*> strangers(const nft::Program& program, const kernel::Snapshot& live) {
    const auto declared = declared_tables(program);
    std::vector<const kernel::LiveTable*> others;
    for (const kernel::LiveTable& table : live.tables) {
        const bool ours = std::ranges::any_of(declared, [&](const nft::NewTable* mine) {
            return mine->table.family == table.family && mine->table.name == table.name;
        });
        if (!ours) others.push_back(&table);
    }
    return others;
}

void remove_strangers(Plan& plan, const nft::Program& program, const kernel::Snapshot& live, const Options& options) {
    std::vector<std::string> not_ours;
    for (const kernel::LiveTable* table : strangers(program, live)) {
        // `flush ruleset` passes over those too: the kernel lets only their program remove them.
        if (table->owned_by_process) continue;
        const std::string name = table_name(table->family, table->name);
        if (!has_mark(table->userdata) && !options.prune) {
            not_ours.push_back(name);
            continue;
        }
        plan.prologue.messages.emplace_back(
            nft::DelTable{.table = {table->family, table->name}, .span = options.flush_span});
        plan.removed.push_back(name);
    }
    if (not_ours.empty()) return;
    plan.refusal = diag::make(diag::Code::kTablesOfOthers, options.flush_span, not_ours.size(),
                              not_ours.size() == 1 ? "table" : "tables")
                       .note(fmt::format("not made by rulec: {}", fmt::join(not_ours, ", ")))
                       .note("nothing was changed")
                       .help("apply with --prune to remove them, or leave out `flush ruleset` to keep them");
}

} // namespace

Plan make_plan(const nft::Program& program, const kernel::Snapshot& live, const Options& options) {
    Plan plan;
    if (options.flush_ruleset) remove_strangers(plan, program, live, options);
    if (plan.refusal) return plan;
    const auto removed = removed_tables(program);
    for (const nft::NewTable* table : declared_tables(program)) {
        if (!contains(removed, table->table)) {
            replace(plan, *table, live);
        } else if (find(live, table->table) != nullptr) {
            plan.removed.push_back(table_name(table->table.family, table->table.name));
        }
    }
    return plan;
}

} // namespace rulec::apply
