// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/sema/analyzed.h"

#include <doctest/doctest.h>

using namespace rulec;
using test::analyze_rule;
using test::analyze_text;

namespace {

struct Row {
    const char* rule;
    const char* codes;
};

void check(std::initializer_list<Row> rows) {
    for (const Row& row : rows) {
        CAPTURE(row.rule);
        CHECK(analyze_rule(row.rule).codes == row.codes);
    }
}

} // namespace

TEST_CASE("snat and dnat in inet need an address family and, for ports, a transport protocol") {
    check({{"dnat ip to 1.1.1.1", ""},
           {"dnat to 1.1.1.1", "E0602"},
           {"meta nfproto ipv4 dnat to 1.1.1.1", ""},
           {"ip saddr 1.1.1.1 dnat to 1.1.1.1", ""},
           {"dnat ip to 1.1.1.1:80", "E0601"},
           {"tcp dport 80 dnat ip to 1.1.1.1:8080", ""},
           {"meta l4proto { tcp, udp } dnat ip to 1.1.1.1:53", ""},
           {"tcp dport 80 redirect to :8080", ""},
           {"redirect to :8080", "E0601"},
           {"dnat ip to ::1", "E0301"},
           {"snat ip to 1.1.1.1 randm", "E0101"}});
    CHECK(analyze_text("table ip t {\n chain c { dnat ip6 to ::1\n }\n}\n").codes == "E0311");
}

TEST_CASE("log: options that exclude each other, levels, flags, the length of the prefix") {
    check({{"log level audit", ""},
           {"log level audit prefix \"x\"", "E0604"},
           {"log level warning", "E0211"},
           {"log group 5 snaplen 80", ""},
           {"log group 5 level info", "E0604"},
           {"log flags tcp sequence,options flags ip options", ""},
           {"log group 65536", "E0302"}});
    CHECK(analyze_rule("log prefix \"" + std::string(127, 'x') + "\"").codes == "");
    CHECK(analyze_rule("log prefix \"" + std::string(128, 'x') + "\"").codes == "E0606");
}

TEST_CASE("reject answers in the protocol of the packet") {
    check({{"reject", ""},
           {"reject with tcp reset", ""},
           {"udp dport 1 reject with tcp reset", "E0607"},
           {"meta nfproto ipv6 reject with icmp type net-unreachable", "E0607"},
           {"reject with icmpx type no-route", ""},
           {"reject with icmp type nothing", "E0303"}});
    CHECK(analyze_text("table ip t {\n chain c { reject with icmpx type no-route\n }\n}\n").codes == "E0607");
    CHECK(analyze_text("table arp t {\n chain c { reject\n }\n}\n").codes == "E0607");
}

TEST_CASE("limit and quota: units, zero, burst") {
    check({{"limit rate 5/second burst 10 packets", ""},
           {"limit rate 0/second", "E0302"},
           {"limit rate 5 mbytes/second burst 10 packets", "E0604"},
           {"limit rate 5 mbytes/second burst 5000 mbytes", "E0302"},
           {"quota over 5 mbytes used 1 mbytes", ""},
           {"quota 5 foo", "E0211"}});
}

TEST_CASE("sets filled from the packet path") {
    const auto update = [](std::string_view set, std::string_view rule) {
        return analyze_text(fmt::format("table ip t {{\n set s {{ {}\n }}\n chain c {{ {}\n }}\n}}\n", set, rule));
    };
    CHECK(update("type ipv4_addr; flags dynamic", "add @s { ip saddr }").codes == "");
    CHECK(update("type ipv4_addr; flags dynamic, timeout", "update @s { ip saddr timeout 5s }").codes == "");
    CHECK(update("type ipv4_addr", "add @s { ip saddr }").set("s").is_dynamic);
    CHECK(update("type ipv4_addr; flags constant", "add @s { ip saddr }").codes == "E0604");
    CHECK(update("type ipv4_addr", "add @s { tcp dport }").codes == "E0309");
    CHECK(update("type ipv4_addr", "add @s { ip saddr comment \"x\" }").codes == "E0701");
    CHECK(update("type ipv4_addr", "add @s { ip saddr expires 5s }").codes == "E0604");
    CHECK(update("type ipv4_addr", "add @t { ip saddr }").codes == "E0205");
}

TEST_CASE("meter makes a set of its own name") {
    const auto done = analyze_rule("meter m { ip saddr limit rate 5/second }");
    CHECK(done.codes == "");
    CHECK(done.set("m").is_dynamic);
    CHECK(analyze_text(
              "table ip t {\n set m { type mark\n }\n chain c { meter m { ip saddr limit rate 5/second }\n }\n}\n")
              .codes == "E0209");
}

TEST_CASE("what cannot be set, and what ends a rule") {
    check({{"meta mark set 5", ""},
           {"meta iifname set \"x\"", "E0603"},
           {"fib saddr type set local", "E0603"},
           {"accept counter", "E0605"},
           {"reject accept", "E0605"},
           {"counter accept comment \"x\"", ""}});
}

TEST_CASE("values: orders, lists, masks, constants") {
    check({{"tcp dport 80-22", "E0305"},
           {"ip saddr 10.0.0.0/33", "E0306"},
           {"tcp dport 65536", "E0302"},
           {"tcp dport 22,80", "E0307"},
           {"ct state established,related", ""},
           {"tcp dport < { 1, 2 }", "E0310"},
           {"ip saddr ::1", "E0301"},
           {"tcp dport 1 udp dport 2", "E0311"},
           {"ct original saddr 1.1.1.1", "E0312"},
           {"tcp dport foo", "E0303"}});
}

TEST_CASE("ports of ct need a transport protocol, which gives them their type") {
    check({{"ct original proto-src 22", "E0601"},
           {"ct original proto-src vmap { 22 : accept }", "E0601"},
           {"ct protocol tcp ct original proto-src 22", ""},
           {"meta l4proto { tcp, udp } ct original proto-src 22", ""}});
}

TEST_CASE("security marks are no numbers to compare with") {
    check({{"meta secmark 5", "E0604"}, {"ct secmark set meta secmark", ""}});
}

TEST_CASE("exthdr asks for routing headers of any type only") {
    check({{"exthdr rt exists", ""}, {"exthdr rt2 exists", "E0208"}});
}
