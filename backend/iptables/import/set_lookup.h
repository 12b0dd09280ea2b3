// SPDX-License-Identifier: GPL-2.0-or-later
// Sets of ipset in rules: their place in the table, and what rules look up in them.
#pragma once

#include "backend/iptables/import/rule_context.h"
#include "backend/iptables/import/set_key.h"

#include <optional>
#include <string>

namespace rulec::ipt {

// The set that an option names. Null: it is not there, which is reported.
const ipset::Set* set_of(RuleContext& context, const Option& option);

// Can it match packets of the rule's family at all, with so many of src and dst? ipset never does otherwise.
bool fits(const RuleContext& context, const ipset::Set& set, const SetReference& reference);

// The name of the set in the rule's table, which it is put into. Empty: that cannot be said, which is reported.
std::string place_set(RuleContext& context, const ipset::Set& set, const SetView& view, Span span);

// The key that a rule looks up.
KeyText key_of(RuleContext& context, const ipset::Set& set, Face face, const SetReference& reference);

} // namespace rulec::ipt
