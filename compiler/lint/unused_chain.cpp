// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/lints.h"

namespace rulec::lint {

void unused_chain(const Subject& subject, diag::Sink& sink) {
    for (std::size_t t = 0; t < subject.ruleset.tables.size(); ++t) {
        const model::Table& table = subject.ruleset.tables[t];
        const std::vector<bool> used = subject.graphs[t].reached_from_hooks();
        for (std::size_t i = 0; i < table.chains.size(); ++i) {
            if (!used[i] && !table.chains[i].bound)
                sink.report(diag::make(diag::Code::kUnusedChain, table.chains[i].span, table.chains[i].name));
        }
    }
}

} // namespace rulec::lint
