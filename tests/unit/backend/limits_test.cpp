// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/encode.h"
#include "backend/nft/limits.h"

#include <doctest/doctest.h>
#include <linux/netfilter/nf_tables.h>

using namespace rulec;
using namespace rulec::nft;

namespace {

NewRule rule(std::vector<Expression> expressions) {
    NewRule message;
    message.table = {1, "t"};
    message.chain = "c";
    message.expressions = std::move(expressions);
    message.span = {FileId{0}, 1, 2};
    return message;
}

} // namespace

TEST_CASE("names, user data and lists have limits") {
    NewTable table;
    table.table = {1, std::string(255, 'x')};
    CHECK(!beyond_limits(table));
    table.table.name += 'x';
    REQUIRE(beyond_limits(table));
    CHECK(beyond_limits(table)->what == "the table name has 256 characters, the kernel takes at most 255");

    NewRule commented = rule({});
    commented.userdata = Bytes(257, 'x');
    CHECK(beyond_limits(commented));
    CHECK(!beyond_limits(rule(std::vector<Expression>(128, {Counter{}, {}}))));
    CHECK(beyond_limits(rule(std::vector<Expression>(129, {Counter{}, {}}))));
}

TEST_CASE("the excess is reported at the expression, and the message is left out") {
    const Expression log{
        Log{.prefix = std::string(128, 'x'), .group = {}, .snaplen = {}, .queue_threshold = {}, .level = {}},
        {FileId{0}, 30, 40}};
    const Batch batch = encode({{rule({{Counter{}, {}}, log}), rule({})}});
    REQUIRE(batch.problems().size() == 1);
    CHECK(batch.problems()[0].span.begin == 30);
    CHECK(batch.message_count() == 1);
}

TEST_CASE("a NUL would cut a name short") {
    NewChain chain;
    chain.table = {1, "t"};
    chain.name = std::string("a\0b", 3);
    REQUIRE(beyond_limits(chain));
    CHECK(beyond_limits(chain)->what == "the chain name contains a NUL");
}

TEST_CASE("the largest rule that is allowed fits into a message") {
    Dynset dynset{
        NFT_DYNSET_OP_ADD, std::string(255, 's'), 1, 1, 2, 5, {{Limit{1, 1, 1, 0, 0}, {}}, {Quota{1, 1, 0}, {}}}};
    NewRule largest = rule(std::vector<Expression>(128, {dynset, {}}));
    largest.userdata = Bytes(256, 'x');
    const Batch batch = encode({{largest}});
    // 128 of these are about 60 KiB; the list attribute has 16 bits for its length.
    CHECK(batch.problems().empty());
    CHECK(batch.message(1).size() < 0xffff);
}
