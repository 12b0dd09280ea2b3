// SPDX-License-Identifier: GPL-2.0-or-later
// Values as JSON expressions: fields of the packet, constants, what is computed from them.
#pragma once

#include "backend/json/context.h"

namespace rulec::json {

Json print_value(Context& context, const model::Value& value);

// Tells `context.protocols` what the field needs of the packet.
Json print_field(Context& context, const model::FieldLoad& load, Span span);
Json print_raw(const model::RawLoad& raw);

// "@name", or {"set": [...]} of an anonymous set or map.
Json print_set_use(Context& context, std::uint32_t set);

// {"key": ..., "data": ...}: the lookup in a map.
Json print_lookup(Context& context, const model::Value& key, std::uint32_t map);

// The low and high end of what an operand of `value`'s type says: one constant, a prefix, a range, a set.
Json print_operand(Context& context, const model::Value& value, const model::Operand& operand, bool tests_bits);

// Constant values as one expression: from `low` to `high`, if there is one. What is computed has no range.
Json print_ends(Context& context, const model::Value& low, const OptionalBox<model::Value>& high);

} // namespace rulec::json
