// SPDX-License-Identifier: GPL-2.0-or-later
// Sets and maps.
#pragma once

#include "backend/nft/raise/rule_raiser.h"

namespace rulec::nft {

// A set with a name, with its elements, into the table. False: its type or an element of it cannot be said.
bool raise_named_set(TableRaiser& table, LiveSet& live);

// A set with a name may be looked up in by many rules, one without belongs to the rule that does.
bool is_anonymous(const NewSet& set);

// What a rule looks up where: an anonymous set becomes part of the table by this, since only the key tells what its
// elements mean.
struct SetUse {
    model::Value key;
    std::uint32_t set;
};
std::optional<SetUse> raise_set_use(RuleRaiser& rule, const std::string& name, std::uint32_t id, Register key);

} // namespace rulec::nft
