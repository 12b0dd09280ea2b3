// SPDX-License-Identifier: GPL-2.0-or-later
// The tree of representative statements, as AstPrinter shows it.
#include "parse_text.h"

#include <doctest/doctest.h>

using rulec::test::parse_text;
using rulec::test::tree_of_rule;

TEST_CASE("tree of matches") {
    CHECK(tree_of_rule("tcp dport { 22, 80-90 } accept") ==
          "rule\n  match (tcp dport) implicit {22, 80-90}\n  verdict accept\n");
    CHECK(tree_of_rule("ip saddr != 10.0.0.0/8") == "rule\n  match (ip saddr) != 10.0.0.0/8\n");
    CHECK(tree_of_rule("ct state new,established") == "rule\n  match (ct state) implicit [new, established]\n");
    CHECK(tree_of_rule("ip saddr . tcp dport @s") == "rule\n  match (ip saddr) . (tcp dport) implicit @s\n");
    CHECK(tree_of_rule("ct original ip saddr $x") == "rule\n  match (ct original ip saddr) implicit $x\n");
    CHECK(tree_of_rule("iifname eth*") == "rule\n  match (iifname) implicit eth*\n");
    CHECK(tree_of_rule("fib saddr . iif oif 0") == "rule\n  match (fib oif of saddr . iif) implicit 0\n");
    CHECK(tree_of_rule("@th,16,32 1") == "rule\n  match (@th,16,32) implicit 1\n");
    CHECK(tree_of_rule("rt0 addr[1] ::1") == "rule\n  match (rt0 addr[1]) implicit ::1\n");
    CHECK(tree_of_rule("ipsec  in reqid 1") == "rule\n  match (ipsec in reqid) implicit 1\n");
    CHECK(tree_of_rule("ip6 daddr [::1]") == "rule\n  match (ip6 daddr) implicit ::1\n");
}

TEST_CASE("operators bind as in the manual") {
    CHECK(tree_of_rule("meta mark & 0xff | 1 ^ 2 << 3 == 4") ==
          "rule\n  match (| (& (meta mark) 0xff) (^ 1 (<< 2 3))) == 4\n");
    CHECK(tree_of_rule("tcp flags & (fin | syn) == syn") == "rule\n  match (& (tcp flags) (| fin syn)) == syn\n");
    CHECK(tree_of_rule("meta mark 1 | 2 | 4") == "rule\n  match (meta mark) implicit (| (| 1 2) 4)\n");
    CHECK(tree_of_rule("ip saddr . tcp dport 10.0.0.0/8 . 1-2") ==
          "rule\n  match (ip saddr) . (tcp dport) implicit 10.0.0.0/8 . 1-2\n");
}

TEST_CASE("a slash is a prefix or a mask") {
    CHECK(tree_of_rule("tcp flags syn / syn,ack") == "rule\n  match (tcp flags) implicit (mask syn [syn, ack])\n");
    CHECK(tree_of_rule("tcp flags fin,syn / syn,ack") ==
          "rule\n  match (tcp flags) implicit (mask [fin, syn] [syn, ack])\n");
    CHECK(tree_of_rule("tcp flags $a / $b") == "rule\n  match (tcp flags) implicit (mask $a $b)\n");
    CHECK(tree_of_rule("ip saddr { 10.0.0.0/8 }") == "rule\n  match (ip saddr) implicit {10.0.0.0/8}\n");
}

TEST_CASE("tree of assignments and maps") {
    CHECK(tree_of_rule("ct mark set meta mark") == "rule\n  set (ct mark) (meta mark)\n");
    CHECK(tree_of_rule("ip protocol set tcp") == "rule\n  set (ip protocol) tcp\n");
    CHECK(tree_of_rule("meta mark set ip saddr map @m") == "rule\n  set (meta mark) (map (ip saddr) @m)\n");
    CHECK(tree_of_rule("tcp dport vmap { 22:accept, * : jump x }") ==
          "rule\n  vmap (tcp dport) {22: accept, *: jump x}\n");
}

TEST_CASE("tree of limits") {
    CHECK(tree_of_rule("limit rate 10/second") == "rule\n  limit rate 10/second\n");
    CHECK(tree_of_rule("limit rate over 1 mbytes/minute burst 2 kbytes") ==
          "rule\n  limit rate over 1 mbytes/minute burst 2 kbytes\n");
    CHECK(tree_of_rule("quota until 5 mbytes used 1 bytes") == "rule\n  quota 5 mbytes used 1 bytes\n");
}

TEST_CASE("tree of redirections") {
    CHECK(tree_of_rule("dnat ip to 10.0.0.1:80 random,persistent") ==
          "rule\n  dnat family ip to 10.0.0.1 port 80 flags random persistent\n");
    CHECK(tree_of_rule("dnat ip addr . port to tcp dport map @m") ==
          "rule\n  dnat family ip type addr port to (map (tcp dport) @m)\n");
    CHECK(tree_of_rule("redirect to :22") == "rule\n  redirect port 22\n");
    CHECK(tree_of_rule("masquerade") == "rule\n  masquerade\n");
    CHECK(tree_of_rule("snat ip saddr map { 10.0.0.1 : 10.0.0.2 }") ==
          "rule\n  snat to (map (ip saddr) {10.0.0.1: 10.0.0.2})\n");
    CHECK(tree_of_rule("queue num 1-3 bypass") == "rule\n  queue to 1-3 flags bypass\n");
    CHECK(tree_of_rule("queue flags fanout to numgen inc mod 4") ==
          "rule\n  queue to (numgen inc mod 4) flags fanout\n");
}

TEST_CASE("tree of set updates and jump blocks") {
    CHECK(tree_of_rule("add @s { ip saddr timeout 1m : 5 }") == "rule\n  add @s {(ip saddr): 5 timeout 1m}\n");
    CHECK(tree_of_rule("meter m { ip saddr limit rate 1/second }") ==
          "rule\n  meter m {(ip saddr) limit rate 1/second}\n");
    CHECK(tree_of_rule("goto { accept; drop }") == "rule\n  goto block\n    verdict accept\n    verdict drop\n");
}

TEST_CASE("tree of commands") {
    CHECK(parse_text("add rule ip t c index 2 accept").tree == "add rule ip t c index 2\n  verdict accept\n");
    CHECK(parse_text("t c accept").tree == "add rule t c\n  verdict accept\n");
    CHECK(parse_text("add element ip t s { 1, 2 }").tree == "add element ip t s {\n  elements\n    1\n    2\n}\n");
    CHECK(parse_text("add element t s $x").tree == "add element t s {\n  elements\n    $x\n}\n");
    CHECK(parse_text("add table t").tree == "add table t\n");
    CHECK(parse_text("table ip t { }").tree == "table ip t {\n}\n");
    CHECK(parse_text("add quota t q over 5 mbytes").tree == "add quota t q {\n  quota over 5 mbytes\n}\n");
    CHECK(parse_text("delete rule t c handle 5").tree == "delete rule t c handle 5\n");
    CHECK(parse_text("rename chain t c d").tree == "rename chain t c to d\n");
    CHECK(parse_text("flush ruleset").tree == "flush ruleset\n");
    CHECK(parse_text("list ruleset").tree == "list other\n");
    CHECK(parse_text("define x = -5").tree == "define x = -5\n");
    CHECK(parse_text("define x = { }").tree == "define x = {}\n");
}
