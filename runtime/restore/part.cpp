// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/restore/part.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace rulec::restore {
namespace {

bool same_chains(const Table& a, const Table& b) {
    return std::ranges::equal(a.chains, b.chains, [](const Chain& left, const Chain& right) {
        return left.name == right.name && left.policy == right.policy && left.rules == right.rules;
    });
}

// A table of x_tables is there, with nothing in it, once somebody has looked at it.
bool is_as_before(const Table& table, const Table* before) {
    return before == nullptr ? !does_anything(table) : same_chains(table, *before);
}

Plan plan_to_wanted(const Part& part, const State& live, const State& wanted) {
    return make_plan(live, wanted, part.printed ? &*part.printed : nullptr, part.scope);
}

Plan plan_back(const Part& part, const State& live) {
    return make_plan(live, part.before, &part.before, part.scope);
}

} // namespace

std::string_view family_word(ipt::Family family) {
    return family == ipt::Family::ipv4 ? "iptables" : "ip6tables";
}

Result<State> live_state(const Tools& tools) {
    const auto saved = run_save(tools);
    if (!saved) return tl::unexpected(saved.error());
    State state = read_saved(*saved);
    if (!state.whole)
        return system_error(0, fmt::format("{} printed something that is no dump, or half of one", tools.save));
    return state;
}

Plan plan_of(const Part& part) {
    return plan_to_wanted(part, part.before, part.wanted);
}

Result<std::string> write(const Part& part, const Plan& plan, Commit commit) {
    if (plan.text.text.empty()) return std::string();
    const auto done = run_restore(part.tools, plan.text.text, Keep::yes, commit);
    if (!done) return tl::unexpected(done.error());
    if (done->exit_code == 0) return std::string();
    return fmt::format("{}-restore: {}", part.tools.name, refusal_of(*done).reason);
}

Result<std::string> verify(const Part& part) {
    if (!part.printed) return std::string();
    const auto live = live_state(part.tools);
    if (!live) return tl::unexpected(live.error());
    const Plan rest = plan_to_wanted(part, *live, part.wanted);
    if (rest.changes.empty()) return std::string();
    return fmt::format("{}-restore succeeded, but the tables are not what was written: {}", part.tools.name,
                       fmt::join(rest.changes, ", "));
}

Result<std::string> take_back(const Part& part) {
    const auto live = live_state(part.tools);
    if (!live) return tl::unexpected(live.error());
    auto failure = write(part, plan_back(part, *live), Commit::yes);
    if (!failure || !failure->empty()) return failure;
    const auto after = live_state(part.tools);
    if (!after) return tl::unexpected(after.error());
    const Plan rest = plan_back(part, *after);
    if (rest.changes.empty()) return std::string();
    return fmt::format("what remains to {} ({})", fmt::join(rest.changes, ", "), family_word(part.family));
}

Result<bool> has_moved(const Part& part) {
    const auto live = live_state(part.tools);
    if (!live) return tl::unexpected(live.error());
    for (const Table& table : live->tables) {
        if (is_as_before(table, part.before.find(table.name))) continue;
        State alone, goal;
        alone.tables.push_back(table);
        if (const Table* wanted = part.wanted.find(table.name)) goal.tables.push_back(*wanted);
        if (!plan_to_wanted(part, alone, goal).changes.empty()) return true;
    }
    return false;
}

bool does_anything(const Table& table) {
    const auto acts = [](const Chain& chain) {
        return !chain.is_builtin() || !chain.rules.empty() || chain.policy == "DROP";
    };
    return std::ranges::any_of(table.chains, acts);
}

bool has_own_chains(const Table& table) {
    return std::ranges::any_of(table.chains, [](const Chain& chain) { return is_ours(chain.name); });
}

} // namespace rulec::restore
