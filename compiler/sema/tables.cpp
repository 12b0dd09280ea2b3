// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/sema/session.h"

#include <algorithm>

namespace rulec::sema {
namespace {

using diag::Code;

constexpr std::size_t kMostName = 255; // NFT_NAME_MAXLEN - 1

TableState* look_up(Session& session, catalog::Family family, std::string_view name) {
    for (auto& table : session.tables) {
        if (table->table.family == family && table->table.name == name) return table.get();
    }
    return nullptr;
}

} // namespace

bool check_name(Session& session, const ast::Name& name) {
    if (name.text.size() <= kMostName) return true;
    session.sink.report(diag::make(Code::kNameTooLong, name.span, std::string(name.text.substr(0, 20)) + "...",
                                   name.text.size(), kMostName));
    return false;
}

bool first_time(Session& session, Frame& frame, const ast::Name& property) {
    for (const ast::Name& before : frame.properties) {
        if (before.text != property.text) continue;
        const bool error = property.text == "comment" ||
                           (property.text == "policy" && frame.kind == ast::ObjectKind::chain) ||
                           property.text == "type";
        auto diagnostic =
            error ? diag::make(Code::kBadOption, property.span, fmt::format("`{}` is given twice", property.text))
                  : diag::make(Code::kGivenTwice, property.span, property.text);
        session.sink.report(std::move(diagnostic).also(before.span, "first here"));
        return !error;
    }
    frame.properties.push_back(property);
    return true;
}

void warn_ignored(Session& session, Span span, std::string_view kind, std::string_view name, std::string_view what,
                  Span first) {
    session.sink.report(
        diag::make(Code::kSecondDeclaration, span, kind, name, what).also(first, "first declared here"));
}

std::optional<catalog::Family> eval_family(Session& session, const ast::Path& path) {
    if (!path.family) return catalog::Family::ip;
    const auto family = catalog::find_family(path.family->text);
    if (!family) session.sink.report(diag::make(Code::kUnknownWord, path.family->span, "family", path.family->text));
    return family;
}

TableState* find_table(Session& session, const ast::Path& path) {
    Frame* frame = session.frame();
    if (!path.table) { // block form: the table around
        return frame != nullptr ? frame->table : nullptr;
    }
    const auto family = eval_family(session, path);
    if (!family) return nullptr;
    if (TableState* table = look_up(session, *family, path.table->text)) return table;
    auto diagnostic = diag::make(Code::kUnknownTable, path.table->span, catalog::name(*family), path.table->text);
    for (const auto& table : session.tables) {
        if (table->table.name == path.table->text) {
            session.sink.report(
                std::move(diagnostic)
                    .also(table->table.span, "this one has the name, but another family")
                    .help(fmt::format("say `{} {}`", catalog::name(table->table.family), table->table.name)));
            return nullptr;
        }
    }
    session.sink.report(std::move(diagnostic));
    return nullptr;
}

void open_table(Session& session, const ast::Open& open, Frame& frame) {
    const auto family = eval_family(session, open.path);
    const ast::Name& name = open.path.table ? *open.path.table : *open.path.name;
    if (!family || !check_name(session, name)) {
        frame.ignored = true;
        return;
    }
    frame.table = look_up(session, *family, name.text);
    if (frame.table != nullptr) {
        frame.again = true;
        if (open.verb == ast::Verb::create) {
            session.sink.report(diag::make(Code::kAlreadyExists, name.span, "table", name.text)
                                    .also(frame.table->table.span, "declared here"));
        }
        return;
    }
    auto state = std::make_unique<TableState>();
    state->table.span = name.span;
    state->table.family = *family;
    state->table.name = name.text;
    frame.table = state.get();
    session.tables.push_back(std::move(state));
    std::erase(session.removed_tables, std::pair(*family, std::string(name.text)));
}

// Each declaration of a table says its flags anew: one without `flags dormant` wakes it up.
void close_table(Session& session, Frame& frame) {
    model::Table& table = frame.table->table;
    if (frame.again && frame.table_flags == 0 && table.flags != 0) {
        warn_ignored(session, table.span, "table", table.name, "flag", frame.span);
    }
    table.flags = frame.table_flags;
    run_deferred(session, frame.table);
}

void flush_table(Session& session, TableState& table) {
    for (model::Chain& chain : table.table.chains) {
        forget_deferred(session, table, chain.name);
        chain.rules.clear();
    }
}

void delete_table(Session& session, const ast::Command& command) {
    ast::Path path = command.path;
    if (!path.table) path.table = path.name;
    const auto family = eval_family(session, path);
    if (!family || !path.table) return;
    TableState* table = look_up(session, *family, path.table->text);
    if (table == nullptr && command.verb == ast::Verb::del) {
        find_table(session, path); // reports
        return;
    }
    session.removed_tables.emplace_back(*family, std::string(path.table->text));
    std::erase_if(session.deferred, [&](const DeferredRule& rule) { return rule.table == table; });
    std::erase_if(session.tables, [&](const auto& one) { return one.get() == table; });
}

} // namespace rulec::sema
