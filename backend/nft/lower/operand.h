// SPDX-License-Identifier: GPL-2.0-or-later
// Operands of actions: a value in a register of its own.
#pragma once

#include "backend/nft/lower/lower_value.h"

namespace rulec::nft {

inline Register load_operand_of_action(RuleBuilder& rule, const model::Value& value) {
    const Word word = rule.registers.take(register_len(value));
    load(rule, value, word);
    return register_at(word);
}

inline std::optional<Register> load_operand_of_action(RuleBuilder& rule, const OptionalBox<model::Value>& value) {
    if (!value) return std::nullopt;
    return load_operand_of_action(rule, *value);
}

} // namespace rulec::nft
