// SPDX-License-Identifier: GPL-2.0-or-later
// Uses: which sets, objects and flowtables of a table its rules name. A set that rules only fill counts as used:
// people and programs read it.
#pragma once

#include "compiler/model/ruleset.h"

#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace rulec::lint {

struct Uses {
    explicit Uses(const model::Table& table);

    bool has_rules = false;
    std::vector<bool> sets; // by index
    std::set<std::pair<model::ObjectType, std::string_view>> objects;
    std::set<std::string_view> flowtables;

    bool has(const model::Object& object) const;
};

} // namespace rulec::lint
