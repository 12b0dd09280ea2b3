// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/lower/lower.h"

#include "backend/nft/lower/join_payload.h"
#include "backend/nft/lower/lower_action.h"
#include "backend/nft/lower/lower_object.h"
#include "backend/nft/lower/lower_set.h"
#include "backend/nft/lower/lower_test.h"
#include "backend/nft/lower/userdata.h"
#include "compiler/ir/build.h"
#include "compiler/support/overloaded.h"

#include <cstdint>

#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

// NFT_CHAIN_BINDING, which Debian 12's header keeps from user space.
constexpr std::uint32_t kChainBinding = 1U << 2;

Hook lower_hook(const model::BaseChain& base) {
    Hook hook{base.hook_number, base.priority, std::string(catalog::name(base.type)), std::nullopt, base.devices};
    if (base.policy_accept) hook.policy = *base.policy_accept ? NF_ACCEPT : NF_DROP;
    return hook;
}

void send_chain(TableBuilder& table, const ir::Chain& chain, std::uint32_t id) {
    NewChain out{};
    out.table = table.ref;
    out.name = chain.name;
    if (chain.base) out.hook = lower_hook(*chain.base);
    if (chain.bound) out.flags = kChainBinding;
    out.id = id;
    out.userdata = comment_userdata(chain.comment);
    out.span = chain.span;
    table.send(std::move(out));
}

void send_rules(TableBuilder& table, std::uint32_t chain);

// A chain without a name goes with the rule that jumps to it, rules and all.
void send_bound_chain(TableBuilder& table, const ir::Statement& statement) {
    const auto* action = std::get_if<ir::Action>(&statement.node);
    const auto* verdict = action == nullptr ? nullptr : std::get_if<model::Verdict>(action);
    if (verdict == nullptr || !verdict->bound_chain) return;
    const std::uint32_t chain = *verdict->bound_chain;
    table.chain_ids[chain] = table.ids.next();
    send_chain(table, table.table.chains[chain], table.chain_ids[chain]);
    send_rules(table, chain);
}

void lower_statement(RuleBuilder& rule, const ir::Statement& statement) {
    rule.registers = {};
    rule.span = statement.span;
    std::visit(overloaded{
                   [&](const ir::Test& test) { lower_test(rule, test); },
                   [&](const ir::Action& action) {
                       rule.join_notes.action();
                       lower_action(rule, action);
                   },
               },
               statement.node);
}

void send_rule(TableBuilder& table, const ir::Rule& rule, std::uint32_t chain) {
    for (const ir::Statement& statement : rule.statements)
        send_bound_chain(table, statement);
    RuleBuilder builder{table};
    builder.expressions = std::move(table.spare);
    for (const ir::Statement& statement : rule.statements)
        lower_statement(builder, statement);
    join_payload_tests(builder.expressions, builder.join_notes);
    Message message = NewRule{};
    auto& out = std::get<NewRule>(message);
    out.table = table.ref;
    out.chain = table.table.chains[chain].name;
    out.chain_id = table.chain_ids[chain];
    out.expressions = std::move(builder.expressions);
    out.userdata = comment_userdata(rule.comment);
    out.span = rule.span;
    table.consumer.consume(message);
    table.spare = std::move(out.expressions);
    table.spare.clear();
}

void send_rules(TableBuilder& table, std::uint32_t chain) {
    const std::size_t count = ir::rule_count(table.table.chains[chain]);
    for (std::size_t i = 0; i < count; ++i)
        send_rule(table, ir::take_rule(table.table, chain, i), chain);
}

// Everything that rules and elements refer to stands before them: chains, since elements of verdict maps jump to
// them, then objects, since elements of object maps name them.
void send_table(TableBuilder table) {
    const ir::Table& in = table.table;
    table.send(NewTable{table.ref, in.flags, comment_userdata(in.comment), false, in.span});
    table.set_ids.resize(in.sets.size(), 0);
    table.chain_ids.resize(in.chains.size(), 0);
    for (const model::Set& set : in.sets) {
        if (set.name.starts_with("__")) table.reserved_names.insert(set.name);
    }
    for (const ir::Chain& chain : in.chains) {
        if (!chain.bound) send_chain(table, chain, 0);
    }
    for (const model::Object& object : in.objects)
        table.send(lower_object(table.ref, object));
    for (std::uint32_t i = 0; i < in.sets.size(); ++i) {
        if (!in.sets[i].name.empty()) send_named_set(table, i);
    }
    for (const model::Flowtable& flowtable : in.flowtables) {
        table.send(lower_flowtable(table.ref, flowtable));
    }
    for (std::uint32_t i = 0; i < in.chains.size(); ++i) {
        if (!in.chains[i].bound) send_rules(table, i);
    }
}

class Collector final : public MessageConsumer {
  public:
    void consume(Message& message) override { program_.messages.push_back(std::move(message)); }
    Program take() { return std::move(program_); }

  private:
    Program program_;
};

} // namespace

void lower(ir::Ruleset ruleset, MessageConsumer& consumer, const LowerOptions& options) {
    BatchIds ids;
    for (const auto& [family, name] : ruleset.removed_tables) {
        // Made first, since the kernel refuses to remove what is not there.
        const TableRef table{static_cast<std::uint8_t>(family), name};
        Message made = NewTable{table, 0, {}, false, {}};
        Message removed = DelTable{table, {}};
        consumer.consume(made);
        consumer.consume(removed);
    }
    for (ir::Table& table : ruleset.tables) {
        send_table({.consumer = consumer,
                    .ids = ids,
                    .table = table,
                    .ref = {static_cast<std::uint8_t>(table.family), table.name},
                    .element_spans = options.element_spans});
    }
}

Program lower(ir::Ruleset ruleset) {
    Collector collector;
    lower(std::move(ruleset), collector, {});
    return collector.take();
}

} // namespace rulec::nft
