// SPDX-License-Identifier: GPL-2.0-or-later
// Tables, chains and flowtables.
#include "backend/nft/encode_messages.h"

#include <cstdio> // libnftnl's headers use FILE
#include <memory>

#include <libmnl/libmnl.h>
#include <libnftnl/chain.h>
#include <libnftnl/flowtable.h>
#include <libnftnl/table.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

template <auto free_it>
struct Free {
    void operator()(auto* object) const { free_it(object); }
};
using TablePtr = std::unique_ptr<nftnl_table, Free<nftnl_table_free>>;
using ChainPtr = std::unique_ptr<nftnl_chain, Free<nftnl_chain_free>>;
using FlowtablePtr = std::unique_ptr<nftnl_flowtable, Free<nftnl_flowtable_free>>;

// libnftnl wants a list that ends with a null pointer.
std::vector<const char*> device_names(const std::vector<std::string>& devices) {
    std::vector<const char*> names;
    for (const std::string& device : devices)
        names.push_back(device.c_str());
    names.push_back(nullptr);
    return names;
}

void set_hook(nftnl_chain* chain, const Hook& hook) {
    nftnl_chain_set_str(chain, NFTNL_CHAIN_TYPE, hook.type.c_str());
    nftnl_chain_set_u32(chain, NFTNL_CHAIN_HOOKNUM, hook.number);
    nftnl_chain_set_s32(chain, NFTNL_CHAIN_PRIO, hook.priority);
    if (hook.policy) nftnl_chain_set_u32(chain, NFTNL_CHAIN_POLICY, *hook.policy);
    if (hook.devices.size() == 1) nftnl_chain_set_str(chain, NFTNL_CHAIN_DEV, hook.devices[0].c_str());
    if (hook.devices.size() > 1) nftnl_chain_set_array(chain, NFTNL_CHAIN_DEVICES, device_names(hook.devices).data());
}

} // namespace

void encode_message(Batch& batch, const NewTable& table, std::uint32_t index) {
    const TablePtr wire(nftnl_table_alloc());
    nftnl_table_set_str(wire.get(), NFTNL_TABLE_NAME, table.table.name.c_str());
    // Without the attribute an existing table keeps its flags, a new one has none.
    if (table.flags != 0) nftnl_table_set_u32(wire.get(), NFTNL_TABLE_FLAGS, table.flags);
    nlmsghdr* message =
        batch.begin(NFT_MSG_NEWTABLE, table.create ? NLM_F_CREATE | NLM_F_EXCL : NLM_F_CREATE, table.table.family);
    nftnl_table_nlmsg_build_payload(message, wire.get());
    put_userdata(message, NFTA_TABLE_USERDATA, table.userdata);
    batch.end(message, {index});
}

void encode_message(Batch& batch, const DelTable& table, std::uint32_t index) {
    nlmsghdr* message = batch.begin(NFT_MSG_DELTABLE, 0, table.table.family);
    put_string(message, NFTA_TABLE_NAME, table.table.name);
    batch.end(message, {index});
}

void encode_message(Batch& batch, const NewChain& chain, std::uint32_t index) {
    const ChainPtr wire(nftnl_chain_alloc());
    nftnl_chain_set_str(wire.get(), NFTNL_CHAIN_TABLE, chain.table.name.c_str());
    if (!chain.name.empty()) nftnl_chain_set_str(wire.get(), NFTNL_CHAIN_NAME, chain.name.c_str());
    if (chain.hook) set_hook(wire.get(), *chain.hook);
    if (chain.flags != 0) nftnl_chain_set_u32(wire.get(), NFTNL_CHAIN_FLAGS, chain.flags);
    if (chain.id != 0) nftnl_chain_set_u32(wire.get(), NFTNL_CHAIN_ID, chain.id);
    nlmsghdr* message = batch.begin(NFT_MSG_NEWCHAIN, NLM_F_CREATE, chain.table.family);
    nftnl_chain_nlmsg_build_payload(message, wire.get());
    put_userdata(message, NFTA_CHAIN_USERDATA, chain.userdata);
    batch.end(message, {index});
}

void encode_message(Batch& batch, const NewFlowtable& flowtable, std::uint32_t index) {
    const FlowtablePtr wire(nftnl_flowtable_alloc());
    nftnl_flowtable_set_str(wire.get(), NFTNL_FLOWTABLE_TABLE, flowtable.table.name.c_str());
    nftnl_flowtable_set_str(wire.get(), NFTNL_FLOWTABLE_NAME, flowtable.name.c_str());
    nftnl_flowtable_set_u32(wire.get(), NFTNL_FLOWTABLE_HOOKNUM, flowtable.hook);
    nftnl_flowtable_set_s32(wire.get(), NFTNL_FLOWTABLE_PRIO, flowtable.priority);
    if (!flowtable.devices.empty())
        nftnl_flowtable_set_array(wire.get(), NFTNL_FLOWTABLE_DEVICES, device_names(flowtable.devices).data());
    if (flowtable.flags != 0) nftnl_flowtable_set_u32(wire.get(), NFTNL_FLOWTABLE_FLAGS, flowtable.flags);
    nlmsghdr* message = batch.begin(NFT_MSG_NEWFLOWTABLE, NLM_F_CREATE, flowtable.table.family);
    nftnl_flowtable_nlmsg_build_payload(message, wire.get());
    batch.end(message, {index});
}

} // namespace rulec::nft
