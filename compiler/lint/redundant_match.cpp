// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/lints.h"
#include "compiler/lint/rule_conditions.h"

#include <algorithm>

namespace rulec::lint {
namespace {

// Does `by` make `match` superfluous? What stands between two matches is done for packets that pass the first of them
// alone, so that only a later match may go whatever is there.
bool implied(const Stated& match, const Stated& by) {
    if (!same_octets(match, by) || match.condition.accepted.empty()) return false;
    const bool later = by.statement < match.statement;
    if (!later && by.actions_before != match.actions_before) return false;
    if (!match.condition.accepted.covers(by.condition.accepted)) return false;
    return later || !by.condition.accepted.covers(match.condition.accepted);
}

// The statement and the space to its neighbour.
diag::FixIt removal(const model::Rule& rule, std::size_t statement) {
    Span span = rule.statements[statement].span;
    if (statement + 1 < rule.statements.size())
        span.end = rule.statements[statement + 1].span.begin;
    else
        span.begin = rule.statements[statement - 1].span.end;
    return {span, ""};
}

void report(const model::Rule& rule, const Stated& match, const Stated& by, diag::Sink& sink) {
    auto found = diag::make(diag::Code::kRedundantMatch, rule.statements[match.statement].span)
                     .label("true of every packet that the other lets through")
                     .also(rule.statements[by.statement].span, "this asks for as much or more");
    found.fixits.push_back(removal(rule, match.statement));
    sink.report(std::move(found));
}

} // namespace

void redundant_match(const Subject& subject, diag::Sink& sink) {
    for_each_rule(subject, kSameFieldTwice, [&](const RuleAt& at) {
        const std::vector<Stated> all = conditions_of(at.rule, at.table);
        for (const Stated& match : all) {
            const auto by = std::ranges::find_if(all, [&](const Stated& other) {
                return other.statement != match.statement && implied(match, other);
            });
            if (by != all.end()) return report(at.rule, match, *by, sink); // the next one when this is gone
        }
    });
}

} // namespace rulec::lint
