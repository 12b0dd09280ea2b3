// SPDX-License-Identifier: GPL-2.0-or-later
// The texts are those of iptables 1.8.9.
#include "runtime/restore/tools.h"

#include <doctest/doctest.h>

using namespace rulec::restore;

TEST_CASE("a mistake that iptables-restore finds itself") {
    const Refusal refusal =
        refusal_in("iptables-restore v1.8.9 (legacy): Couldn't load target `x':No such file or directory\n"
                   "\nError occurred at line: 3\nTry `iptables-restore -h' for more information.\n");
    CHECK(refusal.line == 3);
    CHECK(refusal.reason == "Couldn't load target `x':No such file or directory");
}

TEST_CASE("x_tables names the line of COMMIT and no reason") {
    const Refusal refusal = refusal_in("iptables-restore: line 6 failed\n");
    CHECK(refusal.line == 6);
    CHECK(refusal.reason == "line 6 failed");
}

TEST_CASE("iptables-nft names the rule on a line of its own") {
    const Refusal refusal = refusal_in("iptables-nft-restore v1.8.9 (nf_tables): \n"
                                       "line 4: RULE_APPEND failed (Invalid argument): rule in chain INPUT\n");
    CHECK(refusal.line == 4);
    CHECK(refusal.reason == "RULE_APPEND failed (Invalid argument): rule in chain INPUT");
}

TEST_CASE("no line at all") {
    const Refusal refusal = refusal_in("Fatal: can't open lock file /run/xtables.lock: Permission denied\n");
    CHECK(!refusal.line);
    CHECK(refusal.reason == "Fatal: can't open lock file /run/xtables.lock: Permission denied");
    CHECK(refusal_in("").reason.empty());
}

TEST_CASE("programs that say nothing, or too much") {
    CHECK(refusal_of({.exit_code = 4, .output = {}, .errors = {}}).reason == "it ended with exit code 4");
    CHECK(refusal_of({.exit_code = 137, .output = {}, .errors = {}}).reason == "signal 9 ended it");
    const std::string reason = refusal_in(std::string(5000000, 'x')).reason;
    CHECK(reason.size() == 303);
    CHECK(reason.ends_with("x..."));
}
