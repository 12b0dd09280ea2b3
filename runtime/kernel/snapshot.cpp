// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/kernel/snapshot.h"

#include "runtime/kernel/request.h"

#include <cerrno>

#include <arpa/inet.h>
#include <linux/netfilter/nf_tables.h>

namespace rulec::kernel {
namespace {

constexpr int kMaxAttempts = 50; // somebody who commits all the time must not keep us here for ever

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
    std::vector<LiveTable> tables;
    Request request(NFT_MSG_GETTABLE, NLM_F_DUMP);
    const auto done = connection.request(request.header(), [&](const nlmsghdr& message) {
        if (mnl_nlmsg_get_payload_len(&message) >= sizeof(nfgenmsg)) tables.push_back(read_table(message));
    });
    if (!done) return tl::unexpected(done.error());
    return tables;
}

} // namespace

Result<std::uint32_t> read_generation(Connection& connection) {
    std::uint32_t generation = 0;
    Request request(NFT_MSG_GETGEN, 0);
    const auto done = connection.request(request.header(), [&](const nlmsghdr& message) {
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
