// SPDX-License-Identifier: GPL-2.0-or-later
// The texts are those of iptables-save 1.8.9.
#include "runtime/restore/state.h"

#include <doctest/doctest.h>

using namespace rulec::restore;

namespace {

using Names = std::vector<std::string>;

std::vector<std::string> rules_of(const State& state, std::string_view chain) {
    std::vector<std::string> rules;
    for (const Rule& rule : state.tables.front().find(chain)->rules)
        rules.push_back(rule.text);
    return rules;
}

} // namespace

TEST_CASE("a comment of several lines is one rule, whatever its lines look like") {
    const State state = read_saved("*filter\n:INPUT ACCEPT [0:0]\n:x - [0:0]\n"
                                   "-A INPUT -m comment --comment \"a \\\" b\n:rulec-y - [0:0]\n*nat\n"
                                   "-A INPUT -j rulec-z\nCOMMIT\" -j x\n-A INPUT -j DROP\nCOMMIT\n");
    REQUIRE(state.tables.size() == 1);
    CHECK(state.tables[0].chains.size() == 2);
    CHECK(rules_of(state, "INPUT") == Names{"-m comment --comment \"a \\\" b\n:rulec-y - [0:0]\n*nat\n"
                                            "-A INPUT -j rulec-z\nCOMMIT\" -j x",
                                            "-j DROP"});
}

TEST_CASE("quotes in names of chains open nothing") {
    const State state = read_saved("*filter\n:\"x - [0:0]\n:y\"z - [0:0]\n-A \"x -j y\"z\n-A y\"z -j \"x\n"
                                   "-A y\"z -g \"x\n-A y\"z -j DROP\nCOMMIT\n");
    CHECK(rules_of(state, "\"x") == Names{"-j y\"z"});
    CHECK(rules_of(state, "y\"z") == Names{"-j \"x", "-g \"x", "-j DROP"});
}

TEST_CASE("a quote that is never closed ends with its line") {
    const State state = read_saved("*filter\n:x - [0:0]\n-A x -m odd --word \"a -j DROP\n-A x -j DROP\nCOMMIT\n");
    CHECK(rules_of(state, "x").size() == 2);
}

TEST_CASE("rules are found in chains that are not in the order of their declarations") {
    const State state = read_saved("*filter\n:a - [0:0]\n:b - [0:0]\n:c - [0:0]\n-A c -j A\n-A a -j B\n-A c -j C\n"
                                   "-A nowhere -j D\n-A b -j E\nCOMMIT\n");
    CHECK(rules_of(state, "a") == Names{"-j B"});
    CHECK(rules_of(state, "b") == Names{"-j E"});
    CHECK(rules_of(state, "c") == Names{"-j A", "-j C"});
}

TEST_CASE("what iptables-nft-save says it cannot show") {
    const State state =
        read_saved("# Table `raw' is incompatible, use 'nft' tool.\n"
                   "# Table `filter' contains incompatible base-chains, use 'nft' tool to list them.\n"
                   "# Table `\n*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n");
    CHECK(state.hidden_tables == Names{"raw"});
    CHECK(state.hidden_base_chains == Names{"filter"});
    CHECK(state.tables.size() == 1);
}

TEST_CASE("a rule leads to what its last option names") {
    const auto destination = [](const char* text) { return std::string(destination_of({text, {}})); };
    CHECK(destination("-j rulec-a") == "rulec-a");
    CHECK(destination("-p tcp -g rulec-a") == "rulec-a");
    CHECK(destination("-m comment --comment \"to -j rulec-a\"").ends_with("\""));
    CHECK(destination("-j LOG --log-prefix rulec-a") == "");
    CHECK(destination("") == "");
}
