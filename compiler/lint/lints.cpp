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
    {kPolicyDropInNat, policy_drop_in_nat},
    {kNoEstablishedAccept, no_established_accept},
    {kNoLoopbackAccept, no_loopback_accept},
    {kNeighbourDiscoveryBlocked, neighbour_discovery_blocked},
    {kV6Unfiltered, v6_unfiltered},
    {kAcceptsEverything, accepts_everything},
    {kEmptyDropChain, empty_drop_chain},
    {kJumpToEmptyChain, jump_to_empty_chain},
    {kPolicyAcceptVmap, policy_accept_vmap},
    {kQueueWithoutBypass, queue_without_bypass},
    {kOverlappingElements, overlapping_elements},
    {kAutoMergeWithTimeout, auto_merge_with_timeout},
    {kUnboundedDynamicSet, unbounded_dynamic_set},
    {kEmptySetNeverFilled, empty_set_never_filled},
    {kCountersLostByMerge, counters_lost_by_merge},
    {kUnusedChain, unused_chain},
    {kUnusedSet, unused_set},
    {kUnusedMap, unused_map},
    {kUnusedObject, unused_object},
    {kUnusedFlowtable, unused_flowtable},
});

} // namespace

Subject::Subject(const model::Ruleset& of) : ruleset(of) {
    graphs.reserve(of.tables.size());
    for (const model::Table& table : of.tables)
        graphs.emplace_back(table);
    traits.reserve(of.tables.size());
    for (const model::Table& table : of.tables)
        traits.push_back(find_traits(table));
    uses.reserve(of.tables.size());
    for (const model::Table& table : of.tables)
        uses.emplace_back(table);
}

std::span<const Lint> lints() {
    return kLints;
}

} // namespace rulec::lint
