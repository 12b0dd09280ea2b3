// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/lints.h"
#include "compiler/lint/rule_conditions.h"

namespace rulec::lint {

void always_true(const Subject& subject, diag::Sink& sink) {
    for_each_rule(subject, ~Traits{0}, [&](const RuleAt& at) {
        for (const Stated& stated : conditions_of(at.rule, at.table)) {
            if (stated.condition.accepted.covers(every_value(*stated.condition.of)))
                sink.report(diag::make(diag::Code::kAlwaysTrue, at.rule.statements[stated.statement].span));
        }
    });
}

} // namespace rulec::lint
