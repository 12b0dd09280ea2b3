// SPDX-License-Identifier: GPL-2.0-or-later
// Named objects.
#include "backend/nft/decode_messages.h"

#include <bit>

#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

using Body = decltype(NewObject::body);

NewObject::CtTimeout decode_timeout(const Attributes& in) {
    NewObject::CtTimeout out{in.u8(NFTA_CT_TIMEOUT_L4PROTO), in.u16(NFTA_CT_TIMEOUT_L3PROTO), {}};
    Octets states = in.payload(NFTA_CT_TIMEOUT_DATA);
    while (const auto state = take_attribute(states)) {
        const auto seconds = from_big_endian({state->payload.data(), state->payload.size()});
        out.timeouts.emplace_back(state->type - 1U, static_cast<std::uint32_t>(seconds));
    }
    return out;
}

// The timeout is the one number in the machine's order.
NewObject::CtExpectation decode_expectation(const Attributes& in) {
    Bytes timeout = in.bytes(NFTA_CT_EXPECT_TIMEOUT);
    if constexpr (std::endian::native == std::endian::little) timeout = reversed(timeout);
    return {in.u8(NFTA_CT_EXPECT_L4PROTO), in.u16(NFTA_CT_EXPECT_L3PROTO), in.u16(NFTA_CT_EXPECT_DPORT),
            static_cast<std::uint32_t>(from_big_endian(timeout)), in.u8(NFTA_CT_EXPECT_SIZE)};
}

template <class Kind>
Body from_expression(std::string_view name, const Attributes& in) {
    auto node = decode_statement(name, in);
    return std::get<Kind>(*node);
}

Body decode_body(std::uint32_t type, Octets data) {
    const Attributes in(data);
    switch (type) {
    case NFT_OBJECT_COUNTER: return from_expression<Counter>("counter", in);
    case NFT_OBJECT_QUOTA: return from_expression<Quota>("quota", in);
    case NFT_OBJECT_LIMIT: return from_expression<Limit>("limit", in);
    case NFT_OBJECT_SYNPROXY: return from_expression<Synproxy>("synproxy", in);
    case NFT_OBJECT_CT_HELPER:
        return NewObject::CtHelper{in.text(NFTA_CT_HELPER_NAME), in.u8(NFTA_CT_HELPER_L4PROTO),
                                   in.u16(NFTA_CT_HELPER_L3PROTO)};
    case NFT_OBJECT_CT_TIMEOUT: return decode_timeout(in);
    case NFT_OBJECT_CT_EXPECT: return decode_expectation(in);
    case NFT_OBJECT_SECMARK: return NewObject::Secmark{in.text(NFTA_SECMARK_CTX)};
    default: return NewObject::Foreign{type, Bytes(data.begin(), data.end())}; // any number may stand in a dump
    }
}

} // namespace

NewObject decode_object(std::uint8_t family, const Attributes& in) {
    return {{family, in.text(NFTA_OBJ_TABLE)},
            in.text(NFTA_OBJ_NAME),
            decode_body(in.u32(NFTA_OBJ_TYPE), in.payload(NFTA_OBJ_DATA)),
            in.bytes(NFTA_OBJ_USERDATA),
            {}};
}

} // namespace rulec::nft
