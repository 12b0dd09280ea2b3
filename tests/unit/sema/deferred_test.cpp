// SPDX-License-Identifier: GPL-2.0-or-later
// Rules that use a set declared further down wait for it; meanwhile the chain may change around them.
#include "tests/unit/sema/analyzed.h"

#include <doctest/doctest.h>

using namespace rulec;
using test::analyze_text;

namespace {

const std::string kWaiting = "table ip t {\n chain c { tcp dport 1\n ip saddr @s\n tcp dport 2\n }\n";
const std::string kSet = "set s { type ipv4_addr\n }\n}\n";

} // namespace

TEST_CASE("a rule may use a set that comes later in the block, and keeps its place") {
    const auto done = analyze_text(kWaiting + kSet);
    CHECK(done.codes == "");
    CHECK(done.rules("c") == "tcp.dport == 1 | ip.saddr == @s | tcp.dport == 2");
}

TEST_CASE("variables of a waiting rule mean what they meant where it stands") {
    const auto done = analyze_text("define p = 1\ndefine x = \"a \"\ntable ip t {\n chain c {\n define q = 5\n"
                                   " ip saddr @s tcp dport $p udp sport $q\n ip saddr @s log prefix \"$x\"\n }\n"
                                   " redefine p = 2\n redefine x = \"b \"\n" +
                                   kSet);
    CHECK(done.codes == "E0311"); // tcp, then udp: a conflict, but every variable was found
    const auto good = analyze_text("define p = 1\ntable ip t {\n chain c {\n define x = \"a \"\n"
                                   " ip saddr @s tcp dport $p log prefix \"$x\"\n }\n redefine p = 2\n" +
                                   kSet);
    CHECK(good.codes == "");
    CHECK(good.rules("c") == "ip.saddr == @s tcp.dport == 1 log prefix \"a \" flags 0x0");
}

TEST_CASE("a rule inserted above a waiting rule does not take its place") {
    const auto done = analyze_text("table ip t {\n chain c { ip saddr @s\n }\n}\ninsert rule ip t c tcp dport 9\n"
                                   "add set ip t s { type ipv4_addr; }\n");
    // At the end of the table's block the set is not there yet.
    CHECK(done.codes == "E0205");
    const auto commands = analyze_text("add table ip t\nadd chain ip t c\nadd rule ip t c ip saddr @s\n"
                                       "insert rule ip t c tcp dport 9\nadd rule ip t c index 0 tcp dport 8\n"
                                       "add set ip t s { type ipv4_addr; }\n");
    CHECK(commands.codes == "");
    CHECK(commands.rules("c") == "tcp.dport == 9 | tcp.dport == 8 | ip.saddr == @s");
}

TEST_CASE("flushing takes waiting rules along") {
    for (const char* flush : {"flush chain ip t c", "flush table ip t"}) {
        CAPTURE(flush);
        const auto done = analyze_text("add table ip t\nadd chain ip t c\nadd rule ip t c ip saddr @s\n" +
                                       std::string(flush) + "\nadd rule ip t c tcp dport 9\n");
        CHECK(done.codes == "");
        CHECK(done.rules("c") == "tcp.dport == 9");
    }
}

TEST_CASE("a deleted chain takes waiting rules along, a renamed one keeps them") {
    const auto deleted = analyze_text("add table ip t\nadd chain ip t c\nadd rule ip t c ip saddr @s\n"
                                      "delete chain ip t c\nadd chain ip t c\nadd rule ip t c tcp dport 9\n");
    CHECK(deleted.codes == "");
    CHECK(deleted.rules("c") == "tcp.dport == 9");
    const auto renamed = analyze_text("add table ip t\nadd chain ip t c\nadd rule ip t c ip saddr @s\n"
                                      "rename chain ip t c d\nadd set ip t s { type ipv4_addr; }\n");
    CHECK(renamed.codes == "");
    CHECK(renamed.rules("d") == "ip.saddr == @s");
}

TEST_CASE("flush ruleset of one family leaves the waiting rules of others") {
    const auto done = analyze_text("add table ip6 x\nadd table ip t\nadd chain ip t c\nadd rule ip t c ip saddr @s\n"
                                   "flush ruleset ip6\nadd set ip t s { type ipv4_addr; }\n");
    CHECK(done.codes == "W1005");
    CHECK(done.rules("c") == "ip.saddr == @s");
}
