// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/lints.h"

#include <array>

namespace rulec::lint {
namespace {

using enum diag::Code;

constexpr auto kLints = std::to_array<Lint>({
    {kNeverTrue, never_true},
    {kRedundantMatch, redundant_match},
    {kAlwaysTrue, always_true},
    {kFieldNotInHook, field_not_in_hook},
    {kNotrackTooLate, notrack_too_late},
    {kV4OnlyMatch, v4_only_match},
    {kWrongIcmp, wrong_icmp},
    {kIifMayNotExist, iif_may_not_exist},
    {kFlagsInSet, flags_in_set},
    {kRuleAfterTerminal, rule_after_terminal},
    {kDuplicateRule, covered_rules},
    {kShadowedRule, covered_rules},
    {kLogWithoutLimit, log_without_limit},
    {kFlushRuleset, flush_ruleset},
    {kUnusedChain, unused_chain},
});

} // namespace

Subject::Subject(const model::Ruleset& of) : ruleset(of) {
    graphs.reserve(of.tables.size());
    for (const model::Table& table : of.tables)
        graphs.emplace_back(table);
    traits.reserve(of.tables.size());
    for (const model::Table& table : of.tables)
        traits.push_back(find_traits(table));
}

std::span<const Lint> lints() {
    return kLints;
}

} // namespace rulec::lint
