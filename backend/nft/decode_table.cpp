// SPDX-License-Identifier: GPL-2.0-or-later
// Tables, chains, rules and flowtables.
#include "backend/nft/decode_messages.h"

#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

// The kernel says a single device twice.
std::vector<std::string> hook_devices(const Attributes& hook) {
    if (hook.has(NFTA_HOOK_DEVS)) return decode_devices(hook.payload(NFTA_HOOK_DEVS));
    if (hook.has(NFTA_HOOK_DEV)) return {hook.text(NFTA_HOOK_DEV)};
    return {};
}

Hook decode_hook(const Attributes& in) {
    const Attributes hook = in.nested(NFTA_CHAIN_HOOK);
    return {.number = hook.u32(NFTA_HOOK_HOOKNUM),
            .priority = static_cast<std::int32_t>(hook.u32(NFTA_HOOK_PRIORITY)),
            .type = in.text(NFTA_CHAIN_TYPE),
            .policy = in.maybe(NFTA_CHAIN_POLICY),
            .devices = hook_devices(hook)};
}

// NFT_CHAIN_BASE, which the kernel adds to what was asked for; Debian 12's header keeps it from user space.
constexpr std::uint32_t kChainBase = 1U << 0;

} // namespace

std::vector<std::string> decode_devices(Octets list) {
    std::vector<std::string> devices;
    while (const auto item = take_attribute(list)) {
        std::string name(item->payload.begin(), item->payload.end());
        devices.push_back(name.substr(0, name.find('\0')));
    }
    return devices;
}

NewTable decode_table(std::uint8_t family, const Attributes& in) {
    NewTable out;
    out.table = {family, in.text(NFTA_TABLE_NAME)};
    out.flags = in.u32(NFTA_TABLE_FLAGS);
    out.userdata = in.bytes(NFTA_TABLE_USERDATA);
    return out;
}

NewChain decode_chain(std::uint8_t family, const Attributes& in) {
    NewChain out;
    out.table = {family, in.text(NFTA_CHAIN_TABLE)};
    out.name = in.text(NFTA_CHAIN_NAME);
    if (in.has(NFTA_CHAIN_HOOK)) out.hook = decode_hook(in);
    out.flags = in.u32(NFTA_CHAIN_FLAGS) & ~kChainBase;
    out.id = in.u32(NFTA_CHAIN_ID);
    out.userdata = in.bytes(NFTA_CHAIN_USERDATA);
    return out;
}

NewRule decode_rule(std::uint8_t family, const Attributes& in) {
    NewRule out;
    out.table = {family, in.text(NFTA_RULE_TABLE)};
    out.chain = in.text(NFTA_RULE_CHAIN);
    out.chain_id = in.u32(NFTA_RULE_CHAIN_ID);
    out.expressions = decode_expressions(in.payload(NFTA_RULE_EXPRESSIONS));
    out.userdata = in.bytes(NFTA_RULE_USERDATA);
    return out;
}

NewFlowtable decode_flowtable(std::uint8_t family, const Attributes& in) {
    const Attributes hook = in.nested(NFTA_FLOWTABLE_HOOK);
    NewFlowtable out{};
    out.table = {family, in.text(NFTA_FLOWTABLE_TABLE)};
    out.name = in.text(NFTA_FLOWTABLE_NAME);
    out.hook = hook.u32(NFTA_FLOWTABLE_HOOK_NUM);
    out.priority = static_cast<std::int32_t>(hook.u32(NFTA_FLOWTABLE_HOOK_PRIORITY));
    out.devices = decode_devices(hook.payload(NFTA_FLOWTABLE_HOOK_DEVS));
    out.flags = in.u32(NFTA_FLOWTABLE_FLAGS);
    return out;
}

} // namespace rulec::nft
