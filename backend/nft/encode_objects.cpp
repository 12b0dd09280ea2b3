// SPDX-License-Identifier: GPL-2.0-or-later
// Named objects: counters, quotas, limits, connection tracking helpers, timeouts and expectations, synproxies,
// secmarks.
#include "backend/nft/encode_messages.h"
#include "compiler/support/overloaded.h"

#include <cstdio> // libnftnl's headers use FILE
#include <memory>

#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <libnftnl/object.h>
#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

struct FreeObject {
    void operator()(nftnl_obj* object) const { nftnl_obj_free(object); }
};
using ObjectPtr = std::unique_ptr<nftnl_obj, FreeObject>;

void set_body(nftnl_obj* wire, const Counter& counter) {
    nftnl_obj_set_u64(wire, NFTNL_OBJ_CTR_PKTS, counter.packets);
    nftnl_obj_set_u64(wire, NFTNL_OBJ_CTR_BYTES, counter.bytes);
}

void set_body(nftnl_obj* wire, const Quota& quota) {
    nftnl_obj_set_u64(wire, NFTNL_OBJ_QUOTA_BYTES, quota.bytes);
    nftnl_obj_set_u64(wire, NFTNL_OBJ_QUOTA_CONSUMED, quota.consumed);
    nftnl_obj_set_u32(wire, NFTNL_OBJ_QUOTA_FLAGS, quota.flags);
}

void set_body(nftnl_obj* wire, const Limit& limit) {
    nftnl_obj_set_u64(wire, NFTNL_OBJ_LIMIT_RATE, limit.rate);
    nftnl_obj_set_u64(wire, NFTNL_OBJ_LIMIT_UNIT, limit.unit_s);
    nftnl_obj_set_u32(wire, NFTNL_OBJ_LIMIT_BURST, limit.burst);
    nftnl_obj_set_u32(wire, NFTNL_OBJ_LIMIT_TYPE, limit.type);
    nftnl_obj_set_u32(wire, NFTNL_OBJ_LIMIT_FLAGS, limit.flags);
}

void set_body(nftnl_obj* wire, const NewObject::CtHelper& helper) {
    nftnl_obj_set_str(wire, NFTNL_OBJ_CT_HELPER_NAME, helper.helper.c_str());
    nftnl_obj_set_u8(wire, NFTNL_OBJ_CT_HELPER_L4PROTO, helper.l4proto);
    if (helper.l3proto != 0) nftnl_obj_set_u16(wire, NFTNL_OBJ_CT_HELPER_L3PROTO, helper.l3proto);
}

void set_body(nftnl_obj* wire, const NewObject::CtExpectation& expectation) {
    if (expectation.l3proto != 0) nftnl_obj_set_u16(wire, NFTNL_OBJ_CT_EXPECT_L3PROTO, expectation.l3proto);
    nftnl_obj_set_u8(wire, NFTNL_OBJ_CT_EXPECT_L4PROTO, expectation.l4proto);
    nftnl_obj_set_u16(wire, NFTNL_OBJ_CT_EXPECT_DPORT, expectation.dport);
    nftnl_obj_set_u32(wire, NFTNL_OBJ_CT_EXPECT_TIMEOUT, expectation.timeout_ms);
    nftnl_obj_set_u8(wire, NFTNL_OBJ_CT_EXPECT_SIZE, expectation.size);
}

void set_body(nftnl_obj* wire, const Synproxy& synproxy) {
    nftnl_obj_set_u16(wire, NFTNL_OBJ_SYNPROXY_MSS, synproxy.mss);
    nftnl_obj_set_u8(wire, NFTNL_OBJ_SYNPROXY_WSCALE, synproxy.wscale);
    nftnl_obj_set_u32(wire, NFTNL_OBJ_SYNPROXY_FLAGS, synproxy.flags);
}

void set_body(nftnl_obj* wire, const NewObject::Secmark& secmark) {
    nftnl_obj_set_str(wire, NFTNL_OBJ_SECMARK_CTX, secmark.context.c_str());
}

std::uint32_t object_type(const NewObject& object) {
    return std::visit(
        overloaded{[](const Counter&) -> std::uint32_t { return NFT_OBJECT_COUNTER; },
                   [](const Quota&) -> std::uint32_t { return NFT_OBJECT_QUOTA; },
                   [](const Limit&) -> std::uint32_t { return NFT_OBJECT_LIMIT; },
                   [](const NewObject::CtHelper&) -> std::uint32_t { return NFT_OBJECT_CT_HELPER; },
                   [](const NewObject::CtTimeout&) -> std::uint32_t { return NFT_OBJECT_CT_TIMEOUT; },
                   [](const NewObject::CtExpectation&) -> std::uint32_t { return NFT_OBJECT_CT_EXPECT; },
                   [](const Synproxy&) -> std::uint32_t { return NFT_OBJECT_SYNPROXY; },
                   [](const NewObject::Secmark&) -> std::uint32_t { return NFT_OBJECT_SECMARK; },
                   [](const NewObject::Foreign& foreign) -> std::uint32_t { return foreign.type; }},
        object.body);
}

// libnftnl sends an array with a value for every state; only the states that the user named belong on the wire.
void put_timeouts(nlmsghdr* message, const NewObject::CtTimeout& timeout) {
    nlattr* data = mnl_attr_nest_start(message, NFTA_OBJ_DATA);
    if (timeout.l3proto != 0) mnl_attr_put_u16(message, NFTA_CT_TIMEOUT_L3PROTO, htons(timeout.l3proto));
    mnl_attr_put_u8(message, NFTA_CT_TIMEOUT_L4PROTO, timeout.l4proto);
    nlattr* states = mnl_attr_nest_start(message, NFTA_CT_TIMEOUT_DATA);
    for (const auto& [state, seconds] : timeout.timeouts)
        mnl_attr_put_u32(message, static_cast<std::uint16_t>(state + 1), htonl(seconds));
    mnl_attr_nest_end(message, states);
    mnl_attr_nest_end(message, data);
}

// The kinds that libnftnl writes.
template <class Body>
void put_body(nlmsghdr* message, const NewObject& object, const Body& body) {
    const ObjectPtr wire(nftnl_obj_alloc());
    nftnl_obj_set_str(wire.get(), NFTNL_OBJ_TABLE, object.table.name.c_str());
    nftnl_obj_set_str(wire.get(), NFTNL_OBJ_NAME, object.name.c_str());
    nftnl_obj_set_u32(wire.get(), NFTNL_OBJ_TYPE, object_type(object));
    set_body(wire.get(), body);
    nftnl_obj_nlmsg_build_payload(message, wire.get());
}

void put_head(nlmsghdr* message, const NewObject& object) {
    put_string(message, NFTA_OBJ_TABLE, object.table.name);
    put_string(message, NFTA_OBJ_NAME, object.name);
    mnl_attr_put_u32(message, NFTA_OBJ_TYPE, htonl(object_type(object)));
}

void put_body(nlmsghdr* message, const NewObject& object, const NewObject::CtTimeout& timeout) {
    put_head(message, object);
    put_timeouts(message, timeout);
}

void put_body(nlmsghdr* message, const NewObject& object, const NewObject::Foreign& foreign) {
    put_head(message, object);
    mnl_attr_put(message, NLA_F_NESTED | NFTA_OBJ_DATA, foreign.data.size(), foreign.data.data());
}

} // namespace

void encode_message(Batch& batch, const NewObject& object, std::uint32_t index) {
    nlmsghdr* message = batch.begin(NFT_MSG_NEWOBJ, NLM_F_CREATE, object.table.family);
    std::visit([&](const auto& body) { put_body(message, object, body); }, object.body);
    put_userdata(message, NFTA_OBJ_USERDATA, object.userdata);
    batch.end(message, {index});
}

} // namespace rulec::nft
