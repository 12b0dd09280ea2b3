// SPDX-License-Identifier: GPL-2.0-or-later
// Where lines begin and what becomes of comments. The whole style is shown by the `.fmt` cases in tests/cases.
#include "tests/unit/fmt/promises.h"

#include <doctest/doctest.h>

using rulec::test::broken_promise;
using rulec::test::formatted;

namespace {

// `body` in a chain, formatted, without the lines around it and without their indentation.
std::string rules(const std::string& body) {
    const std::string text = "table t {\n\tchain c {\n" + body + "\n\t}\n}\n";
    CHECK(rulec::test::parses(text));
    CHECK(broken_promise(text) == "");
    const std::string whole = formatted(text);
    std::string out;
    for (std::size_t begin = 0; begin < whole.size();) {
        const std::size_t end = whole.find('\n', begin) + 1;
        const std::string line = whole.substr(begin, end - begin);
        if (line.starts_with("\t\t")) out += line.substr(2);
        if (line == "\n") out += line;
        begin = end;
    }
    return out;
}

// "first, ..., last"
std::string numbers(int first, int last) {
    std::string out = std::to_string(first);
    for (int i = first + 1; i <= last; ++i)
        out += ", " + std::to_string(i);
    return out;
}

} // namespace

TEST_CASE("an empty text stays empty") {
    CHECK(formatted("") == "");
    CHECK(formatted("\n \r\n\t") == "");
    CHECK(formatted(";;") == "");
}

TEST_CASE("a line for each statement") {
    CHECK(rules("accept;drop ;; \n;return") == "accept\ndrop\nreturn\n");
    CHECK(rules("accept\n\n\n\ndrop") == "accept\n\ndrop\n");
    CHECK(formatted("add table t;add chain t c") == "add table t\nadd chain t c\n");
}

TEST_CASE("type and policy of a chain share a line, unless something stands between them") {
    const std::string line = "type filter hook input priority filter; policy drop;\n";
    CHECK(rules("type filter hook input priority filter; policy drop") == line);
    CHECK(rules("type filter hook input priority filter\npolicy drop;") == line);
    CHECK(rules("type filter hook input priority filter # why\npolicy drop") ==
          "type filter hook input priority filter; # why\npolicy drop;\n");
    CHECK(rules("type filter hook input priority filter\n\npolicy drop") ==
          "type filter hook input priority filter;\n\npolicy drop;\n");
}

TEST_CASE("comments stay where they are") {
    CHECK(rules("# before\naccept # behind\n# after") == "# before\naccept # behind\n# after\n");
    CHECK(rules("accept; # behind  \r\n  #tcp dport 22 accept") == "accept # behind\n#tcp dport 22 accept\n");
    CHECK(rules("ct state new, # first\n related # second\naccept") ==
          "ct state new, # first\n\trelated # second\naccept\n");
    CHECK(formatted("# a\n;# b\n") == "# a\n# b\n");
    CHECK(formatted("table t { # opens\n} # closes\n") == "table t { # opens\n} # closes\n");
}

TEST_CASE("comments of neighbouring lines stand in one column, if it is near") {
    CHECK(rules("accept # a\ncounter drop # b\n\ndrop # c") == "accept       # a\ncounter drop # b\n\ndrop # c\n");
    CHECK(rules("drop # a\naccept\ncounter # b") == "drop # a\naccept\ncounter # b\n");
    const std::string near = "tcp dport 1024 counter comment \"0123456789\"";
    CHECK(rules("drop # a\n" + near + " # b") == "drop" + std::string(39, ' ') + " # a\n" + near + " # b\n");
    const std::string far = "tcp dport 1024 counter comment \"0123456789a\"";
    CHECK(rules("drop # a\n" + far + " # b") == "drop # a\n" + far + " # b\n");
}

TEST_CASE("a list in one line is filled, one below its brace keeps its lines") {
    CHECK(rules("tcp dport {22,80,} accept") == "tcp dport { 22, 80 } accept\n");
    CHECK(rules("tcp dport {22,\n80} accept") == "tcp dport { 22, 80 } accept\n");
    CHECK(rules("tcp dport {\n22,80,\n443} accept") == "tcp dport {\n\t22, 80,\n\t443\n} accept\n");
    CHECK(rules("tcp dport {\n22,\n} accept") == "tcp dport {\n\t22,\n} accept\n");
}

TEST_CASE("comments in lists") {
    CHECK(rules("tcp dport { # both\n22, # ssh\n\n\n# web\n80 # http\n} accept") ==
          "tcp dport { # both\n\t22, # ssh\n\n\t# web\n\t80 # http\n} accept\n");
    CHECK(rules("tcp dport { 22, # ssh\n80 } accept") == "tcp dport { 22, # ssh\n            80 } accept\n");
    CHECK(rules("tcp dport { 22 # ssh\n, 80 } accept") == "tcp dport { 22, # ssh\n            80 } accept\n");
}

TEST_CASE("a list longer than a line goes on below its first element") {
    CHECK(formatted("add element t s { " + numbers(1001, 1020) + " }") ==
          "add element t s { " + numbers(1001, 1017) + ",\n                  " + numbers(1018, 1020) + " }\n");
    CHECK(formatted("add element t s { " + numbers(1001, 1017) + " }") ==
          "add element t s { " + numbers(1001, 1017) + " }\n");
}

TEST_CASE("a list that begins far to the right goes below its brace if it must") {
    const std::string before = "iifname \"enp3s0\" oifname \"enp4s0\" tcp dport ";
    CHECK(rules(before + "{ " + numbers(1001, 1009) + " } accept") ==
          before + "{ " + numbers(1001, 1009) + " } accept\n");
    CHECK(rules(before + "{ " + numbers(1001, 1010) + " } accept") ==
          before + "{\n\t" + numbers(1001, 1010) + "\n} accept\n");
}

TEST_CASE("one element a line behind the brace stays so where a value is given") {
    CHECK(formatted("define x = { 1,\n2,\n\n 3 }") == "define x = { 1,\n             2,\n\n             3 }\n");
    CHECK(formatted("define x = { 1, 2,\n 3 }") == "define x = { 1, 2, 3 }\n");
}

TEST_CASE("an update has one element, which is never cut") {
    const std::string rule =
        "ip saddr 10.0.0.0/8 add @first { ip saddr limit rate over 50/second burst 100 packets } "
        "add @second { ip saddr . tcp dport . @th,16,16 }\n";
    CHECK(rules(rule) == rule);
}

TEST_CASE("small objects stay on their line if they were written on one") {
    CHECK(formatted("table t {\nquota q {over 5 mbytes;}\ncounter c {\npackets 1 bytes 2\n}\n}") ==
          "table t {\n\tquota q { over 5 mbytes }\n\tcounter c {\n\t\tpackets 1 bytes 2\n\t}\n}\n");
    CHECK(formatted("table t {\nlimit l {rate 1/second;comment \"x\"}\n}") ==
          "table t {\n\tlimit l {\n\t\trate 1/second\n\t\tcomment \"x\"\n\t}\n}\n");
}

TEST_CASE("continued lines stay") {
    CHECK(rules("tcp dport 22 \\\n   counter   \\\n accept") == "tcp dport 22 \\\n\tcounter \\\n\taccept\n");
    CHECK(rules("accept \\\n # c\n") == "accept\n# c\n");
    CHECK(rules("meta mark set numgen inc mod 2 map { 0 : 1, \\\n 1 : 2 }") ==
          "meta mark set numgen inc mod 2 map { 0 : 1, 1 : 2 }\n");
}

TEST_CASE("commands stay commands, with their block on the line if it was there") {
    CHECK(formatted("add chain t c {type filter hook input priority 0;policy drop}") ==
          "add chain t c { type filter hook input priority 0; policy drop; }\n");
    CHECK(formatted("add chain t c {\ntype filter hook input priority 0;}") ==
          "add chain t c {\n\ttype filter hook input priority 0;\n}\n");
    CHECK(formatted("add map t m {type ipv4_addr:verdict;elements={10.0.0.1:drop};}") ==
          "add map t m { type ipv4_addr : verdict; elements = { 10.0.0.1 : drop }; }\n");
    CHECK(formatted("chain t c {type filter hook input priority 0;}") ==
          "chain t c {\n\ttype filter hook input priority 0;\n}\n");
}

TEST_CASE("an empty line follows a block of several lines") {
    CHECK(
        formatted("table t {\nchain a {\naccept\n}\n# about b\nchain b { ; }\nchain c { }\n}\nflush ruleset") ==
        "table t {\n\tchain a {\n\t\taccept\n\t}\n\n\t# about b\n\tchain b { }\n\tchain c { }\n}\n\nflush ruleset\n");
}

TEST_CASE("includes and defines between elements keep lines of their own") {
    const std::string text = "table t {\n\tset s {\n\t\ttype ipv4_addr\n\t\telements = { 10.0.0.1,\n"
                             "\t\tinclude \"more\"\n 10.0.0.2 }\n}\n}\n";
    CHECK(broken_promise(text) == "");
    CHECK(rulec::test::parses(formatted(text)));
}

TEST_CASE("nested lists and blocks") {
    CHECK(rules("ip saddr {10.0.0.1,{10.0.0.2,10.0.0.3}} accept") ==
          "ip saddr { 10.0.0.1, { 10.0.0.2, 10.0.0.3 } } accept\n");
    CHECK(rules("jump { tcp dport {22} jump { accept } ; drop } comment \"x\"") ==
          "jump {\n\ttcp dport { 22 } jump {\n\t\taccept\n\t}\n\tdrop\n} comment \"x\"\n");
}
