// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/lower/ir_samples.h"

#include <doctest/doctest.h>

using namespace rulec;
using namespace rulec::samples;

TEST_CASE("verdicts") {
    CHECK(rule(ir::Action(model::Verdict{model::VerdictKind::accept, {}, {}})) == "[ immediate reg 0 accept ]\n");
    CHECK(rule(ir::Action(model::Verdict{model::VerdictKind::goto_, "c2", {}})) ==
          "[ immediate reg 0 goto -> c2 ]\n");
}

TEST_CASE("actions without operands") {
    CHECK(rule(ir::Action(model::Limit{10, 60, 3, false, true})) ==
          "[ limit rate 10/minute burst 3 type packets flags 0x1 ]\n");
    CHECK(rule(ir::Action(model::Quota{5, 3, true})) == "[ quota bytes 5 consumed 3 flags 1 ]\n");
    CHECK(rule(ir::Action(model::CtCount{3, true})) == "[ connlimit count 3 flags 0x1 ]\n");
    CHECK(rule(ir::Action(model::Reject{model::RejectType::icmpx_unreach, 1, 0})) == "[ reject type 2 code 1 ]\n");
    CHECK(rule(ir::Action(model::OptionReset{8})) == "[ exthdr reset tcpopt 8 ]\n");
    CHECK(rule(ir::Action(model::FlowAdd{"f"})) == "[ flow add flowtable f ]\n");
    CHECK(rule(ir::Action(model::ObjectRef{model::ObjectType::ct_helper, "h"})) == "[ objref type 3 name h ]\n");
}

TEST_CASE("synproxy says which options it has") {
    CHECK(rule(ir::Action(model::Synproxy{1460, 7, 0xc})) == "[ synproxy mss 1460 wscale 7 flags 0xf ]\n");
    CHECK(rule(ir::Action(model::Synproxy{})) == "[ synproxy mss 0 wscale 0 flags 0x0 ]\n");
}

TEST_CASE("a queue's number may come from a register") {
    Value number = field("meta", "mark");
    number.node = model::Numgen{false, 3, 0};
    CHECK(rule(ir::Action(model::Queue{0, 1, number, 0})) == "[ numgen reg 1 = inc mod 3 ]\n[ queue sreg_qnum 1 ]\n");
}

TEST_CASE("a verdict map answers into the verdict register") {
    model::Set map = set_of(field("tcp", "dport"), {{22, 22}}, false);
    map.data_kind = model::SetData::verdict;
    map.elements.verdict_table = {{model::VerdictKind::drop, {}, {}}};
    map.elements.verdicts = {0};
    CHECK(rule(ir::Action(model::VerdictMap{field("tcp", "dport"), 0}), {map}) ==
          "[ payload load 2b @ transport header + 2 => reg 1 ]\n[ lookup reg 1 set __map0 dreg 0 0x0 ]\n");
}

TEST_CASE("a set is updated with key, data and state") {
    model::Set set{};
    set.name = "m";
    set.key = {part_like(field("ip", "saddr"))};
    set.elements.key_len = 4;
    model::SetUpdate update{};
    update.op = model::SetOp::update;
    update.key = field("ip", "saddr");
    update.data = field("meta", "mark");
    update.timeout_ms = 10000;
    update.stateful = {model::Counter{}};
    CHECK(rule(ir::Action(update), {set}) ==
          "[ payload load 4b @ network header + 12 => reg 1 ]\n[ meta load mark => reg 2 ]\n"
          "[ dynset update reg_key 1 set m sreg_data 2 timeout 10000ms expr [ counter pkts 0 bytes 0 ] ]\n");
}
