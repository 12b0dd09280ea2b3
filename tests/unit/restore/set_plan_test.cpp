// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/restore/set_plan.h"

#include <doctest/doctest.h>

using namespace rulec;
using namespace rulec::restore;

namespace {

using Names = std::vector<std::string>;

// A set of hash:ip with addresses 10.0.0.N.
ipset::Sets wanted_sets(std::initializer_list<unsigned char> hosts, bool timeout = false) {
    ipset::Set set;
    set.name = "rulec-a";
    set.type = ipset::find_type("hash:ip");
    if (timeout) set.timeout_s = 60;
    set.elements.key_len = 4;
    for (const unsigned char host : hosts) {
        set.elements.low += Bytes{10, 0, 0, host};
        ++set.elements.count;
    }
    return {{set}};
}

SavedSets saved(std::string_view text) {
    SavedSets sets;
    sets.emplace("rulec-a", read_saved_set(text));
    return sets;
}

constexpr std::string_view kTwo =
    "create rulec-a hash:ip family inet hashsize 1024 maxelem 65536 bucketsize 12 initval 0x1\n"
    "add rulec-a 10.0.0.2\nadd rulec-a 10.0.0.1\n";
constexpr std::string_view kTimed =
    "create rulec-a hash:ip family inet hashsize 64 maxelem 65536 timeout 60 bucketsize 12 initval 0x2\n"
    "add rulec-a 10.0.0.1 timeout 60\n";

SetPlan planned(const ipset::Sets& sets, std::string_view printed, const SavedSets& live) {
    const SavedSets as_printed = saved(printed);
    return plan_sets(WantedSets(sets, {}), &as_printed, live);
}

} // namespace

TEST_CASE("what differs by chance is no part of a definition") {
    const SavedSet set = read_saved_set(kTwo);
    CHECK(set.definition == "hash:ip family inet maxelem 65536");
    CHECK(set.elements == std::vector<std::string_view>{"10.0.0.1", "10.0.0.2"});
}

TEST_CASE("counters are no part of an element, in a set that was moved as well") {
    SavedSet first = read_saved_set("create s hash:ip\nadd s 1.1.1.1 timeout 3 packets 7 bytes 9\n");
    const SavedSet set = std::move(first);
    CHECK(set.elements == std::vector<std::string_view>{"1.1.1.1 timeout 3"});
}

TEST_CASE("a comment may look like counters") {
    const SavedSet set = read_saved_set("create s hash:ip comment\nadd s 1.1.1.1 comment \"a packets 1 bytes 2\"\n"
                                        "add s 1.1.1.2 packets 7 bytes 9 comment \"b\"\n");
    CHECK(set.elements ==
          std::vector<std::string_view>{"1.1.1.1 comment \"a packets 1 bytes 2\"", "1.1.1.2 comment \"b\""});
}

TEST_CASE("what was learned moves to another definition, as far as that can hold it") {
    const auto live = [] {
        return saved("create rulec-a hash:ip family inet hashsize 64 maxelem 65536 timeout 600 comment\n"
                     "add rulec-a 10.0.0.1 timeout 44\nadd rulec-a 10.0.0.9 timeout 31 comment \"x timeout 5\"\n");
    };
    const SetPlan timed = planned(wanted_sets({1}, true), kTimed, live());
    CHECK(timed.fill == "create rulec-~1 hash:ip family inet timeout 60\nadd rulec-~1 10.0.0.1 -exist\n"
                        "add rulec-~1 10.0.0.1 timeout 44 -exist\nadd rulec-~1 10.0.0.9 timeout 31 -exist\n");
    CHECK(timed.swap == "swap rulec-~1 rulec-a\n");
    // Without a rehearsal as well.
    const ipset::Sets sets = wanted_sets({1}, true);
    CHECK(plan_sets(WantedSets(sets, {}), nullptr, live()).fill == timed.fill);
    // A set that nothing fills has learned nothing.
    CHECK(planned(wanted_sets({1, 2}), kTwo, live()).fill ==
          "create rulec-~1 hash:ip family inet\nadd rulec-~1 10.0.0.1\nadd rulec-~1 10.0.0.2\n");
}

TEST_CASE("a set that is not there is made") {
    const SetPlan plan = planned(wanted_sets({1, 2}), kTwo, {});
    CHECK(plan.fill == "create rulec-a hash:ip family inet\nadd rulec-a 10.0.0.1\nadd rulec-a 10.0.0.2\n");
    CHECK(plan.made == Names{"rulec-a"});
    CHECK(plan.swap.empty());
}

TEST_CASE("equal elements in another order change nothing") {
    const SetPlan plan =
        planned(wanted_sets({1, 2}), kTwo,
                saved("create rulec-a hash:ip family inet hashsize 64 maxelem 65536 bucketsize 4 initval 0x9\n"
                      "add rulec-a 10.0.0.1\nadd rulec-a 10.0.0.2\n"));
    CHECK(plan.changes.empty());
    CHECK((plan.fill + plan.swap + plan.add).empty());
}

TEST_CASE("other elements are swapped in, and swapped out ones go at the end") {
    SavedSets live = saved("create rulec-a hash:ip family inet hashsize 1024 maxelem 65536\nadd rulec-a 10.0.0.7\n");
    live.emplace("rulec-~1", read_saved_set("create rulec-~1 hash:ip family inet\n"));
    const SetPlan plan = planned(wanted_sets({1, 2}), kTwo, live);
    CHECK(plan.fill == "create rulec-~2 hash:ip family inet\nadd rulec-~2 10.0.0.1\nadd rulec-~2 10.0.0.2\n");
    CHECK(plan.swap == "swap rulec-~2 rulec-a\n");
    REQUIRE(plan.swaps.size() == 1);
    CHECK(plan.swaps[0].aside == "rulec-~2");
    CHECK(plan.stale == Names{"rulec-~1"});
}

TEST_CASE("only sets that have changed places change back") {
    const std::string old = "create rulec-a hash:ip family inet hashsize 1024 maxelem 65536\nadd rulec-a 10.0.0.7\n";
    const SetPlan plan = planned(wanted_sets({1, 2}), kTwo, saved(old));
    SavedSets live = saved(old);
    CHECK(swap_back(plan, live).empty()); // there is no other
    live.emplace("rulec-~1", read_saved_set(kTwo));
    CHECK(swap_back(plan, live).empty());
    live = saved(kTwo);
    live.emplace("rulec-~1", read_saved_set(old));
    CHECK(swap_back(plan, live) == "swap rulec-~1 rulec-a\n");
}

TEST_CASE("a set with timeouts keeps what it has") {
    const SetPlan plan = planned(wanted_sets({1}, true), kTimed,
                                 saved("create rulec-a hash:ip family inet hashsize 64 maxelem 65536 timeout 60\n"
                                       "add rulec-a 10.0.0.9 timeout 31\n"));
    CHECK(plan.add == "add rulec-a 10.0.0.1 timeout 60 -exist\n");
    CHECK(plan.remove == "del rulec-a 10.0.0.1 -exist\n");
    CHECK((plan.fill + plan.swap).empty());
}

TEST_CASE("another type cannot be swapped in") {
    const SetPlan plan =
        planned(wanted_sets({1}), kTwo, saved("create rulec-a hash:net family inet hashsize 64 maxelem 65536\n"));
    REQUIRE(plan.refusal);
    CHECK(plan.refusal->is == "hash:net family inet");
    CHECK(plan.refusal->would_be == "hash:ip family inet");
}

TEST_CASE("without a rehearsal each set is filled anew") {
    const ipset::Sets sets = wanted_sets({1, 2});
    CHECK(plan_sets(WantedSets(sets, {}), nullptr, saved(kTwo)).swap == "swap rulec-~1 rulec-a\n");
}
