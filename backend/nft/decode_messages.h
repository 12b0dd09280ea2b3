// SPDX-License-Identifier: GPL-2.0-or-later
// Inside of decode.cpp: one function for each kind of message, in files by subject, and what they share. `in` are the
// message's attributes.
#pragma once

#include "backend/nft/attribute_walk.h"
#include "backend/nft/program.h"

#include <functional>

namespace rulec::nft {

NewTable decode_table(std::uint8_t family, const Attributes& in);
NewChain decode_chain(std::uint8_t family, const Attributes& in);
NewFlowtable decode_flowtable(std::uint8_t family, const Attributes& in);
NewRule decode_rule(std::uint8_t family, const Attributes& in);
NewSet decode_set(std::uint8_t family, const Attributes& in);
NewObject decode_object(std::uint8_t family, const Attributes& in);

// Adds the elements in `in` to those of the same set. `declared` may be null. False if they are malformed, or not all
// alike.
bool decode_elements(const Attributes& in, const NewSet* declared, NewElements& out);

// ---- attributes that several messages share
Verdict decode_verdict(const Attributes& in);                // NFTA_VERDICT_*
Bytes decode_data(const Attributes& in, std::uint16_t type); // the value in nested NFTA_DATA_*
std::vector<std::string> decode_devices(Octets list);        // NFTA_DEVICE_NAME each
std::vector<Expression> decode_expressions(Octets list);     // NFTA_LIST_ELEM each
std::vector<Expression> decode_stateful(const Attributes& in, std::uint16_t one, std::uint16_t many);

// The inverse of expression_builder.h: nothing for names and shapes that program.h does not have. (decode_match.cpp,
// decode_statement.cpp)
using ExpressionNode = std::optional<decltype(Expression::node)>;
ExpressionNode decode_match(std::string_view name, const Attributes& in);
ExpressionNode decode_statement(std::string_view name, const Attributes& in);

} // namespace rulec::nft
