// SPDX-License-Identifier: GPL-2.0-or-later
// JSON to text: spellings, order, and what is refused where.
#include "backend/json/import/import.h"

#include <doctest/doctest.h>

using namespace rulec;

namespace {

struct Outcome {
    std::string text;
    std::string codes; // "E0902 at /nftables/0/x", one a line
    std::string place; // the text under the first diagnostic
};

Outcome import_text(const std::string& text) {
    SourceManager sources;
    diag::Sink sink;
    Outcome outcome;
    outcome.text = json::import(sources, sources.add("a.json", text), sink).text;
    for (const diag::Diagnostic& diagnostic : sink.all()) {
        outcome.codes += outcome.codes.empty() ? "" : "\n";
        outcome.codes += diag::info(diagnostic.code).id;
        if (!diagnostic.notes.empty()) outcome.codes += " " + diagnostic.notes.back();
        REQUIRE(diagnostic.primary.span.known());
        if (outcome.place.empty()) outcome.place = sources.text(diagnostic.primary.span);
    }
    return outcome;
}

std::string list(const std::string& items) {
    return R"({"nftables":[)" + items + "]}";
}

constexpr const char* kChain =
    R"({"table":{"family":"inet","name":"t"}},{"chain":{"family":"inet","table":"t","name":"c"}},)";
constexpr const char* kRule = R"({"rule":{"family":"inet","table":"t","chain":"c","expr":[)";

// One rule's text, without what stands around it.
std::string rule(const std::string& statements) {
    const Outcome outcome = import_text(list(kChain + (kRule + statements) + "]}}"));
    CHECK(outcome.codes == "");
    const std::size_t begin = outcome.text.find("\t\t") + 2;
    return outcome.text.substr(begin, outcome.text.find('\n', begin) - begin);
}

std::string match(const std::string& op, const std::string& left, const std::string& right) {
    return rule(R"({"match":{"op":")" + op + R"(","left":)" + left + R"(,"right":)" + right + "}}");
}

std::string rule_codes(const std::string& statements) {
    return import_text(list(kChain + (kRule + statements) + "]}}")).codes;
}

constexpr const char* kFlags = R"({"payload":{"protocol":"tcp","field":"flags"}})";
constexpr const char* kState = R"({"ct":{"key":"state"}})";
constexpr const char* kMark = R"({"meta":{"key":"mark"}})";

} // namespace

TEST_CASE("matches: testing bits, comparing flags, plain equality") {
    CHECK(match("in", kState, R"(["established","related"])") == "ct state established,related");
    CHECK(match("==", kState, R"("new")") == "ct state == new");
    CHECK(match("==", kFlags, R"({"|":[{"|":["fin","syn"]},"ack"]})") == "tcp flags == fin | syn | ack");
    CHECK(match("==", kFlags, "2") == "tcp flags == 0x2");
    CHECK(match("==", kFlags, R"({"set":["syn","ack"]})") == "tcp flags { syn, ack }");
    CHECK(match("!", kFlags, R"("syn")") == "tcp flags ! syn");
    CHECK(match("==", R"({"&":[{"payload":{"protocol":"tcp","field":"flags"}},["fin","syn"]]})", R"(["syn"])") ==
          "tcp flags & (fin | syn) == syn");
    CHECK(match("==", R"({"payload":{"protocol":"tcp","field":"dport"}})", "22") == "tcp dport 22");
    CHECK(match("!=", kMark, "10") == "meta mark != 0xa");
    CHECK(match("==", R"({"fib":{"result":"oif","flags":["saddr","iif"]}})", "false") ==
          "fib saddr . iif oif missing");
    CHECK(match("==", R"({"tcp option":{"base":42,"offset":0,"len":8}})", "true") == "tcp option 42 exists");
}

TEST_CASE("names that somebody gave stand in quotes, words of the language do not") {
    CHECK(match("==", R"({"meta":{"key":"iifname"}})", R"({"set":["ip","w*"]})") == R"(iifname { "ip", "w*" })");
    CHECK(match("==", R"({"meta":{"key":"l4proto"}})", R"({"set":["tcp",17]})") == "meta l4proto { tcp, 17 }");
    CHECK(match("==", R"({"payload":{"protocol":"icmp","field":"type"}})", R"({"range":["echo-reply",255]})") ==
          "icmp type 0-255");
    CHECK(rule(R"({"mangle":{"key":{"payload":{"protocol":"ip","field":"protocol"}},"value":"icmp"}})") ==
          R"(ip protocol set "icmp")");
}

TEST_CASE("arithmetic keeps its grouping") {
    CHECK(
        rule(R"({"mangle":{"key":{"meta":{"key":"mark"}},"value":{"|":[{"&":[{"ct":{"key":"mark"}},255]},256]}}})") ==
        "meta mark set (ct mark & 0xff) | 0x100");
}

TEST_CASE("addresses with ports") {
    CHECK(rule(R"({"dnat":{"family":"ip6","addr":"::1","port":80}})") == "dnat ip6 to [::1]:80");
    CHECK(rule(R"({"dnat":{"family":"ip6","addr":{"range":["::1","::2"]},"port":80}})") ==
          "dnat ip6 to [::1]-[::2]:80");
    CHECK(rule(R"({"redirect":{"port":{"range":[1,5]},"flags":["random","persistent"]}})") ==
          "redirect to :1-5 random,persistent");
    CHECK(rule(R"({"snat":{"family":"ip","addr":{"prefix":{"addr":"10.0.0.0","len":8}},"flags":"netmap"}})") ==
          "snat ip prefix to 10.0.0.0/8");
}

TEST_CASE("a rate without a burst, and one of zero, is nft's own") {
    CHECK(rule(R"({"limit":{"rate":3,"per":"minute"}})") == "limit rate 3/minute");
    CHECK(rule(R"({"limit":{"rate":3,"burst":0,"per":"minute","inv":true}})") == "limit rate over 3/minute");
    CHECK(rule(R"({"limit":{"rate":3,"rate_unit":"kbytes","per":"day","burst":7,"burst_unit":"kbytes"}})") ==
          "limit rate 3 kbytes/day burst 7 kbytes");
}

TEST_CASE("a statement that nft lists as text is taken as it is, if it is one") {
    CHECK(rule(R"("jump { accept; }")") == "jump { accept; }");
    CHECK(rule_codes(R"("accept } chain x {")") == "E0702 at /nftables/2/rule/expr/0");
    CHECK(rule_codes(R"("accept\ndrop")") == "E0702 at /nftables/2/rule/expr/0");
    CHECK(rule_codes(R"("log prefix \"a")") == "E0702 at /nftables/2/rule/expr/0");
    CHECK(rule_codes(R"("accept # x")") == "E0702 at /nftables/2/rule/expr/0");
}

TEST_CASE("no value becomes more than one word") {
    CHECK(match("==", R"({"payload":{"protocol":"ip","field":"saddr"}})", R"("1.1.1.1 drop")") ==
          R"(ip saddr "1.1.1.1 drop")");
    CHECK(match("==", R"({"payload":{"protocol":"ip","field":"saddr"}})", R"("a;b")") == R"(ip saddr "a;b")");
    CHECK(rule_codes(R"({"match":{"op":"==","left":{"meta":{"key":"iifname"}},"right":"a\" drop"}})") ==
          "E0702 at /nftables/2/rule/expr/0/match/right");
    CHECK(rule_codes(R"({"jump":{"target":"x drop"}})") == "E0702 at /nftables/2/rule/expr/0/jump/target");
}

TEST_CASE("declarations gather in one block a table, chains last; commands keep their place") {
    const Outcome outcome = import_text(
        list(R"({"metainfo":{"version":"1.0.6","json_schema_version":1}},{"flush":{"ruleset":null}},)" +
             std::string(kChain) +
             R"({"set":{"family":"inet","table":"t","name":"s","type":["ipv4_addr","mark"],"flags":["interval"]}},)" +
             kRule + R"({"accept":null}]}},{"insert":)" + kRule + R"({"drop":null}]}}},{"add":)" + kRule +
             R"({"return":null}]}}})"));
    CHECK(outcome.codes == "");
    CHECK(outcome.text == "flush ruleset\n"
                          "\n"
                          "table inet t {\n"
                          "\tset s {\n"
                          "\t\ttype ipv4_addr . mark\n"
                          "\t\tflags interval\n"
                          "\t}\n"
                          "\n"
                          "\tchain c {\n"
                          "\t\taccept\n"
                          "\t}\n"
                          "}\n"
                          "insert rule inet t c drop\n"
                          "\n"
                          "table inet t {\n"
                          "\tchain c {\n"
                          "\t\treturn\n"
                          "\t}\n"
                          "}\n");
}

TEST_CASE("elements that carry one statement of the set's several, as nft lists them") {
    const Outcome outcome = import_text(list(
        R"({"table":{"family":"ip","name":"t"}},{"set":{"family":"ip","table":"t","name":"s","type":"ipv4_addr",)"
        R"("stmt":[{"counter":null},{"quota":{"val":5}}],"elem":[{"elem":{"val":"1.1.1.1","quota":{"val":5}}}]}})"));
    CHECK(outcome.codes == "");
    CHECK(outcome.text.find("elements = { 1.1.1.1 }") != std::string::npos);
}

TEST_CASE("what nft leaves out of its listings is told from the elements") {
    const auto set = [](const std::string& members) {
        const Outcome outcome =
            import_text(list(R"({"map":{"family":"ip","table":"t","name":"s","type":"ipv4_addr",)" + members + "}}"));
        CHECK(outcome.codes == "");
        return outcome.text;
    };
    CHECK(set(R"("map":"mark","elem":[[{"elem":{"val":"1.1.1.1","counter":null}},5]])").find("\t\tflags dynamic\n") !=
          std::string::npos);
    CHECK(set(R"("map":["ipv4_addr","inet_service"],"elem":[["1.1.1.1",{"concat":["1.1.1.2",{"range":[1,5]}]}]])")
              .find("type ipv4_addr : interval ipv4_addr . inet_service") != std::string::npos);
}

TEST_CASE("every key is understood or an error") {
    CHECK(import_text(list(R"({"table":{"family":"ip","name":"t","color":1}})")).codes ==
          "E0902 at /nftables/0/table/color");
    CHECK(import_text(list(R"({"table":{"family":"ip"}})")).codes == "E0903 at /nftables/0/table");
    CHECK(import_text(list(R"({"table":{"family":"ip","name":5}})")).codes == "E0904 at /nftables/0/table/name");
    CHECK(import_text(list(R"({"tabel":{}})")).codes == "E0211 at /nftables/0/tabel");
    CHECK(import_text(list(R"({"metainfo":{"json_schema_version":2}})")).codes ==
          "E0904 at /nftables/0/metainfo/json_schema_version");
    CHECK(import_text(list(R"({"replace":{"rule":{}}})")).codes == "E0511 at /nftables/0/replace");
    CHECK(import_text("5").codes == "E0904 at the top");
}

TEST_CASE("a rule needs its chain") {
    CHECK(import_text(list((kRule) + std::string("]}}"))).codes == "E0204 at /nftables/0/rule");
    CHECK(import_text(list(kChain + std::string(R"({"delete":{"chain":{"family":"inet","table":"t","name":"c"}}},)") +
                           kRule + "]}}"))
              .codes == "E0204 at /nftables/3/rule");
}

TEST_CASE("what is no JSON is refused where it ends to be") {
    const auto place = [](const std::string& text) {
        const Outcome outcome = import_text(text);
        CHECK(outcome.codes == "E0901");
        return outcome.place;
    };
    CHECK(place(R"({"nftables":[})") == "}");
    CHECK(place(R"({"nftables":[)") == "");
    CHECK(place("{\"a\":\"\xff\"}") == "\xff");
    CHECK(place(R"({"a":{"b":1,"b":2}})") == "{");
    CHECK(place(R"({"nftables":[]} trailing)") == "t");
    CHECK(place(std::string(1000000, '[')) == "[");
    CHECK(place(R"({"a":1e999})") != "");
}
