// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/ir/print.h"
#include "compiler/model/print.h"
#include "tests/unit/lower/ir_samples.h"

#include <doctest/doctest.h>

using namespace rulec;
using namespace rulec::samples;

TEST_CASE("IR reads like the rule, with what it implies marked") {
    const Value port = field("tcp", "dport");
    ir::Statement implied = statement(equal(field("meta", "l4proto"), 6));
    implied.implied = true;
    const model::Verdict accept{model::VerdictKind::accept, {}, {}};
    const ir::Ruleset rules = ruleset({statement(prefix(field("ip", "saddr"), hex("0a000000"), 8)), implied,
                                       statement(in_set(port, 0)), statement(ir::Action(accept))},
                                      {set_of(port, {{22, 22}, {80, 90}}, true)});
    CHECK(ir::print(rules) == "table inet t\n"
                              "  set @#0: inet_service(16), anonymous, constant, interval\n"
                              "    22\n"
                              "    80 - 90\n"
                              "  chain c\n"
                              "    rule\n"
                              "      ip.saddr in 10.0.0.0/8\n"
                              "    + meta.l4proto == 6\n"
                              "      tcp.dport in @#0\n"
                              "      accept\n");
}

TEST_CASE("the model says what was written") {
    model::Ruleset rules{};
    rules.flush_ruleset = true;
    rules.tables.resize(1);
    model::Table& table = rules.tables[0];
    table.family = catalog::Family::ip;
    table.name = "t";
    table.chains.resize(1);
    table.chains[0].name = "c";
    table.chains[0].rules.resize(1);
    const Value state = field("ct", "state");
    table.chains[0].rules[0].comment = "why";
    table.chains[0].rules[0].statements = {
        {{}, model::Match{state, model::MatchOp::any_bit, model::Constant{octets(state, 8)}}},
        {{}, model::Action(model::Limit{5, 60, 2, false, true})}};
    CHECK(model::print(rules) == "flush ruleset\n"
                                 "table ip t\n"
                                 "  chain c\n"
                                 "    rule \"why\"\n"
                                 "      ct.state has any of new\n"
                                 "      limit over 5 packets per 60 s burst 2\n");
}
