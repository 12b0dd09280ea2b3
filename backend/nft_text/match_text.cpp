// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft_text/match_text.h"

#include "backend/nft_text/expression_text.h"
#include "backend/nft_text/set_text.h"
#include "backend/nft_text/value_text.h"
#include "compiler/support/overloaded.h"

#include <algorithm>

#include <fmt/format.h>

namespace rulec::nft_text {
namespace {

using catalog::ValueStyle;
using model::Constant;
using model::Match;
using model::MatchOp;
using model::Value;

model::KeyPart part_of(const Value& value) {
    return {value.type, value.bit_len, value.order};
}

// Types whose flags are tested one by one when no operator is written.
bool has_flags(const Value& lhs) {
    return lhs.type->bitmask && lhs.type->id != catalog::TypeId::bitmask;
}

bool is_zero(BytesView bytes) {
    return std::ranges::all_of(bytes, [](unsigned char octet) { return octet == 0; });
}

// "" where the language has none between a selector and its value.
std::string_view operator_text(const Match& match) {
    const bool computed = std::holds_alternative<model::Masked>(match.lhs.node) ||
                          std::holds_alternative<model::Shifted>(match.lhs.node);
    switch (match.op) {
    case MatchOp::eq: {
        const bool flags = has_flags(match.lhs) && std::holds_alternative<Constant>(match.rhs);
        return computed || flags ? "== " : "";
    }
    case MatchOp::ne: return "!= ";
    case MatchOp::lt: return "< ";
    case MatchOp::le: return "<= ";
    case MatchOp::gt: return "> ";
    case MatchOp::ge: return ">= ";
    case MatchOp::any_bit: return "";
    case MatchOp::no_bit: return "! ";
    }
    return "";
}

std::string operand_text(const Context& context, const Match& match) {
    const model::KeyPart part = part_of(match.lhs);
    const bool tests_bits = match.op == MatchOp::any_bit || match.op == MatchOp::no_bit;
    return std::visit(overloaded{
                          [&](const Constant& one) {
                              return constant_text(context, part, one.bytes,
                                                   tests_bits ? ValueStyle::list : ValueStyle::value);
                          },
                          [&](const model::Prefix& prefix) { return prefix_text(context, part, prefix); },
                          [&](const model::Range& range) { return range_text(context, part, range.low, range.high); },
                          [&](const model::SetUse& use) { return compared_set_text(context, use.set); },
                      },
                      match.rhs);
}

// `tcp flags syn / syn,ack`: of the flags behind the slash exactly those before it. None of them: `tcp flags ! syn`.
std::optional<std::string> masked_flags_text(const Context& context, const Match& match) {
    const auto* masked = std::get_if<model::Masked>(&match.lhs.node);
    const auto* value = std::get_if<Constant>(&match.rhs);
    const bool equality = match.op == MatchOp::eq || match.op == MatchOp::ne;
    if (masked == nullptr || value == nullptr || !equality || !has_flags(match.lhs) || !is_zero(masked->xor_))
        return std::nullopt;
    const auto flags = [&](const Bytes& bytes) {
        return constant_text(context, part_of(match.lhs), bytes, ValueStyle::list);
    };
    const std::string of = expression_text(context, *masked->of);
    const bool equal = match.op == MatchOp::eq;
    if (is_zero(value->bytes)) return fmt::format("{} {}{}", of, equal ? "! " : "", flags(masked->mask));
    if (masked->mask == value->bytes && flags(masked->mask).find(',') == std::string::npos) return std::nullopt;
    return fmt::format("{} {}{} / {}", of, equal ? "" : "!= ", flags(value->bytes), flags(masked->mask));
}

} // namespace

std::string match_text(const Context& context, const Match& match) {
    if (auto text = masked_flags_text(context, match)) return *text;
    return fmt::format("{} {}{}", expression_text(context, match.lhs), operator_text(match),
                       operand_text(context, match));
}

} // namespace rulec::nft_text
