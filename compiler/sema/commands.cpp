// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/sema/constant.h"
#include "compiler/sema/session.h"
#include "compiler/sema/sets.h"

namespace rulec::sema {
namespace {

using diag::Code;

void live_command(Session& session, Span span) {
    const std::string_view text = session.sources.text(span);
    const std::string_view first = text.substr(0, text.find_first_of(" \t\n;"));
    session.sink.report(diag::make(Code::kLiveCommand, span, first, text.substr(0, text.find('\n'))));
}

void flush_ruleset(Session& session, const ast::Command& command, Span span) {
    std::optional<catalog::Family> only;
    if (command.path.family) {
        only = eval_family(session, command.path);
        if (!only) return;
    }
    const auto is_gone = [&](const TableState& table) { return !only || table.table.family == *only; };
    std::erase_if(session.deferred, [&](const DeferredRule& rule) { return is_gone(*rule.table); });
    std::erase_if(session.tables, [&](const auto& table) { return is_gone(*table); });
    if (!only)
        session.flush_span = span;
    else if (!session.flush_span.known())
        session.sink.report(diag::make(Code::kFlushFamily, span, catalog::name(*only)));
}

void flush(Session& session, const ast::Command& command, Span span) {
    using enum ast::ObjectKind;
    if (command.kind == ruleset) return flush_ruleset(session, command, span);
    ast::Path path = command.path;
    if (command.kind == table && !path.table) path.table = path.name;
    TableState* state = find_table(session, path);
    if (state == nullptr) return;
    if (command.kind == table) return flush_table(session, *state);
    if (!path.name) return;
    if (command.kind == chain) {
        model::Chain* found = find_chain(session, *state, *path.name);
        if (found == nullptr) return;
        forget_deferred(session, *state, found->name);
        return found->rules.clear();
    }
    if (command.kind == set || command.kind == map || command.kind == meter) {
        Context context = session.context(state);
        const auto index = find_set(context, path.name->text, path.name->span);
        if (index) state->table.sets[*index].elements = {};
        return;
    }
    live_command(session, span);
}

void remove(Session& session, const ast::Command& command, Span span) {
    using enum ast::ObjectKind;
    if (command.handle) return live_command(session, span);
    if (command.kind == table) return delete_table(session, command);
    if (command.kind == rule || command.kind == other || command.kind == ruleset) return live_command(session, span);
    TableState* state = find_table(session, command.path);
    if (state == nullptr) return;
    switch (command.kind) {
    case chain: return delete_chain(session, command, *state);
    case set:
    case map:
    case meter: return delete_set(session, command, *state);
    case element: return delete_elements(session, command, *state);
    default: return delete_object(session, command, *state);
    }
}

} // namespace

void run_command(Session& session, const ast::Command& command, Span span) {
    using enum ast::Verb;
    switch (command.verb) {
    case flush: return sema::flush(session, command, span);
    case del:
    case destroy: return remove(session, command, span);
    case rename: {
        TableState* table = find_table(session, command.path);
        if (table != nullptr) rename_chain(session, command, *table);
        return;
    }
    case none:
    case add:
    case create:
    case insert:
    case replace:
    case list:
        session.sink.report(
            diag::make(Code::kCommandIgnored, span, "list").help("run `nft list ruleset` to look at the kernel"));
        return;
    case reset:
    case monitor:
    case export_:
    case describe: return live_command(session, span);
    }
}

} // namespace rulec::sema
