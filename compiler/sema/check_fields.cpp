// SPDX-License-Identifier: GPL-2.0-or-later
// Fields that can only be set, wherever they are read: as matches, in concatenations, below maps and hashes.
#include "compiler/model/action_values.h"
#include "compiler/sema/session.h"

namespace rulec::sema {
namespace {

void check(const model::Statement& statement, diag::Sink& sink) {
    model::for_each_load(statement, [&](const model::FieldLoad& load, const model::Value&) {
        if (load.field == nullptr || load.field->readable) return;
        const std::string name = fmt::format("{} {}", load.header->name, load.field->name);
        sink.report(diag::make(diag::Code::kNotReadable, statement.span, name)
                        .help(fmt::format("only `{} set ...` works", name)));
    });
}

} // namespace

void check_fields(Session& session) {
    for (const auto& table : session.tables) {
        for (const model::Chain& chain : table->table.chains) {
            for (const model::Rule& rule : chain.rules) {
                for (const model::Statement& statement : rule.statements)
                    check(statement, session.sink);
            }
        }
    }
}

} // namespace rulec::sema
