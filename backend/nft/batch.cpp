// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/batch.h"

#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter/nfnetlink.h>

namespace rulec::nft {
namespace {

void append_edge(std::vector<unsigned char>& octets, std::uint16_t type, std::uint32_t seq) {
    alignas(nlmsghdr) unsigned char edge[sizeof(nlmsghdr) + sizeof(nfgenmsg)];
    nlmsghdr* message = mnl_nlmsg_put_header(edge);
    message->nlmsg_type = type;
    message->nlmsg_flags = NLM_F_REQUEST;
    message->nlmsg_seq = seq;
    auto* extra = static_cast<nfgenmsg*>(mnl_nlmsg_put_extra_header(message, sizeof(nfgenmsg)));
    extra->nfgen_family = AF_UNSPEC;
    extra->version = NFNETLINK_V0;
    extra->res_id = htons(NFNL_SUBSYS_NFTABLES);
    octets.insert(octets.end(), edge, edge + message->nlmsg_len);
}

} // namespace

std::vector<unsigned char> Batch::octets() const {
    std::vector<unsigned char> all;
    all.reserve(byte_len() + 2 * (sizeof(nlmsghdr) + sizeof(nfgenmsg)));
    append_edge(all, NFNL_MSG_BATCH_BEGIN, begin_seq());
    for (const auto run : messages())
        all.insert(all.end(), run.begin(), run.end());
    append_edge(all, NFNL_MSG_BATCH_END, end_seq());
    return all;
}

std::optional<Batch::Origin> Batch::origin(std::uint32_t seq) const {
    const std::uint32_t index = seq - first_seq_ - 1; // wraps for the numbers before
    if (index >= origins_.size()) return std::nullopt;
    return origins_[index];
}

std::span<const unsigned char> Batch::message(std::uint32_t seq) const {
    const std::uint32_t index = seq - first_seq_ - 1;
    if (index >= positions_.size()) return {};
    const nlmsghdr* message = positions_[index];
    return {reinterpret_cast<const unsigned char*>(message), message->nlmsg_len};
}

nlmsghdr* Batch::begin(std::uint16_t nft_message, std::uint16_t flags, std::uint8_t family) {
    const auto type = static_cast<std::uint16_t>((NFNL_SUBSYS_NFTABLES << 8) | nft_message);
    return buffer_.begin(type, static_cast<std::uint16_t>(NLM_F_REQUEST | flags), family, end_seq());
}

void Batch::end(const nlmsghdr* message, Origin origin) {
    buffer_.end(message);
    origins_.push_back(origin);
    positions_.push_back(message);
}

} // namespace rulec::nft
