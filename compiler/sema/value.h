// SPDX-License-Identifier: GPL-2.0-or-later
// Values: expressions over the packet. The left side of a match, the key of a map, what `set` writes.
#pragma once

#include "compiler/model/set.h"
#include "compiler/sema/context.h"

#include <optional>
#include <vector>

namespace rulec::sema {

// Does the expression read anything from the packet (or a generator), through variables?
bool reads_packet(Context& context, const ast::Expr& expr);

// A packet expression: selectors, arithmetic with constants, concatenations, hashes, map lookups.
std::optional<model::Value> eval_value(Context& context, const ast::Expr& expr);

// A packet expression of a type that suits `target`, or a constant of `target`.
std::optional<model::Value> eval_rvalue(Context& context, const ast::Expr& expr, const model::KeyPart& target);

// The same for a key or data of several parts: each part of the concatenation for itself.
std::optional<model::Value> eval_rvalue(Context& context, const ast::Expr& expr,
                                        const std::vector<model::KeyPart>& target);

// One value of a datatype by itself; an address of NFPROTO_IPV4 or NFPROTO_IPV6.
model::KeyPart part_of(catalog::TypeId id);
model::KeyPart address_part(std::uint8_t nf_proto);

// The fields of a value as parts of a key; one for anything but a concatenation.
std::vector<model::KeyPart> parts_of(const model::Value& value);

// `ct original saddr` leaves its family to the rule; in a key nft insists that it is said. False: reported.
bool names_family(Context& context, const model::Value& value);

model::Value constant_value(Bytes bytes, const model::KeyPart& part, Span span);

} // namespace rulec::sema
