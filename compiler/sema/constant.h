// SPDX-License-Identifier: GPL-2.0-or-later
// Constants: literals, variables and arithmetic of them, read as values of a given datatype.
#pragma once

#include "compiler/model/ruleset.h"
#include "compiler/sema/context.h"

#include <optional>

namespace rulec::sema {

catalog::LiteralForm literal_form(ast::LiteralKind kind);

// One value of `part`, canonical octets. Lists and `|` combine bits of bitmask types.
std::optional<Bytes> eval_constant(Context& context, const ast::Expr& expr, const model::KeyPart& part);

// A value, prefix (also the wildcard `eth*`) or range of `part`. Never a SetUse. A range of hours may run over
// midnight (low > high), no other backwards.
std::optional<model::Operand> eval_operand(Context& context, const ast::Expr& expr, const model::KeyPart& part);

// First and last value that an operand of a `bit_len` bits long field covers.
std::pair<Bytes, Bytes> bounds(const model::Operand& operand, std::uint32_t bit_len);

// A plain number, at most `largest`; `what` completes "is not a number ...".
std::optional<std::uint64_t> eval_number(Context& context, const ast::Expr& expr, std::uint64_t largest,
                                         std::string_view what);
std::optional<std::uint64_t> eval_number(Context& context, const ast::Name& name, std::uint64_t largest,
                                         std::string_view what);

// A word or quoted string, through variables.
std::optional<std::string> eval_text(Context& context, const ast::Expr& expr);

// Milliseconds of `1h30m`, or of a number of seconds.
std::optional<std::uint64_t> eval_duration_ms(Context& context, const ast::Expr& expr);

} // namespace rulec::sema
