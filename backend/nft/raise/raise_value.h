// SPDX-License-Identifier: GPL-2.0-or-later
// Registers to values.
#pragma once

#include "backend/nft/raise/raise_field.h"
#include "backend/nft/raise/rule_raiser.h"

namespace rulec::nft {

// A value as it stands in a register.
struct Operand {
    model::Value value;
    catalog::ByteOrder order; // the value's own, unless the register was turned
    std::uint32_t byte_len;   // in the register
    std::uint32_t shift = 0;  // by how many bits the value lies to the left there

    // A constant beside it in canonical form; nothing if it says more than the value has bits.
    std::optional<Bytes> canonical(BytesView in_register) const;
};
std::optional<Operand> raise_operand(const RuleRaiser& rule, const Content& content);

// The value in a register where one of this type is wanted; constants are read as such.
std::optional<model::Value> raise_value(const RuleRaiser& rule, Register reg, const model::KeyPart& wanted);

// The same with several parts, each at a word of its own.
std::optional<model::Value> raise_parts(const RuleRaiser& rule, Register reg,
                                        const std::vector<model::KeyPart>& wanted);

// A key of `count` parts that is looked up. A single one may lie shifted in its octets.
struct Key {
    model::Value value;
    std::uint32_t shift = 0;
};
std::optional<Key> raise_lookup_key(const RuleRaiser& rule, Register reg, std::size_t count);

// What a bitwise operation does with `value`, which may be the result of another.
model::Value masked(model::Value value, const Bytes& mask, const Bytes& flip);

model::Value constant(Bytes canonical, const model::KeyPart& part);

} // namespace rulec::nft
