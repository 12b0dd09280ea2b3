// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/uses.h"

#include "compiler/model/action_values.h"
#include "compiler/model/object_type.h"
#include "compiler/support/overloaded.h"

namespace rulec::lint {
namespace {

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
        model::for_each_part(value, [&](const model::Value& part) {
            if (const auto* get = std::get_if<model::MapGet>(&part.node)) uses_.sets[get->map] = true;
        });
    }

    Uses& uses_;
};

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
    return objects.contains({model::type_of(object), object.name});
}

} // namespace rulec::lint
