// SPDX-License-Identifier: GPL-2.0-or-later
// apply on a live kernel: replacement of owned tables, tables of others, pruning, diagnostics at the source.
#include "runtime/apply/apply.h"
#include "runtime/apply/ownership.h"
#include "runtime/kernel/snapshot.h"
#include "tests/kernel/isolation.h"
#include "tests/kernel/programs.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

#include <doctest/doctest.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>

using namespace rulec;
using namespace rulec::nft;
using rulec::test::e;

namespace {

const TableRef kTable{NFPROTO_INET, "t"};

Program small_ruleset(std::uint64_t packets) {
    return {{test::table(NFPROTO_INET, "t"), test::base_chain(kTable, "in", "filter", NF_INET_LOCAL_IN, 0),
             test::rule(kTable, "in", {e(Counter{packets, 0}), e(Immediate{0, Verdict{NF_ACCEPT, {}}})})}};
}

apply::Outcome apply_it(const Program& program, const apply::Options& options, diag::Sink& sink) {
    auto connection = kernel::Connection::open();
    REQUIRE(connection.has_value());
    auto outcome = apply::apply(*connection, apply::prepare(program), options, sink);
    REQUIRE_MESSAGE(outcome.has_value(), (outcome ? std::string() : outcome.error().what));
    return *outcome;
}

std::vector<kernel::LiveTable> live_tables() {
    auto connection = kernel::Connection::open();
    REQUIRE(connection.has_value());
    return kernel::take_snapshot(*connection)->tables;
}

std::vector<std::string> live_names() {
    std::vector<std::string> names;
    for (const kernel::LiveTable& table : live_tables())
        names.push_back(table.name);
    std::ranges::sort(names);
    return names;
}

std::vector<diag::Code> codes(const diag::Sink& sink) {
    std::vector<diag::Code> list;
    for (const diag::Diagnostic& diagnostic : sink.all())
        list.push_back(diagnostic.code);
    return list;
}

using Names = std::vector<std::string>;
using Codes = std::vector<diag::Code>;

} // namespace

TEST_CASE("apply marks its tables and replaces them as a whole") {
    test::flush_ruleset();
    diag::Sink sink;
    CHECK(apply_it(small_ruleset(1), {}, sink).replaced.empty());
    REQUIRE(live_tables().size() == 1);
    CHECK(apply::has_mark(live_tables()[0].userdata));

    const auto again = apply_it(small_ruleset(2), {}, sink);
    CHECK(again.applied);
    CHECK(again.replaced == Names{"inet t"});
    CHECK(sink.all().empty());
    const std::string rules = test::run("nft list ruleset").output;
    CHECK(rules.find("packets 2") != rules.npos);
    CHECK(rules.find("packets 1") == rules.npos);
}

TEST_CASE("a comment stays readable beside the mark") {
    test::flush_ruleset();
    Program program = small_ruleset(1);
    std::get<NewTable>(program.messages[0]).userdata = {0, 6, 'h', 'e', 'l', 'l', 'o', 0};
    diag::Sink sink;
    CHECK(apply_it(program, {}, sink).applied);
    const std::string rules = test::run("nft list ruleset").output;
    CHECK(rules.find("comment \"hello\"") != rules.npos);
}

TEST_CASE("tables of others stay when the file does not speak of them") {
    test::flush_ruleset();
    REQUIRE(test::nft_load("table ip docker { chain c { }\n}\n").status == 0);
    diag::Sink sink;
    CHECK(apply_it(small_ruleset(1), {}, sink).applied);
    CHECK(live_names() == Names{"docker", "t"});
    CHECK(sink.all().empty());
}

TEST_CASE("a declared table of somebody else is taken over, with a note") {
    test::flush_ruleset();
    REQUIRE(test::nft_load("table inet t { chain old { }\n}\n").status == 0);
    diag::Sink sink;
    CHECK(apply_it(small_ruleset(1), {}, sink).applied);
    CHECK(codes(sink) == Codes{diag::Code::kTableTakenOver});
    CHECK(!sink.failed());
    CHECK(test::run("nft list ruleset").output.find("old") == std::string::npos);
}

TEST_CASE("flush ruleset: refused while tables of others are there, done with prune") {
    test::flush_ruleset();
    diag::Sink quiet;
    Program stale{{test::table(NFPROTO_IPV4, "stale")}};
    CHECK(apply_it(stale, {}, quiet).applied);
    REQUIRE(test::nft_load("table ip docker { chain c { }\n}\n").status == 0);
    apply::Options options{.flush_ruleset = true, .flush_span = {FileId{0}, 3, 9}};

    diag::Sink sink;
    CHECK(!apply_it(small_ruleset(1), options, sink).applied);
    REQUIRE(codes(sink) == Codes{diag::Code::kTablesOfOthers});
    CHECK(sink.all()[0].primary.span.begin == 3);
    CHECK(sink.all()[0].notes[0] == "not made by rulec: ip docker");
    CHECK(live_names() == Names{"docker", "stale"});

    options.prune = true;
    const auto outcome = apply_it(small_ruleset(1), options, quiet);
    CHECK(outcome.applied);
    CHECK(outcome.removed.size() == 2);
    CHECK(live_names() == Names{"t"});
}

TEST_CASE("flush ruleset removes what rulec made without asking") {
    test::flush_ruleset();
    diag::Sink sink;
    CHECK(apply_it({{test::table(NFPROTO_IPV4, "stale")}}, {}, sink).applied);
    const auto outcome = apply_it(small_ruleset(1), {.flush_ruleset = true, .flush_span = {}}, sink);
    CHECK(outcome.removed == Names{"ip stale"});
    CHECK(live_names() == Names{"t"});
    CHECK(sink.all().empty());
}

TEST_CASE("a refused ruleset leaves the old one in force and names the place") {
    test::flush_ruleset();
    diag::Sink sink;
    CHECK(apply_it(small_ruleset(7), {}, sink).applied);
    const std::string before = test::run("nft list ruleset").output;

    Program bad = small_ruleset(8);
    bad.messages.emplace_back(test::rule(kTable, "in", {e(Counter{}, 40), e(Masquerade{{}, {}}, 50)}));
    CHECK(!apply_it(bad, {}, sink).applied);
    REQUIRE(codes(sink) == Codes{diag::Code::kKernelRefused});
    CHECK(sink.all()[0].primary.span.begin == 50);
    CHECK(sink.all()[0].message.find("the kernel refused rule in chain in") == 0);
    CHECK(test::run("nft list ruleset").output == before);
}

TEST_CASE("a dry run of apply changes nothing") {
    test::flush_ruleset();
    diag::Sink sink;
    CHECK(apply_it(small_ruleset(1), {.dry_run = true, .flush_span = {}}, sink).applied);
    CHECK(live_names().empty());
}

TEST_CASE("what the message format cannot hold is refused before the kernel sees anything") {
    test::flush_ruleset();
    Program program = small_ruleset(1);
    program.messages.emplace_back(test::plain_chain(kTable, std::string(300, 'x')));
    diag::Sink sink;
    CHECK(!apply_it(program, {}, sink).applied);
    CHECK(codes(sink) == Codes{diag::Code::kBeyondKernelFormat});
    CHECK(live_names().empty());
}

TEST_CASE("apply starts again when somebody else commits meanwhile, and wins in the end") {
    test::flush_ruleset();
    std::atomic<bool> stop = false;
    std::thread other([&] {
        auto connection = kernel::Connection::open();
        const Batch batch = encode({{test::table(NFPROTO_IPV4, "noise")}});
        while (!stop) {
            (void)kernel::commit(*connection, {.messages = batch.messages(), .generation = {}});
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    });
    diag::Sink sink;
    for (std::uint64_t i = 0; i < 20; ++i)
        CHECK(apply_it(small_ruleset(i), {}, sink).applied);
    stop = true;
    other.join();
    CHECK(sink.all().empty());
    CHECK(live_names() == Names{"noise", "t"});
}
