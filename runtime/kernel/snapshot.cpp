// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/kernel/snapshot.h"

#include <array>
#include <cerrno>

#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>

namespace rulec::kernel {
namespace {

constexpr int kMaxAttempts = 50; // somebody who commits all the time must not keep us here for ever

using RequestBuffer = std::array<unsigned char, 64>;

nlmsghdr& make_request(RequestBuffer& buffer, std::uint8_t nft_message, std::uint16_t flags) {
    nlmsghdr* request = mnl_nlmsg_put_header(buffer.data());
    request->nlmsg_type = static_cast<std::uint16_t>((NFNL_SUBSYS_NFTABLES << 8) | nft_message);
    request->nlmsg_flags = static_cast<std::uint16_t>(NLM_F_REQUEST | flags);
    auto* extra = static_cast<nfgenmsg*>(mnl_nlmsg_put_extra_header(request, sizeof(nfgenmsg)));
    extra->nfgen_family = AF_UNSPEC;
    extra->version = NFNETLINK_V0;
    extra->res_id = 0;
    return *request;
}

// Calls `each` with the attributes of a message of nf_tables.
template <class Each>
void for_each_attribute(const nlmsghdr& message, Each each) {
    if (mnl_nlmsg_get_payload_len(&message) < sizeof(nfgenmsg)) return;
    const auto trampoline = [](const nlattr* attr, void* data) {
        (*static_cast<Each*>(data))(*attr);
        return MNL_CB_OK;
    };
    mnl_attr_parse(&message, sizeof(nfgenmsg), trampoline, &each);
}

std::uint32_t number(const nlattr& attr) {
    return mnl_attr_get_payload_len(&attr) >= 4 ? ntohl(mnl_attr_get_u32(&attr)) : 0;
}

LiveTable read_table(const nlmsghdr& message) {
    LiveTable table;
    table.family = static_cast<const nfgenmsg*>(mnl_nlmsg_get_payload(&message))->nfgen_family;
    for_each_attribute(message, [&](const nlattr& attr) {
        const auto* payload = static_cast<const unsigned char*>(mnl_attr_get_payload(&attr));
        switch (mnl_attr_get_type(&attr)) {
        case NFTA_TABLE_NAME: table.name = mnl_attr_get_str(&attr); break;
        case NFTA_TABLE_FLAGS: table.flags = number(attr); break;
        case NFTA_TABLE_USERDATA: table.userdata.assign(payload, mnl_attr_get_payload_len(&attr)); break;
        case NFTA_TABLE_OWNER: table.owned_by_process = true; break;
        default: break; // what newer kernels add
        }
    });
    return table;
}

Result<std::vector<LiveTable>> read_tables(Connection& connection) {
    RequestBuffer buffer{};
    std::vector<LiveTable> tables;
    nlmsghdr& request = make_request(buffer, NFT_MSG_GETTABLE, NLM_F_DUMP);
    const auto done = connection.request(request, [&](const nlmsghdr& message) {
        if (mnl_nlmsg_get_payload_len(&message) >= sizeof(nfgenmsg)) tables.push_back(read_table(message));
    });
    if (!done) return tl::unexpected(done.error());
    return tables;
}

} // namespace

Result<std::uint32_t> read_generation(Connection& connection) {
    RequestBuffer buffer{};
    std::uint32_t generation = 0;
    const auto done = connection.request(make_request(buffer, NFT_MSG_GETGEN, 0), [&](const nlmsghdr& message) {
        for_each_attribute(message, [&](const nlattr& attr) {
            if (mnl_attr_get_type(&attr) == NFTA_GEN_ID) generation = number(attr);
        });
    });
    if (!done) return tl::unexpected(done.error());
    return generation;
}

Result<Snapshot> take_snapshot(Connection& connection) {
    for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
        const auto before = read_generation(connection);
        if (!before) return tl::unexpected(before.error());
        auto tables = read_tables(connection);
        if (!tables && tables.error().code == EINTR) continue;
        if (!tables) return tl::unexpected(tables.error());
        const auto after = read_generation(connection);
        if (!after) return tl::unexpected(after.error());
        if (*before == *after) return Snapshot{*after, std::move(*tables)};
    }
    return system_error(EBUSY, "the kernel's tables change faster than they can be read");
}

} // namespace rulec::kernel
