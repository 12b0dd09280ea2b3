// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/restore/plan.h"

#include <doctest/doctest.h>

using namespace rulec::restore;

namespace {

using Names = std::vector<std::string>;

const State kOurs =
    read_saved("*filter\n:INPUT ACCEPT [0:0]\n:rulec-INPUT - [0:0]\n:rulec-web - [0:0]\n"
               "-A INPUT -j rulec-INPUT\n-A rulec-INPUT -p tcp -j rulec-web\n-A rulec-web -j ACCEPT\nCOMMIT\n");

std::string planned(const char* live, const State& wanted, Scope scope = Scope::own) {
    return make_plan(read_saved(live), wanted, &wanted, scope).text.text;
}

} // namespace

TEST_CASE("where nothing is, chains are made and entered in front of what is there") {
    CHECK(planned("", kOurs) == "*filter\n:rulec-INPUT - [0:0]\n:rulec-web - [0:0]\n-I INPUT -j rulec-INPUT\n"
                                "-A rulec-INPUT -p tcp -j rulec-web\n-A rulec-web -j ACCEPT\nCOMMIT\n");
}

TEST_CASE("what is as it should be is not mentioned") {
    CHECK(planned("*filter\n:INPUT DROP [7:9]\n:DOCKER - [0:0]\n:rulec-INPUT - [0:0]\n:rulec-web - [0:0]\n"
                  "-A INPUT -s 192.0.2.1/32 -j DROP\n-A INPUT -j rulec-INPUT\n-A rulec-INPUT -p tcp -j rulec-web\n"
                  "-A rulec-web -j ACCEPT\nCOMMIT\n",
                  kOurs) == "");
}

TEST_CASE("only the chain that differs is written anew") {
    CHECK(planned("*filter\n:INPUT ACCEPT [0:0]\n:rulec-INPUT - [0:0]\n:rulec-web - [0:0]\n-A INPUT -j rulec-INPUT\n"
                  "-A rulec-INPUT -p tcp -j rulec-web\n-A rulec-web -j DROP\nCOMMIT\n",
                  kOurs) == "*filter\n:rulec-web - [0:0]\n-A rulec-web -j ACCEPT\nCOMMIT\n");
}

TEST_CASE("chains go after the last rule that led to them, and those of others stay") {
    CHECK(planned("*nat\n:OUTPUT DROP [0:0]\n:other - [0:0]\n:rulec-OUTPUT - [0:0]\n:rulec-a - [0:0]\n-A OUTPUT -j "
                  "rulec-OUTPUT\n"
                  "-A OUTPUT -j other\n-A rulec-OUTPUT -j rulec-a\nCOMMIT\n",
                  State{}) ==
          "*nat\n-F rulec-OUTPUT\n-F rulec-a\n-D OUTPUT -j rulec-OUTPUT\n-X rulec-OUTPUT\n-X rulec-a\nCOMMIT\n");
}

TEST_CASE("without knowing how iptables-save prints them, all wanted chains are written") {
    const Plan plan = make_plan(kOurs, kOurs, nullptr, Scope::own);
    CHECK(plan.changes == Names{"change chain rulec-INPUT of filter", "change chain rulec-web of filter"});
}

TEST_CASE("rules that name a chain of ours beside other conditions are somebody else's") {
    CHECK(planned(
              "*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p udp -j rulec-INPUT\n-A INPUT -j rulec-INPUT -m x\nCOMMIT\n",
              State{}) == "");
}

TEST_CASE("an entry that is put back goes where it was") {
    const State before = read_saved("*filter\n:INPUT ACCEPT [0:0]\n:rulec-INPUT - [0:0]\n-A INPUT -j f2b\n"
                                    "-A INPUT -j rulec-INPUT\n-A INPUT -j DROP\nCOMMIT\n");
    CHECK(planned("*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -j f2b\n-A INPUT -j DROP\nCOMMIT\n", before) ==
          "*filter\n:rulec-INPUT - [0:0]\n-I INPUT 2 -j rulec-INPUT\nCOMMIT\n");
    CHECK(planned("*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n", before) ==
          "*filter\n:rulec-INPUT - [0:0]\n-I INPUT -j rulec-INPUT\nCOMMIT\n");
    CHECK(planned("*filter\n:INPUT ACCEPT [0:0]\n:rulec-OLD - [0:0]\n-A INPUT -j rulec-OLD\nCOMMIT\n", before) ==
          "*filter\n:rulec-INPUT - [0:0]\n-F rulec-OLD\n-D INPUT -j rulec-OLD\n-I INPUT -j rulec-INPUT\n"
          "-X rulec-OLD\nCOMMIT\n");
}

TEST_CASE("an entry that is there twice is left once, in the first of its places, and put back twice") {
    const char* twice =
        "*filter\n:INPUT ACCEPT [0:0]\n:rulec-INPUT - [0:0]\n:rulec-web - [0:0]\n:rulec-OLD - [0:0]\n"
        "-A INPUT -j rulec-OLD\n-A INPUT -j f2b\n-A INPUT -j rulec-INPUT\n-A INPUT -j DROP\n"
        "-A INPUT -j rulec-INPUT\n-A rulec-INPUT -p tcp -j rulec-web\n-A rulec-web -j ACCEPT\nCOMMIT\n";
    CHECK(planned(twice, kOurs) ==
          "*filter\n-F rulec-OLD\n-D INPUT -j rulec-INPUT\n-D INPUT -j rulec-INPUT\n-D INPUT -j rulec-OLD\n"
          "-I INPUT 2 -j rulec-INPUT\n-X rulec-OLD\nCOMMIT\n");
    CHECK(planned("*filter\n:INPUT ACCEPT [0:0]\n:rulec-INPUT - [0:0]\n:rulec-web - [0:0]\n:rulec-OLD - [0:0]\n"
                  "-A INPUT -j f2b\n-A INPUT -j rulec-INPUT\n-A INPUT -j DROP\n"
                  "-A rulec-INPUT -p tcp -j rulec-web\n-A rulec-web -j ACCEPT\nCOMMIT\n",
                  read_saved(twice)) == "*filter\n-D INPUT -j rulec-INPUT\n-I INPUT -j rulec-OLD\n"
                                        "-I INPUT 3 -j rulec-INPUT\n-I INPUT 5 -j rulec-INPUT\nCOMMIT\n");
}

TEST_CASE("a chain that others lead to cannot go") {
    const auto held = [](const char* live, const State& wanted, Scope scope) {
        return make_plan(read_saved(live), wanted, &wanted, scope).held;
    };
    constexpr auto kConditional =
        "*filter\n:FORWARD ACCEPT [0:0]\n:rulec-web - [0:0]\n-A FORWARD -p tcp -g rulec-web\n";
    CHECK(held(kConditional, State{}, Scope::own) ==
          Names{"chain rulec-web of filter has to go, but others lead to it with `-A FORWARD -p tcp -g rulec-web`"});
    CHECK(held(kConditional, State{}, Scope::all).empty());
    CHECK(held(kConditional, kOurs, Scope::own).empty());
    // Only built-in chains have entries of ours.
    CHECK(held("*filter\n:mine - [0:0]\n:rulec-web - [0:0]\n-A mine -j rulec-web\n", State{}, Scope::own).size() ==
          1);
}

TEST_CASE("the whole: what is not wanted goes, policies as well") {
    CHECK(planned("*filter\n:INPUT DROP [0:0]\n:x - [0:0]\n-A INPUT -j x\nCOMMIT\n*raw\n:OUTPUT ACCEPT [0:0]\n"
                  ":PREROUTING ACCEPT [0:0]\n-A OUTPUT -j ACCEPT\nCOMMIT\n",
                  kOurs, Scope::all) == "*filter\n:INPUT ACCEPT [0:0]\n:rulec-INPUT - [0:0]\n:rulec-web - [0:0]\n-F "
                                        "INPUT\n-F x\n-A INPUT -j rulec-INPUT\n"
                                        "-A rulec-INPUT -p tcp -j rulec-web\n-A rulec-web -j ACCEPT\n-X x\nCOMMIT\n"
                                        "*raw\n:OUTPUT ACCEPT [0:0]\n-F OUTPUT\nCOMMIT\n");
}

TEST_CASE("strangers are chains, rules and policies that rulec did not make") {
    CHECK(strangers(kOurs).empty());
    CHECK(strangers(read_saved(
              "*filter\n:INPUT DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n:x - [0:0]\n-A OUTPUT -j x\n-A OUTPUT -j DROP\n")) ==
          Names{"policy DROP of chain INPUT of filter", "2 rules in chain OUTPUT of filter", "chain x of filter"});
}
