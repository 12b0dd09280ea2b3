// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/print.h"
#include "runtime/apply/ownership.h"
#include "runtime/apply/plan.h"

#include <doctest/doctest.h>
#include <linux/netfilter.h>

using namespace rulec;
using namespace rulec::apply;

namespace {

nft::Program declares(std::initializer_list<const char*> names) {
    nft::Program program;
    for (const char* name : names) {
        nft::NewTable table;
        table.table = {NFPROTO_INET, name};
        program.messages.emplace_back(table);
    }
    return program;
}

kernel::LiveTable live(const char* name, bool marked) {
    kernel::LiveTable table;
    table.family = NFPROTO_INET;
    table.name = name;
    if (marked) add_mark(table.userdata);
    return table;
}

const Options kFlush{.flush_ruleset = true, .flush_span = {}};
const Options kPrune{.prune = true, .flush_ruleset = true, .flush_span = {}};

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("declared tables that are live are removed before they are made again, each once") {
    const Plan plan = make_plan(declares({"a", "b", "a"}), {1, {live("a", true), live("c", true)}}, {});
    CHECK(nft::print(plan.prologue) == "delete table inet a\n");
    CHECK(plan.replaced == Names{"inet a"});
    CHECK(plan.notes.empty());
    CHECK(make_plan(declares({"a"}), {}, {}).prologue.messages.empty());
}

TEST_CASE("only tables without our mark are worth a note when they are replaced") {
    const Plan plan = make_plan(declares({"a", "b"}), {1, {live("a", true), live("b", false), live("c", false)}}, {});
    CHECK(plan.replaced == Names{"inet a", "inet b"});
    REQUIRE(plan.notes.size() == 1);
    CHECK(plan.notes[0].message == "table `inet b` was not made by rulec and is replaced");
    CHECK(plan.notes[0].severity == diag::Severity::note);
    CHECK(plan.removed.empty());
}

TEST_CASE("flush ruleset removes ours, refuses to remove others") {
    const kernel::Snapshot snapshot{1, {live("old", true), live("docker", false), live("virt", false)}};
    const Plan refused = make_plan(declares({"a"}), snapshot, kFlush);
    REQUIRE(refused.refusal);
    CHECK(refused.refusal->message == "`flush ruleset` would remove 2 tables that rulec did not make");
    CHECK(refused.refusal->notes[0] == "not made by rulec: inet docker, inet virt");

    const Plan pruned = make_plan(declares({"a"}), snapshot, kPrune);
    CHECK(!pruned.refusal);
    CHECK(pruned.removed == Names{"inet old", "inet docker", "inet virt"});
}

TEST_CASE("flush ruleset passes over tables that belong to a process") {
    kernel::LiveTable owned = live("firewalld", false);
    owned.owned_by_process = true;
    const Plan plan = make_plan(declares({"a"}), {1, {owned}}, kFlush);
    CHECK(!plan.refusal);
    CHECK(plan.removed.empty());
}

TEST_CASE("the same name in another family is another table") {
    kernel::LiveTable other = live("a", false);
    other.family = NFPROTO_IPV4;
    CHECK(make_plan(declares({"a"}), {1, {other}}, {}).replaced.empty());
    CHECK(make_plan(declares({"a"}), {1, {other}}, kFlush).refusal);
}
