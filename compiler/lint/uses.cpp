// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/uses.h"

#include "compiler/model/action_values.h"
#include "compiler/support/overloaded.h"

namespace rulec::lint {
namespace {

using model::ObjectType;

constexpr std::uint16_t kBypass = 1; // NFT_QUEUE_FLAG_BYPASS

void note(const model::SetUpdate& update, Span span, Filling& filling) {
    if (update.op == model::SetOp::remove) {
        filling.removes = true;
        return;
    }
    if (!filling.adds.known()) filling.adds = span;
    if (!update.timeout_ms && !filling.adds_for_ever.known()) filling.adds_for_ever = span;
}

class Collector {
  public:
    explicit Collector(Uses& uses) : uses_(uses) {}

    void add(const model::Statement& statement) {
        std::visit(overloaded{
                       [&](const model::Match& match) {
                           add(match.lhs);
                           if (const auto* use = std::get_if<model::SetUse>(&match.rhs)) uses_.sets[use->set] = true;
                       },
                       [&](const model::Action& action) { add(action, statement.span); },
                   },
                   statement.node);
    }

  private:
    void add(const model::Action& action, Span span) {
        model::for_each_value(action, [&](const model::Value& value) { add(value); });
        std::visit(overloaded{
                       [&](const model::VerdictMap& node) { uses_.sets[node.map] = true; },
                       [&](const model::ObjectMap& node) { uses_.sets[node.map] = true; },
                       [&](const model::SetUpdate& node) {
                           uses_.sets[node.set] = true;
                           note(node, span, uses_.filling[node.set]);
                       },
                       [&](const model::Queue& node) {
                           if ((node.flags & kBypass) == 0) uses_.queues.push_back(span);
                       },
                       [&](const model::Notrack&) { uses_.untracks = true; },
                       [&](const model::ObjectRef& node) { uses_.objects.emplace(node.type, node.name); },
                       [&](const model::FlowAdd& node) { uses_.flowtables.insert(node.flowtable); },
                       [](const auto&) {},
                   },
                   action);
    }

    void add(const model::Value& value) {
        std::visit(overloaded{
                       [&](const model::Masked& node) { add(*node.of); },
                       [&](const model::Shifted& node) { add(*node.of); },
                       [&](const model::Hash& node) {
                           if (node.key) add(**node.key);
                       },
                       [&](const model::Concat& node) {
                           for (const model::Value& part : node.parts)
                               add(part);
                       },
                       [&](const model::MapGet& node) {
                           uses_.sets[node.map] = true;
                           add(*node.key);
                       },
                       [](const auto&) {},
                   },
                   value.node);
    }

    Uses& uses_;
};

ObjectType type_of(const model::Object& object) {
    return std::visit(overloaded{
                          [](const model::Counter&) { return ObjectType::counter; },
                          [](const model::Quota&) { return ObjectType::quota; },
                          [](const model::Limit&) { return ObjectType::limit; },
                          [](const model::CtHelper&) { return ObjectType::ct_helper; },
                          [](const model::CtTimeout&) { return ObjectType::ct_timeout; },
                          [](const model::CtExpectation&) { return ObjectType::ct_expectation; },
                          [](const model::Synproxy&) { return ObjectType::synproxy; },
                          [](const model::Secmark&) { return ObjectType::secmark; },
                      },
                      object.body);
}

} // namespace

Uses::Uses(const model::Table& table) : sets(table.sets.size(), false), filling(table.sets.size()) {
    Collector collector(*this);
    for (const model::Chain& chain : table.chains) {
        has_rules = has_rules || !chain.rules.empty();
        for (const model::Rule& rule : chain.rules) {
            for (const model::Statement& statement : rule.statements)
                collector.add(statement);
        }
    }
    for (const model::Set& set : table.sets) {
        if (set.data_kind != model::SetData::object) continue;
        for (const model::ElementExtra& extra : set.elements.extras)
            objects.emplace(set.object, extra.object);
    }
}

bool Uses::has(const model::Object& object) const {
    return objects.contains({type_of(object), object.name});
}

} // namespace rulec::lint
