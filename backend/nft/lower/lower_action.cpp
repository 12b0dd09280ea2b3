// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/lower/lower_action.h"

#include "backend/nft/lower/lower_set.h"
#include "backend/nft/lower/lower_verdict.h"
#include "backend/nft/lower/operand.h"
#include "backend/nft/lower/stateful.h"
#include "compiler/support/overloaded.h"

#include <cstdint>

#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

// Loads the key for a set that the action looks up in.
Register load_key_of_action(RuleBuilder& rule, const model::Value& key, std::uint32_t set) {
    const Word word = rule.registers.take(register_len(key));
    load_key(rule, key, rule.set(set), word);
    return register_at(word);
}

void lower_verdict_map(RuleBuilder& rule, const model::VerdictMap& action) {
    const SetRef map = use_set(rule, action.map, &action.key);
    const Register sreg = load_key_of_action(rule, action.key, action.map);
    rule.emit(Lookup{sreg, map.name, map.id, kVerdictRegister, false});
}

void lower_object_map(RuleBuilder& rule, const model::ObjectMap& action) {
    const SetRef map = use_set(rule, action.map, &action.key);
    const Register sreg = load_key_of_action(rule, action.key, action.map);
    rule.emit(Objref{0, {}, sreg, map.name, map.id});
}

void lower_object(RuleBuilder& rule, const model::ObjectRef& action) {
    Objref objref{};
    objref.object_type = static_cast<std::uint32_t>(action.type);
    objref.object = action.name;
    rule.emit(std::move(objref));
}

void lower_log(RuleBuilder& rule, const model::Log& log) {
    rule.emit(Log{log.prefix, log.group, log.snaplen, log.queue_threshold, log.level, log.flags});
}

void lower_queue(RuleBuilder& rule, const model::Queue& queue) {
    const auto sreg = load_operand_of_action(rule, queue.number);
    rule.emit(Queue{queue.first, queue.total, sreg, queue.flags});
}

void lower_set_update(RuleBuilder& rule, const model::SetUpdate& update) {
    const SetRef set = use_set(rule, update.set, &*update.key);
    Dynset dynset{};
    dynset.op = static_cast<std::uint32_t>(update.op);
    dynset.set = set.name;
    dynset.set_id = set.id;
    dynset.key = load_key_of_action(rule, *update.key, update.set);
    dynset.data = load_operand_of_action(rule, update.data);
    dynset.timeout_ms = update.timeout_ms.value_or(0);
    for (const model::Stateful& stateful : update.stateful)
        dynset.expressions.push_back(lower(stateful, rule.span));
    rule.emit(std::move(dynset));
}

} // namespace

void lower_action(RuleBuilder& rule, const model::Action& action) {
    std::visit(overloaded{
                   [&](const model::Verdict& v) {
                       rule.emit(Immediate{kVerdictRegister, lower_verdict(rule.table, v)});
                   },
                   [&](const model::VerdictMap& a) { lower_verdict_map(rule, a); },
                   [&](const model::Counter& a) { rule.emit(lower(a)); },
                   [&](const model::Limit& a) { rule.emit(lower(a)); },
                   [&](const model::Quota& a) { rule.emit(lower(a)); },
                   [&](const model::CtCount& a) { rule.emit(lower(a)); },
                   [&](const model::Last& a) { rule.emit(lower(a)); },
                   [&](const model::ObjectRef& a) { lower_object(rule, a); },
                   [&](const model::ObjectMap& a) { lower_object_map(rule, a); },
                   [&](const model::Log& a) { lower_log(rule, a); },
                   [&](const model::Reject& a) {
                       rule.emit(Reject{static_cast<std::uint32_t>(a.type), a.code});
                   },
                   [&](const model::Nat& a) { lower_nat(rule, a); },
                   [&](const model::Tproxy& a) { lower_tproxy(rule, a); },
                   [&](const model::Notrack&) { rule.emit(Notrack{}); },
                   [&](const model::Queue& a) { lower_queue(rule, a); },
                   [&](const model::Dup& a) { lower_dup(rule, a); },
                   [&](const model::Fwd& a) { lower_fwd(rule, a); },
                   [&](const model::FlowAdd& a) { rule.emit(FlowOffload{a.flowtable}); },
                   [&](const model::Synproxy& a) { rule.emit(lower(a)); },
                   [&](const model::SetUpdate& a) { lower_set_update(rule, a); },
                   [&](const model::Assign& a) { lower_assign(rule, a); },
                   [&](const model::OptionReset& a) {
                       rule.emit(ExthdrReset{NFT_EXTHDR_OP_TCPOPT, a.option_number});
                   },
               },
               action);
}

} // namespace rulec::nft
