// SPDX-License-Identifier: GPL-2.0-or-later
// Elements of long lists are read without a tree. Each must come out as the same element of a short list does, which
// the grammar reads.
#include "tests/unit/sema/analyzed.h"

#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace rulec;

namespace {

struct Sample {
    const char* declaration;
    const char* padding; // one element, given often enough that the rest is read in bulk
    const char* elements;
};

const Sample kSamples[] = {
    {"type ipv4_addr", "1.1.1.1", "10.0.0.1, 1.2.3.4, 010.0.0.1, 255.255.255.255, 0.0.0.0"},
    {"type ipv4_addr; flags interval", "1.1.1.1", "10.0.0.0/8, 10.0.0.1/24, 1.2.3.4-1.2.3.9, 5.5.5.5/32, 0.0.0.0/0"},
    {"type ipv6_addr; flags interval", "::1",
     "fe80::/10, 2001:db8::1, ::-::ffff, ::ffff:1.2.3.4, 1:2:3:4:5:6:7:8/61"},
    {"type inet_service; flags interval", "1", "ssh, 22, 1-1024, 80-https, 0x50, 010"},
    {"type inet_proto", "1", "tcp, 17, icmpv6"},
    {"type mark; flags interval", "1", "0x10, 1-5, 4294967295, 16/28"},
    {"type ether_addr", "00:00:00:00:00:01", "00:11:22:33:44:55, aa:bb:cc:dd:ee:ff"},
    {"type ifname", "lo", "eth0, wlan0.1, a"},
    {"type iface_index", "lo", "eth0, 5"},
    {"type ct_state", "new", "established, related, 8"},
    {"type icmp_type", "echo-request", "8, echo-reply, redirect"},
    {"type ipv4_addr . inet_service", "1.1.1.1 . 1", "10.0.0.1 . 22, 1.2.3.4 . ssh"},
    {"type ipv4_addr . inet_service; flags interval", "1.1.1.1 . 1",
     "10.0.0.0/24 . 22, 1.2.3.4-1.2.3.6 . 1-5, 9.9.9.9 . ssh"},
    {"type ifname . ether_addr . mark", "lo . 00:00:00:00:00:01 . 1", "eth0 . 00:11:22:33:44:55 . 7"},
    {"typeof ip dscp . udp dport", "cs1 . 1", "af11 . 53, 3 . domain"},
    {"typeof vlan id", "1", "5, 4095"},
};
const Sample kMaps[] = {
    {"type ipv4_addr : verdict", "1.1.1.1 : accept",
     "10.0.0.1 : drop, 1.2.3.4 : jump c, 2.2.2.2 : continue, 3.3.3.3 : goto c"},
    {"type ipv4_addr : mark", "1.1.1.1 : 1", "10.0.0.1 : 0x20, 1.2.3.4 : 7"},
    {"type ipv4_addr : ipv4_addr . inet_service", "1.1.1.1 : 1.1.1.1 . 1",
     "10.0.0.1 : 9.9.9.9 . http, 1.2.3.4 : 8.8.8.8 . 1"},
    {"type inet_service : interval ipv4_addr", "1 : 1.1.1.1",
     "22 : 10.0.0.1-10.0.0.9, 23 : 10.0.0.0/24, 24 : 7.7.7.7"},
    {"type inet_service . mark : ifname", "1 . 1 : lo", "ssh . 2 : eth0, 80 . 0x3 : wlan0"},
};

model::ElementList elements_of(const char* kind, const Sample& sample, int padding) {
    std::string list;
    for (int i = 0; i < padding; ++i)
        list += fmt::format("{},\n", sample.padding);
    const std::string text = fmt::format("table inet t {{ chain c {{ }}\n {} s {{ {}; elements = {{ {}{} }} }} }}",
                                         kind, sample.declaration, list, sample.elements);
    const auto done = test::analyze_text(text);
    CHECK(done.codes == "");
    return done.ruleset.tables.at(0).sets.at(0).elements;
}

void compare(const char* kind, const Sample& sample) {
    CAPTURE(sample.declaration);
    const model::ElementList by_tree = elements_of(kind, sample, 1);
    constexpr int kEnough = 400;
    const model::ElementList in_bulk = elements_of(kind, sample, kEnough);
    REQUIRE(in_bulk.count == by_tree.count + kEnough - 1);
    for (std::size_t i = 0; i < by_tree.count; ++i) {
        const std::size_t j = i + kEnough - 1;
        CHECK(to_hex(by_tree.low_at(i)) == to_hex(in_bulk.low_at(j)));
        CHECK(to_hex(by_tree.high_at(i)) == to_hex(in_bulk.high_at(j)));
        if (!by_tree.data.empty()) CHECK(to_hex(by_tree.data_at(i)) == to_hex(in_bulk.data_at(j)));
        if (!by_tree.verdicts.empty())
            CHECK(by_tree.verdict_table[by_tree.verdicts[i]] == in_bulk.verdict_table[in_bulk.verdicts[j]]);
    }
}

std::string many(int count, std::string_view before, std::string_view element, std::string_view behind) {
    std::string text(before);
    for (int i = 0; i < count; ++i)
        text += fmt::format("{},\n", element);
    return text + std::string(behind);
}

} // namespace

TEST_CASE("elements read in bulk are those of the tree") {
    for (const Sample& sample : kSamples)
        compare("set", sample);
    for (const Sample& sample : kMaps)
        compare("map", sample);
}

TEST_CASE("mistakes among elements read in bulk are told as ever") {
    const auto wrong = [](std::string_view element) {
        const std::string body = fmt::format("{} }} }} }}", element);
        return test::analyze_text(
                   many(400, "table t { set s { type ipv4_addr; flags interval; elements = { ", "1.1.1.1", body))
            .codes;
    };
    const auto alone = [](std::string_view element) {
        return test::analyze_text(
                   fmt::format("table t {{ set s {{ type ipv4_addr; flags interval; elements = {{ {} }} }} }}",
                               element))
            .codes;
    };
    for (const char* element :
         {"1.2.3.256", "1.2.3.4/33", "5.5.5.5-4.4.4.4", "1.2.3.4 . 5", "ssh", "::1", "1.2.3.4 : drop"}) {
        CAPTURE(element);
        CHECK(alone(element) != "");
        CHECK(wrong(element) == alone(element));
    }
}

TEST_CASE("a large define serves wherever a small one does") {
    const std::string define = many(400, "define list = { ", "1.1.1.1", "10.0.0.1, 10.0.0.2 }\n");
    const auto named = test::analyze_text(define + "table t { set s { type ipv4_addr; elements = $list } }");
    CHECK(named.codes == "");
    CHECK(named.ruleset.tables.at(0).sets.at(0).elements.count == 402);
    const auto nested =
        test::analyze_text(define + "table t { set s { type ipv4_addr; elements = { $list, 3.3.3.3 } } }");
    CHECK(nested.codes == "");
    CHECK(nested.ruleset.tables.at(0).sets.at(0).elements.count == 403);
    const auto rule =
        test::analyze_text(define + "table t { chain c { ip saddr $list drop; ip saddr != $list accept } }");
    CHECK(rule.codes == "");
    REQUIRE(rule.ruleset.tables.at(0).sets.size() == 2);
    CHECK(rule.ruleset.tables.at(0).sets.at(1).elements.count == 402);
    const auto verdicts = test::analyze_text(define + "table t { chain c { ip saddr vmap { $list : drop } } }");
    CHECK(verdicts.codes == "");
    CHECK(verdicts.ruleset.tables.at(0).sets.at(0).elements.verdicts.size() == 402);
    CHECK(test::analyze_text(define + "table t { chain c { tcp dport $list drop } }").codes != "");
}
