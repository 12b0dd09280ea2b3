// SPDX-License-Identifier: GPL-2.0-or-later
// The fields that values, and the statements that hold them, read from the packet.
#pragma once

#include "compiler/model/action_values.h"
#include "compiler/model/ruleset.h"
#include "compiler/support/overloaded.h"

namespace rulec::lint {

// `each` is called with a const FieldLoad& and the Value, with its place, that is this load.
template <class Each>
void for_each_loading_value(const model::Value& value, Each& each) {
    std::visit(overloaded{
                   [&](const model::FieldLoad& load) { each(load, value); },
                   [&](const model::Masked& masked) { for_each_loading_value(*masked.of, each); },
                   [&](const model::Shifted& shifted) { for_each_loading_value(*shifted.of, each); },
                   [&](const model::MapGet& get) { for_each_loading_value(*get.key, each); },
                   [&](const model::Concat& concat) {
                       for (const model::Value& part : concat.parts)
                           for_each_loading_value(part, each);
                   },
                   [&](const model::Hash& hash) {
                       if (hash.key) for_each_loading_value(**hash.key, each);
                   },
                   [](const auto&) {},
               },
               value.node);
}

template <class Each>
void for_each_loading_value(const model::Statement& statement, Each&& each) {
    if (const auto* match = std::get_if<model::Match>(&statement.node))
        return for_each_loading_value(match->lhs, each);
    model::for_each_value(std::get<model::Action>(statement.node),
                          [&](const model::Value& value) { for_each_loading_value(value, each); });
}

} // namespace rulec::lint
