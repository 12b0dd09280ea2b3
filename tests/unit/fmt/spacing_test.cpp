// SPDX-License-Identifier: GPL-2.0-or-later
// Blanks within a line.
#include "tests/unit/fmt/promises.h"

#include <doctest/doctest.h>

using rulec::test::broken_promise;
using rulec::test::formatted;

namespace {

struct Row {
    const char* written;
    const char* expected;
};

void check_rows(std::initializer_list<Row> rows, const std::string& before, const std::string& behind) {
    for (const Row& row : rows) {
        CAPTURE(row.written);
        const std::string text = before + row.written + behind;
        CHECK(rulec::test::parses(text));
        CHECK(broken_promise(text) == "");
        CHECK(formatted(text) == before + row.expected + behind);
    }
}

} // namespace

TEST_CASE("rules") {
    check_rows(
        {{"ip  saddr\t10.0.0.0 / 8 accept", "ip saddr 10.0.0.0/8 accept"},
         {"tcp dport 22 - 80 accept", "tcp dport 22-80 accept"},
         {"tcp dport ssh - http accept", "tcp dport ssh - http accept"},
         {"tcp dport != {22}", "tcp dport != { 22 }"},
         {"ct state established , related accept", "ct state established,related accept"},
         {"tcp flags&(fin|syn)==syn", "tcp flags & (fin | syn) == syn"},
         {"tcp flags syn / syn,ack", "tcp flags syn / syn,ack"},
         {"tcp flags ! syn", "tcp flags ! syn"},
         {"@ th , 16 , 16 22", "@th,16,16 22"},
         {"ip saddr @ s", "ip saddr @s"},
         {"ip saddr . tcp dport @s", "ip saddr . tcp dport @s"},
         {"ct  count over 3 drop", "ct count over 3 drop"},
         {"limit rate 10 / second burst 5 packets", "limit rate 10/second burst 5 packets"},
         {"dnat to 10.0.0.1 : 80", "dnat to 10.0.0.1:80"},
         {"dnat to 10.0.0.1 : 80 - 90", "dnat to 10.0.0.1:80-90"},
         {"dnat to [2001:db8::1] : 80", "dnat to [2001:db8::1]:80"},
         {"dnat to $HOST:$PORT", "dnat to $HOST:$PORT"},
         {"dnat to numgen inc mod 2 map {0:10.0.0.1}:80", "dnat to numgen inc mod 2 map { 0 : 10.0.0.1 } : 80"},
         {"redirect to : 8080", "redirect to :8080"},
         {"masquerade to :1024-65535 random,persistent", "masquerade to :1024-65535 random,persistent"},
         {"update @s {ip saddr . @th,16,16 timeout 1m}", "update @s { ip saddr . @th,16,16 timeout 1m }"},
         {"meter m size 10 { @th,16,16 limit rate 1/second }", "meter m size 10 { @th,16,16 limit rate 1/second }"},
         {"tcp dport vmap {22:accept,80:jump web}", "tcp dport vmap { 22 : accept, 80 : jump web }"},
         {"queue num 0 - 3 bypass,fanout", "queue num 0-3 bypass,fanout"}},
        "table t {\n\tchain c {\n\t\t", "\n\t}\n}\n");
}

TEST_CASE("lines of chains") {
    check_rows({{"type filter hook input priority - 150", "type filter hook input priority -150;"},
                {"type filter hook input priority filter-10", "type filter hook input priority filter-10;"},
                {"type filter hook input priority filter - 10", "type filter hook input priority filter - 10;"},
                {"type filter hook input priority filter+10", "type filter hook input priority filter + 10;"},
                {"type filter hook ingress devices={a,b} priority 0",
                 "type filter hook ingress devices = { a, b } priority 0;"}},
               "table t {\n\tchain c {\n\t\t", "\n\t}\n}\n");
}

TEST_CASE("lines of sets") {
    check_rows({{"type ipv4_addr.inet_service : verdict", "type ipv4_addr.inet_service : verdict"},
                {"type ipv4_addr:verdict", "type ipv4_addr : verdict"},
                {"typeof ip saddr:meta mark", "typeof ip saddr : meta mark"},
                {"flags interval , timeout", "flags interval,timeout"},
                {"elements={10.0.0.1 . 80 - 90:accept}", "elements = { 10.0.0.1 . 80-90 : accept }"},
                {"elements = file ( \"x\" )", "elements = file(\"x\")"},
                {"elements = { }", "elements = { }"},
                {"elements = {\n}", "elements = { }"}},
               "table t {\n\tmap m {\n\t\t", "\n\t}\n}\n");
}

TEST_CASE("lines of a file") {
    check_rows({{"define x=-5", "define x = -5"},
                {"define x=$y", "define x = $y"},
                {"define meter = {1,2}", "define meter = { 1, 2 }"},
                {"add element ip meter x {1,2}", "add element ip meter x { 1, 2 }"},
                {"include  \"a  b\"", "include \"a  b\""},
                {"add rule t c tcp dport {22,80} accept", "add rule t c tcp dport { 22, 80 } accept"}},
               "", "\n");
}
