// SPDX-License-Identifier: GPL-2.0-or-later
// One expression, and lists of them.
#include "backend/nft/attributes.h"
#include "backend/nft/decode_messages.h"

#include <algorithm>

#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

// Does program.h have a place for everything that is said? Padding says nothing.
bool all_known(std::string_view name, Octets data) {
    const Schema schema = expression_schema(name);
    while (const auto attribute = take_attribute(data)) {
        const bool known = std::ranges::any_of(schema, [&](const auto& row) { return row.type == attribute->type; });
        if (!known && !attribute->payload.empty()) return false;
    }
    return data.empty();
}

Dynset decode_dynset(const Attributes& in) {
    return {.op = in.u32(NFTA_DYNSET_OP),
            .set = in.text(NFTA_DYNSET_SET_NAME),
            .set_id = in.u32(NFTA_DYNSET_SET_ID),
            .key = in.u32(NFTA_DYNSET_SREG_KEY),
            .data = in.maybe(NFTA_DYNSET_SREG_DATA),
            .timeout_ms = in.number(NFTA_DYNSET_TIMEOUT),
            .expressions = decode_stateful(in, NFTA_DYNSET_EXPR, NFTA_DYNSET_EXPRESSIONS)};
}

ExpressionNode decode_known(const std::string& name, Octets data) {
    const Attributes in(data);
    if (!in.well_formed() || !all_known(name, data)) return std::nullopt;
    if (name == "dynset") return decode_dynset(in);
    if (auto match = decode_match(name, in)) return match;
    return decode_statement(name, in);
}

Expression decode_one(Octets octets) {
    const Attributes in(octets);
    std::string name = in.text(NFTA_EXPR_NAME);
    if (auto node = decode_known(name, in.payload(NFTA_EXPR_DATA))) return {std::move(*node), {}};
    return {Foreign{std::move(name), in.bytes(NFTA_EXPR_DATA)}, {}};
}

} // namespace

Verdict decode_verdict(const Attributes& in) {
    return {static_cast<std::int32_t>(in.u32(NFTA_VERDICT_CODE)), in.text(NFTA_VERDICT_CHAIN),
            in.u32(NFTA_VERDICT_CHAIN_ID)};
}

Bytes decode_data(const Attributes& in, std::uint16_t type) {
    return in.nested(type).bytes(NFTA_DATA_VALUE);
}

std::vector<Expression> decode_expressions(Octets list) {
    std::vector<Expression> out;
    while (const auto item = take_attribute(list))
        out.push_back(decode_one(item->payload));
    return out;
}

std::vector<Expression> decode_stateful(const Attributes& in, std::uint16_t one, std::uint16_t many) {
    if (in.has(many)) return decode_expressions(in.payload(many));
    if (in.has(one)) return {decode_one(in.payload(one))};
    return {};
}

} // namespace rulec::nft
