// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/lints.h"

namespace rulec::lint {

void empty_set_never_filled(const Subject& subject, diag::Sink& sink) {
    subject.for_each_ruled_table([&](const model::Table& table, const Uses& uses) {
        for (std::size_t i = 0; i < table.sets.size(); ++i) {
            const model::Set& set = table.sets[i];
            const bool by_others = set.is_dynamic || set.has_timeout; // such are filled while the ruleset runs
            if (set.anonymous || !uses.sets[i] || set.elements.count > 0 || by_others || uses.filling[i].adds.known())
                continue;
            sink.report(diag::make(diag::Code::kEmptySetNeverFilled, set.span, set.name));
        }
    });
}

} // namespace rulec::lint
