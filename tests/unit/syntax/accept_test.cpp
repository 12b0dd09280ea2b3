// SPDX-License-Identifier: GPL-2.0-or-later
// What parses and what does not.
#include "parse_text.h"
#include "samples.h"

#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace rulec::test;
using rulec::syntax::Block;

TEST_CASE("sample files parse") {
    for (const auto text : sample_files())
        CHECK(parse_text(text).summary == "");
}

TEST_CASE("sample rules parse") {
    for (const auto text : sample_rules())
        CHECK_MESSAGE(parse_text(text, Block::chain).summary == "", text);
}

TEST_CASE("keywords are words where a name stands") {
    for (const std::string_view text : {
             "table ip filter { chain input { jump output; }\n chain log { }\n chain set { }\n chain last { } }",
             "table inet table { set element { type mark; }\n map counter { type time : mark; } }",
             "table t { chain c { type filter hook input priority filter; jump missing; goto comment } }",
             "table t { chain limit { } ; chain meta { }; chain tcp { }; chain iifname { } }",
             "add rule t log accept; add chain ip counter reject",
             "table file { chain file { jump file; } }; file file accept; add file file (meta mark & 1) == 1 drop",
             "define log = 1; define type = $log",
         }) {
        CHECK_MESSAGE(parse_text(text).summary == "", text);
    }
}

TEST_CASE("keywords are values where a value stands") {
    for (const std::string_view text : {
             "meta protocol ip",
             "meta protocol { ip, arp, ip6, vlan }",
             "icmp type redirect",
             "ct status snat,dnat",
             "ct event set new,destroy,label",
             "ct direction reply",
             "dccp type reset",
             "meta l4proto { tcp, udp, gre, comp, ah }",
             "iifname lo",
             "iifname { file, lo }",
             "tcp dport { time, name }",
             "log level warn flags tcp sequence flags all",
         }) {
        CHECK_MESSAGE(parse_text(text, Block::chain).summary == "", text);
    }
}

TEST_CASE("lines end with a newline, a semicolon, a brace or the file") {
    for (const std::string_view text : {
             "table inet t { chain a { accept } }",
             "table inet t { chain a { accept; drop } }",
             "table inet t {\nchain a {\naccept\n}\n}",
             "table inet t { ; chain a { ;; accept; ; drop; }; }",
             "table inet t {}\r\ntable inet u { }\r\n",
             "accept; drop\n",
         }) {
        const Block start = text.starts_with("table") ? Block::top : Block::chain;
        CHECK_MESSAGE(parse_text(text, start).summary == "", text);
    }
}

TEST_CASE("an included file begins where the include stands") {
    CHECK(parse_text("tcp dport 22 accept", Block::chain).summary == "");
    CHECK(parse_text("chain a { accept }", Block::table).summary == "");
    CHECK(parse_text("type ipv4_addr; elements = { 10.0.0.1 }", Block::set).summary == "");
    CHECK(parse_text("10.0.0.1,\n10.0.0.2,\n", Block::elements).summary == "");
    CHECK(parse_text("devices = { eth0 }", Block::flowtable).summary == "");
    CHECK(parse_text("over 5 mbytes", Block::object).summary == "");
}

TEST_CASE("elements are separated by commas, and nft reads over more than one") {
    CHECK(parse_text("tcp dport { 22,,23, , }", Block::chain).summary == "");
    CHECK(parse_text("tcp dport { ,22 }", Block::chain).summary == "E0101 at `,`");
    CHECK(parse_text("tcp dport { 22 23 }", Block::chain).summary == "E0101 at `23`");
    CHECK(parse_text("1,,2,\n,", Block::elements).summary == "");
    CHECK(parse_text(",1", Block::elements).summary == "E0101 at `,`");
    CHECK(parse_text("1\n2", Block::elements).summary == "E0108 at `2`");
    CHECK(parse_text("1 2", Block::elements).summary == "E0101 at `2`");
    CHECK(parse_text("table t { set s { elements = { 1, 2, } } }").summary == "");
    CHECK(parse_text("table t { set s { elements = { , } } }").summary == "E0101 at `,`");
}

TEST_CASE("what is no rule does not parse") {
    for (const std::string_view text : {"tcp",
                                        "tcp dport",
                                        "tcp dport ==",
                                        "accept comment",
                                        "jump",
                                        "meta",
                                        "22",
                                        "log prefix",
                                        "limit rate 5",
                                        "limit 5/second",
                                        "dnat to",
                                        "snat",
                                        "ip saddr set",
                                        "ct count",
                                        "tcp dport vmap",
                                        "counter packets",
                                        "add @s ip saddr",
                                        "queue num",
                                        "ip saddr 10.0.0.1 comment \"x\" accept",
                                        "tcp dport (22",
                                        "tcp dport 22)",
                                        "chain x",
                                        "policy",
                                        "drop }",
                                        "= 5"}) {
        CHECK_MESSAGE(parse_text(text, Block::chain).errors == 1, text);
    }
}

TEST_CASE("long lists are read in bulk, and the same holds for them") {
    std::string list = "10.0.0.0";
    for (int i = 1; i < 2000; ++i)
        list += fmt::format(",\n10.0.{}.{}", i / 256, i % 256);
    const auto set = [](const std::string& elements) {
        return parse_text("table t { set s { elements = { " + elements + " } } }").summary;
    };
    CHECK(set(list + ",," + list + ",\n,") == "");
    CHECK(set(", " + list) == "E0101 at `,`");
}

TEST_CASE("names may look like times and addresses") {
    CHECK(parse_text("table ip 24h { chain 10.0.0.1 { jump 1d }; set ::1 { type mark; } }").summary == "");
    CHECK(parse_text("add rule ip 24h 10.0.0.1 ip saddr @::1").summary == "");
    CHECK(parse_text("table 5 { }").summary == "E0101 at `5`");
}
