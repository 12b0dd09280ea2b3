// SPDX-License-Identifier: GPL-2.0-or-later
// Sets and maps to their messages.
#pragma once

#include "backend/nft/lower/rule_builder.h"

namespace rulec::nft {

// A set with a name and its elements, before any rule.
void send_named_set(TableBuilder& table, std::uint32_t index);

// How the rule refers to the set. An anonymous one is sent by this: `key` is what the rule looks up in it (null if
// there is no such value), since its elements follow the place of a field within its octets.
SetRef use_set(RuleBuilder& rule, std::uint32_t index, const model::Value* key);

} // namespace rulec::nft
