// SPDX-License-Identifier: GPL-2.0-or-later
// for_each_value(): the values that an action reads, in the order in which a program loads them. For whoever must
// know what an action depends on without caring what it does.
#pragma once

#include "compiler/model/action.h"
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

} // namespace rulec::model
