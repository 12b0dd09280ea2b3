// SPDX-License-Identifier: GPL-2.0-or-later
// Uses: which sets, objects and flowtables of a table its rules name, and what they add to sets. A set that rules
// only fill counts as used: people and programs read it. One walk for several lints: a ruleset is larger than any
// cache.
#pragma once

#include "compiler/model/ruleset.h"

#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace rulec::lint {

struct Filling {             // of one set, by rules
    Span adds = {};          // the first statement that adds or updates an element, if there is one
    Span adds_for_ever = {}; // the first of those without a timeout of its own
    bool removes = false;
};

struct Uses {
    explicit Uses(const model::Table& table);

    bool has_rules = false;
    std::vector<bool> sets;       // by index
    std::vector<Filling> filling; // by set
    std::set<std::pair<model::ObjectType, std::string_view>> objects;
    std::set<std::string_view> flowtables;
    std::vector<Span> queues; // those without `bypass`
    bool untracks = false;    // has `notrack`

    bool has(const model::Object& object) const;
};

} // namespace rulec::lint
