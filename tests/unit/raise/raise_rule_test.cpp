// SPDX-License-Identifier: GPL-2.0-or-later
// What no compiled program shows, since only kernels and others write it. The inverse of lower() is checked with
// every case (tests/cases).
#include "tests/unit/raise/live.h"

#include <doctest/doctest.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_nat.h>
#include <linux/netfilter/nf_tables.h>

using namespace rulec;
using namespace rulec::nft;
using test::expression;

namespace {

const model::Rule& only_rule(const Raised& raised) {
    return raised.ruleset.tables.at(0).chains.at(0).rules.at(0);
}

template <class Action>
Action only_action(std::vector<Expression> expressions) {
    const Raised raised = raise(test::live_rule(std::move(expressions)));
    return std::get<Action>(std::get<model::Action>(only_rule(raised).statements.back().node));
}

Bytes octets(std::initializer_list<unsigned char> list) {
    return Bytes(list.begin(), list.end());
}

} // namespace

TEST_CASE("a rule with an extension of iptables is shown as it is") {
    const Raised raised = raise(test::live_rule(
        {expression(Foreign{"match", octets({8, 0, 1, 0, 't', 'c', 'p', 0})}), expression(Counter{1, 2})}));
    CHECK(raised.not_expressible == 1);
    CHECK(only_rule(raised).statements.empty());
    CHECK(*only_rule(raised).not_expressible == "[ xt match \"tcp\" ] [ counter pkts 1 bytes 2 ]");
}

TEST_CASE("a register that nothing was loaded into cannot be said") {
    CHECK(raise(test::live_rule({expression(Compare{1, NFT_CMP_EQ, octets({1})})})).not_expressible == 1);
    CHECK(raise(test::live_rule({expression(Compare{99, NFT_CMP_EQ, octets({1})})})).not_expressible == 1);
}

TEST_CASE("a constant of another length than the value cannot be said") {
    const auto load = expression(MetaLoad{NFT_META_MARK, 1});
    CHECK(raise(test::live_rule({load, expression(Compare{1, NFT_CMP_EQ, octets({1})})})).not_expressible == 1);
    CHECK(raise(test::live_rule({load, expression(Compare{1, NFT_CMP_EQ, Bytes(8, 1)})})).not_expressible == 1);
}

TEST_CASE("a set that is not there cannot be said") {
    CHECK(
        raise(test::live_rule({expression(MetaLoad{NFT_META_MARK, 1}), expression(Lookup{1, "gone", 0, {}, false})}))
            .not_expressible == 1);
}

TEST_CASE("without a test for the header octets have no name") {
    const auto load = expression(PayloadLoad{NFT_PAYLOAD_NETWORK_HEADER, 12, 4, 1});
    const auto compare = expression(Compare{1, NFT_CMP_EQ, octets({10, 0, 0, 1})});
    const Raised raised = raise(test::live_rule({load, compare}));
    const auto& match = std::get<model::Match>(only_rule(raised).statements.at(0).node);
    CHECK(std::get<model::RawLoad>(match.lhs.node).bit_offset == 96);
}

TEST_CASE("what the kernel fills in is not said") {
    CHECK(!only_action<model::Log>(
               {expression(
                   Log{.prefix = {}, .group = {}, .snaplen = {}, .queue_threshold = {}, .level = 4, .flags = 0})})
               .level);
    const auto nat = only_action<model::Nat>(
        {expression(Immediate{1, octets({10, 0, 0, 1})}),
         expression(Nat{NFT_NAT_SNAT, NFPROTO_IPV4, 1, 1, {}, {}, NF_NAT_RANGE_MAP_IPS | NF_NAT_RANGE_PERSISTENT})});
    CHECK(nat.address_low);
    CHECK(!nat.address_high);
    CHECK(nat.flags == NF_NAT_RANGE_PERSISTENT);
}

TEST_CASE("a name that is compared with its zero is the whole name") {
    const auto load = expression(MetaLoad{NFT_META_IIFNAME, 1});
    const auto operand = [&](const Bytes& data) {
        const Raised raised = raise(test::live_rule({load, expression(Compare{1, NFT_CMP_EQ, data})}));
        return std::get<model::Match>(only_rule(raised).statements.at(0).node).rhs;
    };
    CHECK(std::get<model::Constant>(operand(octets({'e', 't', 'h', '0', 0}))).bytes.size() == 16);
    CHECK(std::get<model::Prefix>(operand(octets({'e', 't', 'h'}))).len == 24);
}

TEST_CASE("a type and code that were joined come apart") {
    const Raised raised = raise(
        test::live_rule({expression(MetaLoad{NFT_META_NFPROTO, 1}), expression(Compare{1, NFT_CMP_EQ, octets({2})}),
                         expression(MetaLoad{NFT_META_L4PROTO, 1}), expression(Compare{1, NFT_CMP_EQ, octets({1})}),
                         expression(PayloadLoad{NFT_PAYLOAD_TRANSPORT_HEADER, 0, 2, 1}),
                         expression(Compare{1, NFT_CMP_EQ, octets({3, 1})})}));
    CHECK(only_rule(raised).statements.size() == 2); // icmp type 3 icmp code 1, the rest implied
}

TEST_CASE("a comment that cannot be quoted does not become rules") {
    auto program = test::live_rule({expression(Counter{})});
    const std::string comment = "\" accept #";
    auto& userdata = std::get<NewRule>(program.messages.back()).userdata;
    userdata = octets({0, static_cast<unsigned char>(comment.size() + 1)});
    userdata.append(comment.begin(), comment.end());
    userdata.push_back(0);
    CHECK(raise(program).not_expressible == 1);
}

TEST_CASE("a load may be compared more than once") {
    const Raised raised = raise(
        test::live_rule({expression(MetaLoad{NFT_META_L4PROTO, 1}), expression(Compare{1, NFT_CMP_NEQ, octets({6})}),
                         expression(Compare{1, NFT_CMP_NEQ, octets({17})})}));
    CHECK(only_rule(raised).statements.size() == 2);
}
