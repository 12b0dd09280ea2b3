// SPDX-License-Identifier: GPL-2.0-or-later
// Sets and maps without their elements.
#include "backend/nft/decode_messages.h"

#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

std::vector<std::uint8_t> decode_field_lens(Octets list) {
    std::vector<std::uint8_t> lens;
    while (const auto item = take_attribute(list))
        lens.push_back(Attributes(item->payload).u8(NFTA_SET_FIELD_LEN));
    return lens;
}

void decode_behaviour(const Attributes& in, NewSet& out) {
    const Attributes description = in.nested(NFTA_SET_DESC);
    out.timeout_ms = in.maybe<std::uint64_t>(NFTA_SET_TIMEOUT);
    out.gc_interval_ms = in.maybe(NFTA_SET_GC_INTERVAL);
    out.policy = in.maybe(NFTA_SET_POLICY);
    out.size = description.maybe(NFTA_SET_DESC_SIZE);
    out.field_lens = decode_field_lens(description.payload(NFTA_SET_DESC_CONCAT));
    out.expressions = decode_stateful(in, NFTA_SET_EXPR, NFTA_SET_EXPRESSIONS);
}

} // namespace

NewSet decode_set(std::uint8_t family, const Attributes& in) {
    NewSet out{};
    out.table = {family, in.text(NFTA_SET_TABLE)};
    out.name = in.text(NFTA_SET_NAME);
    out.id = in.u32(NFTA_SET_ID);
    out.flags = in.u32(NFTA_SET_FLAGS);
    out.key_type = in.u32(NFTA_SET_KEY_TYPE);
    out.key_len = in.u32(NFTA_SET_KEY_LEN);
    if (in.has(NFTA_SET_DATA_TYPE)) out.data = SetData{in.u32(NFTA_SET_DATA_TYPE), in.u32(NFTA_SET_DATA_LEN)};
    out.object_type = in.u32(NFTA_SET_OBJ_TYPE);
    out.userdata = in.bytes(NFTA_SET_USERDATA);
    decode_behaviour(in, out);
    return out;
}

} // namespace rulec::nft
