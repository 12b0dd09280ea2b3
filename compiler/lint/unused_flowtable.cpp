// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/lints.h"

namespace rulec::lint {

void unused_flowtable(const Subject& subject, diag::Sink& sink) {
    subject.for_each_ruled_table([&](const model::Table& table, const Uses& uses) {
        for (const model::Flowtable& flowtable : table.flowtables) {
            if (uses.flowtables.contains(flowtable.name)) continue;
            sink.report(diag::make(diag::Code::kUnusedFlowtable, flowtable.span, flowtable.name)
                            .help(fmt::format("`flow add @{}` in a forward chain sends connections over it",
                                              flowtable.name)));
        }
    });
}

} // namespace rulec::lint
