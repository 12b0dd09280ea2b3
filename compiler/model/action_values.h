// SPDX-License-Identifier: GPL-2.0-or-later
// for_each_value(): the values that an action reads, in the order in which a program loads them. For whoever must
// know what an action depends on without caring what it does. for_each_part(), for_each_load(): what is below a
// value, and the fields below all values of a statement.
#pragma once

#include "compiler/model/ruleset.h"
#include "compiler/support/overloaded.h"

namespace rulec::model {

// `each` is called with a const Value&. The target of an Assign is none of them: it is written.
template <class Each>
void for_each_value(const Action& action, Each each) {
    const auto maybe = [&](const OptionalBox<Value>& value) {
        if (value) each(*value);
    };
    const auto nothing = [](const auto&) {};
    std::visit(overloaded{
                   [&](const VerdictMap& node) { each(node.key); },
                   [&](const ObjectMap& node) { each(node.key); },
                   [&](const Nat& node) {
                       maybe(node.address_low);
                       maybe(node.address_high);
                       maybe(node.port_low);
                       maybe(node.port_high);
                       maybe(node.from_map);
                   },
                   [&](const Tproxy& node) {
                       maybe(node.address);
                       maybe(node.port);
                   },
                   [&](const Queue& node) { maybe(node.number); },
                   [&](const Dup& node) {
                       maybe(node.address);
                       maybe(node.device);
                   },
                   [&](const Fwd& node) {
                       maybe(node.device);
                       maybe(node.address);
                   },
                   [&](const SetUpdate& node) {
                       each(*node.key);
                       maybe(node.data);
                   },
                   [&](const Assign& node) { each(*node.value); },
                   nothing,
               },
               action);
}

// Calls `each` with the value and all that it is computed from.
template <class Each>
void for_each_part(const Value& value, Each each) {
    const auto below = [&](const Value& part) { for_each_part(part, each); };
    each(value);
    std::visit(overloaded{
                   [&](const Masked& node) { below(*node.of); },
                   [&](const Shifted& node) { below(*node.of); },
                   [&](const MapGet& node) { below(*node.key); },
                   [&](const Concat& node) {
                       for (const Value& part : node.parts)
                           below(part);
                   },
                   [&](const Hash& node) {
                       if (node.key) below(**node.key);
                   },
                   [](const auto&) {},
               },
               value.node);
}

// Calls `each` with every field that a statement of a rule reads, and the Value, with its place, that is this load.
template <class Each>
void for_each_load(const Statement& statement, Each each) {
    const auto loads = [&](const Value& value) {
        for_each_part(value, [&](const Value& part) {
            if (const auto* load = std::get_if<FieldLoad>(&part.node)) each(*load, part);
        });
    };
    if (const auto* match = std::get_if<Match>(&statement.node)) return loads(match->lhs);
    for_each_value(std::get<Action>(statement.node), loads);
}

} // namespace rulec::model
