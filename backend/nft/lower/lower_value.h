// SPDX-License-Identifier: GPL-2.0-or-later
// Values to registers.
#pragma once

#include "backend/nft/lower/rule_builder.h"

#include <optional>

namespace rulec::nft {

// Leaves `value` at `word`, in the byte order that the value states, right-aligned in its own octets.
void load(RuleBuilder& rule, const model::Value& value, Word word);

// Where a field that does not fill its octets lies within them: `value` is the loaded number with `shift` more low
// bits, all zero. Comparing with constants shifted likewise spares the packet path a shift.
struct Shift {
    std::uint32_t bits = 0;
};
Shift load_in_place(RuleBuilder& rule, const model::Value& value, Word word);

// The shift that load_in_place would report.
Shift shift_in_place(const model::Value& value);

// A key for `set`: as load(), but turned to network order where the set's intervals need it, and left in place for
// anonymous sets, whose elements are shifted instead.
void load_key(RuleBuilder& rule, const model::Value& key, const model::Set& set, Word word);

// Turns `byte_len` octets at `word` from the machine's order to the network's.
void turn_to_network(RuleBuilder& rule, Word word, std::uint32_t byte_len);

// Is this part of a key turned before it is looked up among intervals? nft does so with single octets of kernel keys,
// too, all but `ct protocol`: nothing happens to them, but the program is what others compare with.
bool is_turned_part(const model::Value& part);

// (register & mask) ^ flip; joined with a bitwise operation that stands right before it on the same register.
void emit_bitwise(RuleBuilder& rule, Word word, Bytes mask, Bytes flip);

// Octets a value takes in a register: those of its parts for a concatenation.
std::uint32_t register_len(const model::Value& value);

} // namespace rulec::nft
