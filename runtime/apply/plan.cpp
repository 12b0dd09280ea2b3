// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/apply/plan.h"

#include "backend/nft/names.h"
#include "runtime/apply/ownership.h"

#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace rulec::apply {
namespace {

std::string table_name(std::uint8_t family, const std::string& name) {
    return fmt::format("{} {}", nft::family_name(family), name);
}

using TableKey = std::pair<std::uint8_t, std::string>; // family, name
using LiveTables = std::map<TableKey, const kernel::LiveTable*>;

TableKey key_of(const nft::TableRef& table) {
    return {table.family, table.name};
}

// The tables that the program declares, each once, in order.
std::vector<const nft::NewTable*> declared_tables(const nft::Program& program) {
    std::vector<const nft::NewTable*> tables;
    std::set<TableKey> known;
    for (const nft::Message& message : program.messages) {
        const auto* table = std::get_if<nft::NewTable>(&message);
        if (table != nullptr && known.insert(key_of(table->table)).second) tables.push_back(table);
    }
    return tables;
}

// The tables that the file names only to remove them. (One that it declares again is no DelTable of the program.)
std::set<TableKey> removed_tables(const nft::Program& program) {
    std::set<TableKey> tables;
    for (const nft::Message& message : program.messages) {
        if (const auto* removed = std::get_if<nft::DelTable>(&message)) tables.insert(key_of(removed->table));
    }
    return tables;
}

LiveTables by_name(const kernel::Snapshot& live) {
    LiveTables tables;
    for (const kernel::LiveTable& table : live.tables)
        tables.emplace(TableKey{table.family, table.name}, &table);
    return tables;
}

// The batch is bound to the snapshot's generation: a table that is not there need not be removed, and one that is can
// be.
void replace(Plan& plan, const nft::NewTable& table, const kernel::LiveTable* before) {
    if (before == nullptr) return;
    plan.prologue.messages.emplace_back(nft::DelTable{.table = table.table, .span = table.span});
    plan.replaced.push_back(table_name(table.table.family, table.table.name));
    if (!has_mark(before->userdata))
        plan.notes.push_back(diag::make(diag::Code::kTableTakenOver, table.span, plan.replaced.back())
                                 .note("the file declares it, so from now on it is rulec's"));
}

// Live tables that the file does not declare, if the file says that it is the whole ruleset.
std::vector<const kernel::LiveTable*> strangers(const nft::Program& program, const kernel::Snapshot& live) {
    std::set<TableKey> declared;
    for (const nft::NewTable* table : declared_tables(program))
        declared.insert(key_of(table->table));
    std::vector<const kernel::LiveTable*> others;
    for (const kernel::LiveTable& table : live.tables) {
        if (!declared.contains({table.family, table.name})) others.push_back(&table);
    }
    return others;
}

std::vector<std::string> strangers_that_stay(const nft::Program& program, const kernel::Snapshot& live,
                                             const Options& options) {
    std::vector<std::string> names;
    if (options.flush_ruleset) return names;
    for (const kernel::LiveTable* table : strangers(program, live)) {
        if (!has_mark(table->userdata)) names.push_back(table_name(table->family, table->name));
    }
    return names;
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
    plan.strangers = strangers_that_stay(program, live, options);
    const auto removed = removed_tables(program);
    const LiveTables live_tables = by_name(live);
    for (const nft::NewTable* table : declared_tables(program)) {
        const auto found = live_tables.find(key_of(table->table));
        const kernel::LiveTable* before = found == live_tables.end() ? nullptr : found->second;
        if (!removed.contains(key_of(table->table))) {
            replace(plan, *table, before);
        } else if (before != nullptr) {
            plan.removed.push_back(table_name(table->table.family, table->table.name));
        }
    }
    return plan;
}

} // namespace rulec::apply
