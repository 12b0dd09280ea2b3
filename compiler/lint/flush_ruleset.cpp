// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/lints.h"

namespace rulec::lint {

void flush_ruleset(const Subject& subject, diag::Sink& sink) {
    if (!subject.ruleset.flush_ruleset) return;
    sink.report(diag::make(diag::Code::kFlushRuleset, subject.ruleset.flush_span)
                    .help("remove the line: `rulec apply` replaces the tables of the file anyway"));
}

} // namespace rulec::lint
