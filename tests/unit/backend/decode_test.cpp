// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/decode.h"
#include "backend/nft/encode.h"
#include "backend/nft/print.h"
#include "tests/unit/backend/samples.h"

#include <cstring>

#include <doctest/doctest.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netlink.h>

using namespace rulec;
using namespace rulec::nft;

namespace {

Program rule_with(Expression expression) {
    NewRule rule;
    rule.table = {1, "t"};
    rule.chain = "c";
    rule.expressions = {std::move(expression)};
    return {{rule}};
}

std::optional<Program> round_trip(const Program& program) {
    return decode(encode(program).octets());
}

} // namespace

TEST_CASE("every expression comes back") {
    for (const test::ExpressionSample& sample : test::expression_samples()) {
        INFO(sample.text);
        const Program program = rule_with(sample.expression);
        CHECK(round_trip(program) == program);
    }
}

TEST_CASE("every message comes back") {
    const Program program = test::sample_program();
    const auto back = round_trip(program);
    REQUIRE(back);
    CHECK(print(*back) == print(program));
    CHECK(*back == program);
}

TEST_CASE("expressions of others keep name and octets") {
    const Expression match{Foreign{"match", test::octets("080001007463700008000200000000000800030001020304")}, {}};
    CHECK(print(match) == "[ xt match \"tcp\" ]");
    const Program program = rule_with(match);
    CHECK(round_trip(program) == program);
}

TEST_CASE("a known expression with an attribute that is not known is somebody else's") {
    // NFTA_META_KEY, NFTA_META_DREG, and a number 9 that no header has yet
    const Bytes data = test::octets("080002000000000308000100000000010800090000000001");
    const auto back = round_trip(rule_with({Foreign{"meta", data}, {}}));
    REQUIRE(back);
    CHECK(std::get<NewRule>(back->messages[0]).expressions[0] == Expression{Foreign{"meta", data}, {}});
}

TEST_CASE("a long list of elements is one again") {
    NewElements elements;
    elements.table = {1, "t"};
    elements.set = "s";
    elements.key_len = 4;
    elements.count = 20000;
    for (std::uint32_t i = 0; i < elements.count; ++i)
        elements.keys.append(big_endian(i * 7, 4));
    elements.flags.assign(elements.count, 0);
    elements.flags[19999] = NFT_SET_ELEM_INTERVAL_END;
    const Program program{{elements}};
    REQUIRE(encode(program).message_count() > 1);
    CHECK(round_trip(program) == program);
}

TEST_CASE("what is malformed is refused") {
    const auto octets = encode(test::sample_program()).octets();
    CHECK(!decode(std::span(octets).first(octets.size() - 3)));
    for (std::size_t at = 0; at < octets.size(); ++at) { // every octet wrong in turn: no crash, whatever is read
        auto wrong = octets;
        wrong[at] = static_cast<unsigned char>(~wrong[at]);
        const auto program = decode(wrong);
        if (program) CHECK(print(*program).size() < 1000000);
    }
}
