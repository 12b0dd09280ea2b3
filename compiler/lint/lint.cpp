// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/lint.h"

#include "compiler/lint/lints.h"
#include "compiler/lint/suppressions.h"

#include <algorithm>

namespace rulec::lint {

void run(const model::Ruleset& ruleset, diag::Sink& sink) {
    const auto wanted = [&](const Lint& lint) { return sink.wants(lint.code); };
    if (std::ranges::none_of(lints(), wanted)) return;
    const Subject subject(ruleset);
    const Lint* last = nullptr; // that ran
    for (const Lint& lint : lints()) {
        const bool ran = last != nullptr && last->run == lint.run; // one that finds several codes
        if (ran || !wanted(lint)) continue;
        lint.run(subject, sink);
        last = &lint;
    }
}

void settle(const SourceManager& sources, FileId first_file, const diag::Levels& levels, diag::Sink& sink) {
    Suppressions suppressions(sources, first_file, sink);
    sink.erase_warnings_if([&](const diag::Diagnostic& diagnostic) { return suppressions.allow(diagnostic); });
    if (!sink.failed()) suppressions.report_unused(sink);
    sink.escalate(levels);
}

} // namespace rulec::lint
