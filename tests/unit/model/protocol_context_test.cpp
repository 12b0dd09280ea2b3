// SPDX-License-Identifier: GPL-2.0-or-later
// Which tests a field needs in which family. The answers are those of `nft --debug=netlink`.
#include "compiler/model/protocol_context.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace rulec;
using catalog::Family;
using model::Dependency;
using model::ProtocolConflict;
using model::ProtocolContext;

namespace {

model::FieldLoad load(std::string_view header, std::string_view name) {
    for (const catalog::Header& row : catalog::all_headers()) {
        if (row.name != header) continue;
        if (const catalog::Field* field = catalog::find_field(row, name)) {
            model::FieldLoad made;
            made.header = &row;
            made.field = field;
            return made;
        }
    }
    FAIL("no field " << header << " " << name);
    return {};
}

std::string word(const Dependency& one) {
    switch (one.on) {
    case Dependency::On::meta_nfproto: return fmt::format("nfproto {}", one.value);
    case Dependency::On::meta_protocol: return fmt::format("protocol {:04x}", one.value);
    case Dependency::On::meta_l4proto: return fmt::format("l4proto {}", one.value);
    case Dependency::On::meta_iiftype: return fmt::format("iiftype {}", one.value);
    case Dependency::On::ether_type: return fmt::format("ether {:04x}", one.value);
    case Dependency::On::vlan_type: return fmt::format("vlan{} {:04x}", one.vlan_depth, one.value);
    case Dependency::On::icmp_type: return fmt::format("icmp {}", fmt::join(one.types, "|"));
    case Dependency::On::icmpv6_type: return fmt::format("icmpv6 {}", fmt::join(one.types, "|"));
    }
    return "?";
}

// What the field asks for, as text; a conflict as "known/asked".
std::string need(ProtocolContext& context, std::string_view header, std::string_view field) {
    const auto answer = context.require(load(header, field));
    if (const auto* conflict = std::get_if<ProtocolConflict>(&answer))
        return fmt::format("{}/{}", conflict->known, conflict->asked);
    std::string text;
    for (const Dependency& one : std::get<0>(answer))
        text += (text.empty() ? "" : ", ") + word(one);
    return text;
}

void learn(ProtocolContext& context, std::string_view header, std::string_view field, std::uint64_t value) {
    const model::FieldLoad of = load(header, field);
    model::Value lhs{&catalog::type(of.field->type), of.field->bit_len, of.field->order, {}, of};
    const Bytes rhs = big_endian(value, lhs.byte_len());
    context.learn({std::move(lhs), model::MatchOp::eq, model::Constant{rhs}});
}

} // namespace

TEST_CASE("each family asks for what it does not know already") {
    struct Row {
        Family family;
        const char *ether, *ip, *ip6, *arp, *tcp, *icmp, *icmpv6;
    };
    constexpr Row kRows[] = {
        {Family::ip, "iiftype 1", "", "ip/ip6", "ip/arp", "l4proto 6", "l4proto 1", "l4proto 58"},
        {Family::ip6, "iiftype 1", "ip6/ip", "", "ip6/arp", "l4proto 6", "l4proto 1", "l4proto 58"},
        {Family::inet, "iiftype 1", "nfproto 2", "nfproto 10", "inet/arp", "l4proto 6", "nfproto 2, l4proto 1",
         "nfproto 10, l4proto 58"},
        {Family::arp, "iiftype 1", "arp/ip", "arp/ip6", "", "arp/tcp", "arp/icmp", "arp/icmpv6"},
        {Family::bridge, "", "protocol 0800", "protocol 86dd", "ether 0806", "l4proto 6", "ether 0800, l4proto 1",
         "ether 86dd, l4proto 58"},
        {Family::netdev, "iiftype 1", "protocol 0800", "protocol 86dd", "protocol 0806", "l4proto 6",
         "protocol 0800, l4proto 1", "protocol 86dd, l4proto 58"},
    };
    for (const Row& row : kRows) {
        CAPTURE(catalog::name(row.family));
        const auto fresh = [&](std::string_view header, std::string_view field) {
            ProtocolContext context(row.family);
            return need(context, header, field);
        };
        CHECK(fresh("ether", "saddr") == row.ether);
        CHECK(fresh("ip", "saddr") == row.ip);
        CHECK(fresh("ip6", "saddr") == row.ip6);
        CHECK(fresh("arp", "operation") == row.arp);
        CHECK(fresh("tcp", "dport") == row.tcp);
        CHECK(fresh("icmp", "type") == row.icmp);
        CHECK(fresh("icmpv6", "type") == row.icmpv6);
        CHECK(fresh("meta", "mark") == "");
        CHECK(fresh("th", "dport") == "");
    }
}

TEST_CASE("what was asked for once is known afterwards") {
    ProtocolContext context(Family::inet);
    CHECK(need(context, "ip", "saddr") == "nfproto 2");
    CHECK(need(context, "ip", "daddr") == "");
    CHECK(need(context, "tcp", "dport") == "l4proto 6");
    CHECK(need(context, "tcp", "sport") == "");
    CHECK(context.ip_version() == 2);
    CHECK(context.transport() == 6);
}

TEST_CASE("what the rule says itself is not asked for again") {
    ProtocolContext inet(Family::inet);
    learn(inet, "meta", "nfproto", 10);
    learn(inet, "meta", "l4proto", 17);
    CHECK(need(inet, "ip6", "saddr") == "");
    CHECK(need(inet, "udp", "dport") == "");
    CHECK(need(inet, "ip", "saddr") == "ip6/ip");
    CHECK(need(inet, "tcp", "dport") == "udp/tcp");

    ProtocolContext ip(Family::ip);
    learn(ip, "ip", "protocol", 6);
    CHECK(need(ip, "tcp", "dport") == "");
    CHECK(need(ip, "udp", "dport") == "tcp/udp");

    ProtocolContext bridge(Family::bridge);
    learn(bridge, "ether", "type", 0x0800);
    CHECK(need(bridge, "ip", "saddr") == "");
    CHECK(need(bridge, "ip6", "saddr") == "ip/ip6");
}

TEST_CASE("behind a tag the network protocol is read from the tag") {
    ProtocolContext bridge(Family::bridge);
    CHECK(need(bridge, "vlan", "id") == "ether 8100");
    CHECK(need(bridge, "ip", "saddr") == "vlan0 0800");

    ProtocolContext netdev(Family::netdev);
    CHECK(need(netdev, "vlan", "id") == "iiftype 1, ether 8100");
    CHECK(need(netdev, "ip6", "saddr") == "vlan0 86dd");
}

TEST_CASE("tags stack: vlan type 8021q moves on to the next one") {
    ProtocolContext context(Family::bridge);
    learn(context, "ether", "type", 0x88a8);
    CHECK(need(context, "vlan", "id") == "");
    CHECK(context.vlan_depth() == 0);
    learn(context, "vlan", "type", 0x8100);
    CHECK(context.vlan_depth() == 1);
    CHECK(need(context, "ip", "saddr") == "vlan1 0800");
}

TEST_CASE("a tag contradicts a network protocol that the frame names") {
    ProtocolContext context(Family::bridge);
    learn(context, "ether", "type", 0x0800);
    CHECK(need(context, "vlan", "id") == "ip/vlan");
}

TEST_CASE("fields of some ICMP messages ask for their types, once") {
    ProtocolContext context(Family::ip);
    CHECK(need(context, "icmp", "id") == "l4proto 1, icmp 8|0");
    CHECK(need(context, "icmp", "sequence") == "");

    ProtocolContext typed(Family::ip);
    CHECK(need(typed, "icmp", "type") == "l4proto 1");
    learn(typed, "icmp", "type", 8);
    CHECK(need(typed, "icmp", "id") == "");
    CHECK(need(typed, "icmp", "gateway").find('/') != std::string::npos);

    ProtocolContext v6(Family::ip6);
    CHECK(need(v6, "icmpv6", "mtu") == "l4proto 58, icmpv6 2");
}

TEST_CASE("a set of transport protocols is a test, although none is known") {
    ProtocolContext context(Family::inet);
    const model::FieldLoad of = load("meta", "l4proto");
    context.learn(
        {{&catalog::type(of.field->type), 8, of.field->order, {}, of}, model::MatchOp::eq, model::SetUse{0}});
    CHECK(context.transport_tested());
    CHECK_FALSE(context.transport());
    CHECK(need(context, "tcp", "dport") == "l4proto 6");
}

TEST_CASE("inequality teaches nothing") {
    ProtocolContext context(Family::inet);
    const model::FieldLoad of = load("meta", "l4proto");
    context.learn({{&catalog::type(of.field->type), 8, of.field->order, {}, of},
                   model::MatchOp::ne,
                   model::Constant{Bytes(1, 6)}});
    CHECK_FALSE(context.transport_tested());
    CHECK(need(context, "tcp", "dport") == "l4proto 6");
}

TEST_CASE("the parts of a concatenation ask one after the other") {
    ProtocolContext context(Family::inet);
    model::Concat concat;
    for (const auto& [header, field] : {std::pair{"ip", "saddr"}, {"tcp", "dport"}}) {
        const model::FieldLoad of = load(header, field);
        concat.parts.push_back({&catalog::type(of.field->type), of.field->bit_len, of.field->order, {}, of});
    }
    const model::Value value{concat.parts[0].type, 64, concat.parts[0].order, {}, concat};
    const auto answer = context.require(value);
    REQUIRE(std::holds_alternative<std::vector<Dependency>>(answer));
    CHECK(std::get<0>(answer).size() == 2);
}
