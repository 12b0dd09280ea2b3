// SPDX-License-Identifier: GPL-2.0-or-later
// Spellings of JSON that golden cases and the detour through nft do not show, and what JSON cannot say.
#include "backend/json/print.h"
#include "compiler/sema/analyze.h"

#include <nlohmann/json.hpp>

#include <doctest/doctest.h>

using namespace rulec;

namespace {

struct Printed {
    std::string text, codes;
};

Printed print_text(const std::string& rules) {
    SourceManager sources;
    diag::Sink sink;
    const model::Ruleset ruleset = sema::analyze(sources, sources.add("a.rules", rules), {}, sink);
    REQUIRE_FALSE(sink.failed());
    Printed printed{json::print(ruleset, sink), {}};
    for (const diag::Diagnostic& diagnostic : sink.all()) {
        CHECK(diagnostic.primary.span.known());
        printed.codes += std::string(printed.codes.empty() ? "" : " ") + std::string(diag::info(diagnostic.code).id);
    }
    return printed;
}

// The statements of one rule, as text without the brackets around them.
std::string statements(const std::string& rule) {
    const Printed printed = print_text("table inet t {\nchain c {\n" + rule + "\n}\n}\n");
    CHECK(printed.codes.empty());
    const auto list = nlohmann::ordered_json::parse(printed.text)["nftables"];
    const std::string text = list.back()["rule"]["expr"].dump();
    return text.substr(1, text.size() - 2);
}

std::string right_side(const std::string& rule) {
    return nlohmann::ordered_json::parse(statements(rule))["match"]["right"].dump();
}

std::string codes_in_table(const std::string& lines) {
    return print_text("table ip t {\n" + lines + "\n}\n").codes;
}

} // namespace

TEST_CASE("values keep a spelling that means the same on every host") {
    CHECK(right_side("iif \"eth7\"") == R"("eth7")");
    CHECK(right_side("iif 7") == "7");
    CHECK(right_side("meta skuid \"daemon\"") == R"("daemon")");
    CHECK(right_side("meta hour 3600-7200") == R"({"range":[3600,7200]})");
    CHECK(right_side("meta time 1700000000") == "1700000000");
    CHECK(right_side("ct expiration 90s") == "90");
    CHECK(right_side("ct expiration 1500ms") == R"("1s500ms")");
    CHECK(right_side("oifgroup 0") == "0");
}

TEST_CASE("numbers that do not fit a signed 64 bit integer are strings") {
    CHECK(right_side("@nh,0,128 0x11111111111111111111111111111111") == R"("0x11111111111111111111111111111111")");
    CHECK(right_side("ct bytes 18446744073709551615") == R"("0xffffffffffffffff")");
    CHECK(right_side("ct bytes 9223372036854775807") == "9223372036854775807");
}

TEST_CASE("flags are a list where bits are tested, and joined by | in pairs where they are a value") {
    CHECK(statements("tcp flags fin,syn").find(R"("op":"in")") != std::string::npos);
    CHECK(right_side("tcp flags fin,syn") == R"(["fin","syn"])");
    CHECK(right_side("tcp flags == fin | syn | rst") == R"({"|":[{"|":["fin","syn"]},"rst"]})");
    CHECK(right_side("ct label { 1, 5 }") == R"({"set":[1,5]})");
}

TEST_CASE("a star is a wildcard only where a prefix is meant") {
    CHECK(right_side("iifname \"eth*\"") == R"("eth*")");
    CHECK(right_side("iifname \"eth\\*\"") == R"("eth\\*")");
    CHECK(right_side("iifname { \"w*\", \"lo\" }").find(R"("w*")") != std::string::npos);
}

TEST_CASE("reject takes its version from what the rule has matched") {
    CHECK(statements("ip6 saddr ::1 reject").find(R"({"type":"icmpv6","expr":"port-unreachable"})") !=
          std::string::npos);
    CHECK(statements("ip saddr 1.1.1.1 reject").find(R"({"type":"icmp","expr":"port-unreachable"})") !=
          std::string::npos);
}

TEST_CASE("a TCP option without a name is asked for by its number") {
    CHECK(statements("tcp option 42 exists") ==
          R"({"match":{"op":"==","left":{"tcp option":{"base":42,"offset":0,"len":8}},"right":true}})");
}

TEST_CASE("what JSON cannot say is an error at its place") {
    CHECK(codes_in_table("chain c { jump { accept; }; }") == "E0905");
    CHECK(codes_in_table("chain c { last; }") == "E0905");
    CHECK(codes_in_table("flowtable f { hook ingress priority 0; devices = { a }; counter; }") == "E0905");
    CHECK(codes_in_table("flags dormant;") == "E0905");
    CHECK(codes_in_table("set s { type ipv4_addr; flags dynamic; size 5; }") == "E0905");
    CHECK(codes_in_table("set s { typeof vlan id; }") == "W1006 E0905");
    CHECK(codes_in_table("set s { type ipv4_addr; timeout 500ms; }") == "E0905");
    CHECK(codes_in_table("map m { type ipv4_addr : ipv4_addr . inet_service; }") == "E0905");
    CHECK(codes_in_table("map m { type ipv4_addr : interval ipv4_addr; flags interval; }") == "E0905");
    CHECK(codes_in_table("synproxy p {\nmss 1460\nwscale 7\n}") == "E0905");
    CHECK(codes_in_table("ct expectation e {\nprotocol tcp\ndport 5\ntimeout 1m\nsize 2\n}") == "E0905");
    CHECK(codes_in_table("ct timeout t {\nprotocol tcp;\npolicy = { close : 5 }\n}") == "E0905");
    CHECK(codes_in_table("chain c { ct state new log prefix \"\xff\"; }") == "E0905");
}

TEST_CASE("what is lost and changes nothing for packets is a warning") {
    CHECK(codes_in_table("comment \"x\";") == "W1006");
    CHECK(codes_in_table("chain c { comment \"x\"; }") == "W1006");
    CHECK(codes_in_table("set s { typeof ip saddr; }") == "W1006");
    CHECK(codes_in_table("set s { type ipv4_addr; flags interval; auto-merge; }") == "W1006");
}

TEST_CASE("flush ruleset and removed tables are commands") {
    const std::string text = print_text("flush ruleset\nadd table ip a\ndelete table ip a\n").text;
    CHECK(text.find(R"({"flush":{"ruleset":null}})") != std::string::npos);
    CHECK(nlohmann::json::accept(text));
}
