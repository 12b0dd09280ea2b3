// SPDX-License-Identifier: GPL-2.0-or-later
// What the kernel answers to bad programs arrives at the right expression or element, with a cause in words, and
// nothing of the batch is in force afterwards.
#include "runtime/apply/report.h"
#include "runtime/kernel/errors.h"
#include "runtime/kernel/snapshot.h"
#include "tests/kernel/isolation.h"
#include "tests/kernel/programs.h"

#include <cerrno>

#include <doctest/doctest.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>

using namespace rulec;
using namespace rulec::nft;
using rulec::test::e;
using rulec::test::octets;

namespace {

const TableRef kTable{NFPROTO_INET, "t"};

struct Refused {
    int code = 0;
    apply::Explanation why;
};

// The first error of a program that the kernel must refuse without any trace.
Refused refused(const Program& program) {
    test::flush_ruleset();
    const Batch body = encode(program, 100);
    const Program nothing;
    const Batch prologue = encode(nothing, body.end_seq() + 1);
    const auto answer = test::send(body);
    REQUIRE(!answer.errors.empty());
    CHECK(test::run("nft list ruleset").output.empty());
    return {answer.errors.front().code, apply::explain(answer.errors.front(), {nothing, prologue}, {program, body})};
}

bool mentions(const std::string& text, std::string_view what) {
    return text.find(what) != text.npos;
}

Program with_chain(NewChain chain, std::vector<Expression> expressions) {
    const std::string name = chain.name;
    return {{test::table(NFPROTO_INET, "t"), std::move(chain), test::rule(kTable, name, std::move(expressions))}};
}

} // namespace

TEST_CASE("an error points at the expression of the rule") {
    const auto chain = test::base_chain(kTable, "input", "filter", NF_INET_LOCAL_IN, 0);
    const auto result = refused(with_chain(
        chain, {e(Counter{}, 10), e(MetaLoad{NFT_META_NFPROTO, 1}, 20), e(Lookup{1, "missing", 0, {}, false}, 30)}));
    CHECK(result.code == ENOENT);
    CHECK(result.why.what == "rule in chain input");
    CHECK(result.why.expression == "lookup");
    CHECK(result.why.span.begin == 30);
    CHECK(mentions(result.why.cause, "no set of this name"));
}

TEST_CASE("masquerade outside of postrouting") {
    const auto wrong_hook = refused(with_chain(test::base_chain(kTable, "in", "nat", NF_INET_LOCAL_IN, 100),
                                               {e(Counter{}), e(Masquerade{{}, {}}, 30)}));
    CHECK(wrong_hook.why.expression == "masq");
    CHECK(mentions(wrong_hook.why.cause, "nat chains at the postrouting hook"));
    const auto wrong_type = refused(
        with_chain(test::base_chain(kTable, "in", "filter", NF_INET_POST_ROUTING, 100), {e(Masquerade{{}, {}}, 30)}));
    CHECK(mentions(wrong_type.why.cause, "nat chains at the postrouting hook"));
}

TEST_CASE("a jump to a chain that is not there") {
    const auto result =
        refused(with_chain(test::plain_chain(kTable, "a"), {e(Immediate{0, Verdict{NFT_JUMP, "nowhere"}}, 7)}));
    CHECK(result.code == ENOENT);
    CHECK(result.why.expression == "immediate");
    CHECK(mentions(result.why.cause, "no chain of this name"));
}

TEST_CASE("a jump to a chain with a hook") {
    const auto result = refused(
        {{test::table(NFPROTO_INET, "t"), test::base_chain(kTable, "in", "filter", NF_INET_LOCAL_IN, 0),
          test::plain_chain(kTable, "a"), test::rule(kTable, "a", {e(Immediate{0, Verdict{NFT_JUMP, "in"}}, 7)})}});
    CHECK(result.code == EOPNOTSUPP);
    CHECK(result.why.span.begin == 7);
    CHECK(mentions(result.why.cause, "without a hook"));
}

TEST_CASE("a set that is full, an object that is missing") {
    NewSet set;
    set.table = kTable;
    set.name = "small";
    set.id = 1;
    set.key_type = 7;
    set.key_len = 4;
    set.size = 1;
    NewElements elements;
    elements.table = kTable;
    elements.set = "small";
    elements.set_id = 1;
    elements.key_len = 4;
    elements.count = 2;
    elements.keys = octets("0102030401020305");
    const auto full = refused({{test::table(NFPROTO_INET, "t"), set, elements}});
    CHECK(full.code == ENFILE);
    CHECK(mentions(full.why.cause, "more elements than its size"));

    const auto missing =
        refused(with_chain(test::plain_chain(kTable, "a"), {e(Objref{NFT_OBJECT_COUNTER, "none", {}, {}}, 9)}));
    CHECK(missing.code == ENOENT);
    CHECK(missing.why.expression == "objref");
    CHECK(mentions(missing.why.cause, "no object of this name"));
}

TEST_CASE("jumps that form a loop, or are nested too deeply") {
    const auto jump = [](const char* from, const char* to) {
        return test::rule(kTable, from, {e(Immediate{0, Verdict{NFT_JUMP, to}})});
    };
    const auto loop =
        refused({{test::table(NFPROTO_INET, "t"), test::base_chain(kTable, "in", "filter", NF_INET_LOCAL_IN, 0),
                  test::plain_chain(kTable, "a"), test::plain_chain(kTable, "b"), jump("in", "a"), jump("a", "b"),
                  jump("b", "a")}});
    CHECK((loop.code == EMLINK || loop.code == ELOOP));
    CHECK(mentions(loop.why.cause, "loop"));

    Program deep{{test::table(NFPROTO_INET, "t"), test::base_chain(kTable, "c0", "filter", NF_INET_LOCAL_IN, 0)}};
    for (int i = 1; i <= 20; ++i)
        deep.messages.emplace_back(test::plain_chain(kTable, "c" + std::to_string(i)));
    for (int i = 0; i < 20; ++i)
        deep.messages.emplace_back(test::rule(kTable, "c" + std::to_string(i),
                                              {e(Immediate{0, Verdict{NFT_JUMP, "c" + std::to_string(i + 1)}})}));
    const auto nested = refused(deep);
    CHECK(nested.code == EMLINK);
    CHECK(mentions(nested.why.cause, "deeper than 16"));
}

TEST_CASE("an element that maps to two things") {
    NewSet ports;
    ports.table = kTable;
    ports.name = "ports";
    ports.id = 1;
    ports.flags = NFT_SET_MAP;
    ports.key_type = 7;
    ports.key_len = 4;
    ports.data = SetData{13, 2};
    NewElements elements;
    elements.table = kTable;
    elements.set = "ports";
    elements.set_id = 1;
    elements.key_len = 4;
    elements.data_len = 2;
    elements.count = 3;
    elements.keys = octets("010203040102030501020304");
    elements.data = octets("000500060007");
    elements.spans = {{FileId{0}, 10, 11}, {FileId{0}, 20, 21}, {FileId{0}, 30, 31}};
    const auto result = refused({{test::table(NFPROTO_INET, "t"), ports, elements}});
    CHECK((result.code == EEXIST || result.code == EBUSY));
    CHECK(result.why.span.begin == 30);
    CHECK(result.why.what == "element of set ports");
    CHECK(mentions(result.why.cause, "in the set already"));
}

TEST_CASE("a chain type that the kernel does not have at the hook") {
    const auto result =
        refused({{test::table(NFPROTO_INET, "t"), test::base_chain(kTable, "fwd", "nat", NF_INET_FORWARD, 0)}});
    CHECK(result.code == EOPNOTSUPP);
    CHECK(result.why.what == "chain fwd");
    CHECK(mentions(result.why.cause, "hook"));
}

TEST_CASE("a device that is not there") {
    const TableRef netdev{NFPROTO_NETDEV, "n"};
    NewChain chain = test::base_chain(netdev, "in", "filter", 0, 0);
    chain.hook->devices = {"nosuchdev0"};
    const Program program{{test::table(NFPROTO_NETDEV, "n"), chain}};
    test::flush_ruleset();
    if (test::send(program, true).errors.empty()) {
        MESSAGE("this kernel takes names of devices that are to come");
        return;
    }
    const auto result = refused(program);
    CHECK(result.code == ENOENT);
    CHECK(mentions(result.why.cause, "no such device"));
}

TEST_CASE("every error of a batch is reported, not only the first") {
    test::flush_ruleset();
    Program program{{test::table(NFPROTO_INET, "t"), test::plain_chain(kTable, "a")}};
    for (int i = 0; i < 5000; ++i)
        program.messages.emplace_back(test::rule(kTable, "a", {e(Immediate{0, Verdict{NFT_JUMP, "nowhere"}})}));
    const auto answer = test::send(program);
    CHECK(answer.complete);
    CHECK(answer.errors.size() == 5000);
}

TEST_CASE("a dry run finds the errors and changes nothing") {
    test::flush_ruleset();
    const Program good{{test::table(NFPROTO_INET, "t"), test::plain_chain(kTable, "a")}};
    CHECK(test::send(good, true).errors.empty());
    CHECK(test::run("nft list ruleset").output.empty());
    const Program bad = with_chain(test::plain_chain(kTable, "a"), {e(Immediate{0, Verdict{NFT_JUMP, "nowhere"}})});
    CHECK(test::send(bad, true).errors.size() == 1);
}

TEST_CASE("another generation than the expected one is refused") {
    test::flush_ruleset();
    auto connection = kernel::Connection::open();
    REQUIRE(connection.has_value());
    const auto before = kernel::take_snapshot(*connection);
    REQUIRE(before.has_value());
    CHECK(test::nft_load("table ip other { }\n").status == 0);
    const Batch batch = encode({{test::table(NFPROTO_INET, "t")}}, 5);
    kernel::Transaction transaction{.messages = batch.messages(), .begin_seq = 5, .generation = before->generation};
    const auto answer = kernel::commit(*connection, transaction);
    REQUIRE(answer.has_value());
    REQUIRE(answer->errors.size() == 1);
    CHECK(answer->errors[0].seq == 5);
    CHECK(kernel::likely_cause({answer->errors[0].code, kernel::Refusal::kWholeBatch, {}}) ==
          "somebody else changed the ruleset meanwhile");
    const auto after = kernel::take_snapshot(*connection);
    REQUIRE(after.has_value());
    REQUIRE(after->tables.size() == 1);
    CHECK(after->tables[0].name == "other");
    transaction.generation = after->generation;
    CHECK(kernel::commit(*connection, transaction)->errors.empty());
}
