// SPDX-License-Identifier: GPL-2.0-or-later
// Sets and maps that no rule names. Whatever fills them, no packet is ever compared with them.
#include "compiler/lint/lints.h"

namespace rulec::lint {
namespace {

void report_unused(const Subject& subject, diag::Code code, bool maps, diag::Sink& sink) {
    subject.for_each_ruled_table([&](const model::Table& table, const Uses& uses) {
        for (std::size_t i = 0; i < table.sets.size(); ++i) {
            const model::Set& set = table.sets[i];
            const bool is_map = set.data_kind != model::SetData::none;
            if (set.anonymous || uses.sets[i] || is_map != maps) continue;
            sink.report(diag::make(code, set.span, set.name));
        }
    });
}

} // namespace

void unused_set(const Subject& subject, diag::Sink& sink) {
    report_unused(subject, diag::Code::kUnusedSet, false, sink);
}

void unused_map(const Subject& subject, diag::Sink& sink) {
    report_unused(subject, diag::Code::kUnusedMap, true, sink);
}

} // namespace rulec::lint
