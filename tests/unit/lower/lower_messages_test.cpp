// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/lower/ir_samples.h"

#include <doctest/doctest.h>

using namespace rulec;
using namespace rulec::samples;

TEST_CASE("what others refer to goes first") {
    model::Set set{};
    set.name = "s";
    set.key = {part_like(field("ip", "saddr"))};
    set.elements.key_len = 4;
    ir::Ruleset rules = ruleset({statement(in_set(field("ip", "saddr"), 0))}, {set});
    ir::Table& table = rules.tables[0];
    table.comment = "x";
    model::Object counter{};
    counter.name = "o";
    counter.body = model::Counter{};
    table.objects = {counter};
    model::Flowtable flowtable{};
    flowtable.name = "f";
    flowtable.devices = {"lo"};
    flowtable.counter = true;
    table.flowtables = {flowtable};
    rules.removed_tables = {{catalog::Family::ip, "old"}};
    CHECK(program(rules) == "table ip old\ndelete table ip old\n"
                            "table inet t\n  userdata 00027800\n"
                            "chain inet t c\n"
                            "object inet t o\n  [ counter pkts 0 bytes 0 ]\n"
                            "set inet t s id 1 key type 7 len 4\n  userdata 000402000000\n"
                            "flowtable inet t f hook 0 prio 0 devices lo flags 0x2\n"
                            "rule inet t c\n"
                            "  [ payload load 4b @ network header + 12 => reg 1 ]\n"
                            "  [ lookup reg 1 set s 0x0 ]\n");
}

TEST_CASE("a base chain has a hook, a policy only if it was said") {
    ir::Ruleset rules = ruleset({});
    model::BaseChain base{};
    base.type = catalog::ChainType::filter;
    base.hook = catalog::Hook::input;
    base.hook_number = 1;
    base.priority = -5;
    rules.tables[0].chains[0].base = base;
    CHECK(program(rules).find("chain inet t c type filter hook input prio -5\n") != std::string::npos);
    rules.tables[0].chains[0].base->policy_accept = false;
    CHECK(program(rules).find("prio -5 policy drop\n") != std::string::npos);
}

TEST_CASE("a bound chain goes with its rules before the rule that jumps to it") {
    model::Verdict jump{model::VerdictKind::jump, {}, 1};
    ir::Ruleset rules = ruleset({statement(ir::Action(jump))});
    ir::Chain bound{};
    bound.bound = true;
    bound.rules.resize(1);
    bound.rules[0].statements = {statement(ir::Action(model::Verdict{model::VerdictKind::drop, {}, {}}))};
    bound.rules[0].comment = "r";
    rules.tables[0].chains.push_back(bound);
    CHECK(program(rules) == "table inet t\n"
                            "chain inet t c\n"
                            "chain inet t id 1 flags 0x4\n"
                            "rule inet t chain id 1\n  [ immediate reg 0 drop ]\n  userdata 00027200\n"
                            "rule inet t c\n  [ immediate reg 0 jump -> chain id 1 ]\n");
}

TEST_CASE("an anonymous set is sent for every use") {
    const Value port = field("tcp", "dport");
    ir::Ruleset rules = ruleset({statement(in_set(port, 0))}, {set_of(port, {{22, 22}, {80, 80}}, false)});
    rules.tables[0].chains[0].rules.push_back(rules.tables[0].chains[0].rules[0]);
    const std::string text = program(rules);
    CHECK(text.find("__set0 id 1 ") < text.find("rule inet"));
    CHECK(text.find("rule inet") < text.find("__set0 id 2 "));
}
