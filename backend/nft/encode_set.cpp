// SPDX-License-Identifier: GPL-2.0-or-later
// Sets and maps without their elements.
#include "backend/nft/encode_expression.h"
#include "backend/nft/encode_messages.h"

#include <cstdio> // libnftnl's headers use FILE
#include <memory>

#include <libmnl/libmnl.h>
#include <libnftnl/set.h>
#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

struct FreeSet {
    void operator()(nftnl_set* set) const { nftnl_set_free(set); }
};
using SetPtr = std::unique_ptr<nftnl_set, FreeSet>;

void set_type(nftnl_set* wire, const NewSet& set) {
    nftnl_set_set_u32(wire, NFTNL_SET_FLAGS, set.flags);
    nftnl_set_set_u32(wire, NFTNL_SET_KEY_TYPE, set.key_type);
    nftnl_set_set_u32(wire, NFTNL_SET_KEY_LEN, set.key_len);
    if (set.data) {
        nftnl_set_set_u32(wire, NFTNL_SET_DATA_TYPE, set.data->type);
        nftnl_set_set_u32(wire, NFTNL_SET_DATA_LEN, set.data->len);
    }
    if (set.object_type != 0) nftnl_set_set_u32(wire, NFTNL_SET_OBJ_TYPE, set.object_type);
}

void set_behaviour(nftnl_set* wire, const NewSet& set) {
    if (set.timeout_ms) nftnl_set_set_u64(wire, NFTNL_SET_TIMEOUT, *set.timeout_ms);
    if (set.gc_interval_ms) nftnl_set_set_u32(wire, NFTNL_SET_GC_INTERVAL, *set.gc_interval_ms);
    if (set.policy) nftnl_set_set_u32(wire, NFTNL_SET_POLICY, *set.policy);
    if (set.size) nftnl_set_set_u32(wire, NFTNL_SET_DESC_SIZE, *set.size);
    if (!set.field_lens.empty())
        nftnl_set_set_data(wire, NFTNL_SET_DESC_CONCAT, set.field_lens.data(),
                           static_cast<std::uint32_t>(set.field_lens.size()));
}

} // namespace

void encode_message(Batch& batch, const NewSet& set, std::uint32_t index) {
    const SetPtr wire(nftnl_set_alloc());
    nftnl_set_set_str(wire.get(), NFTNL_SET_TABLE, set.table.name.c_str());
    nftnl_set_set_str(wire.get(), NFTNL_SET_NAME, set.name.c_str());
    nftnl_set_set_u32(wire.get(), NFTNL_SET_ID, set.id);
    set_type(wire.get(), set);
    set_behaviour(wire.get(), set);
    nlmsghdr* message = batch.begin(NFT_MSG_NEWSET, NLM_F_CREATE, set.table.family);
    nftnl_set_nlmsg_build_payload(message, wire.get());
    put_userdata(message, NFTA_SET_USERDATA, set.userdata);
    put_stateful(message, NFTA_SET_EXPR, NFTA_SET_EXPRESSIONS, set.expressions);
    batch.end(message, {index});
}

} // namespace rulec::nft
