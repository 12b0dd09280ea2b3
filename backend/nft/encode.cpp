// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/encode.h"

#include "backend/nft/encode_messages.h"
#include "backend/nft/limits.h"

#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {

void put_string(nlmsghdr* message, std::uint16_t type, const std::string& text) {
    mnl_attr_put_strz(message, type, text.c_str());
}

void put_userdata(nlmsghdr* message, std::uint16_t type, BytesView userdata) {
    if (!userdata.empty()) mnl_attr_put(message, type, userdata.size(), userdata.data());
}

void put_octets(nlmsghdr* message, std::uint16_t type, BytesView octets) {
    nlattr* nest = mnl_attr_nest_start(message, type);
    mnl_attr_put(message, NFTA_DATA_VALUE, octets.size(), octets.data());
    mnl_attr_nest_end(message, nest);
}

void put_verdict(nlmsghdr* message, std::uint16_t type, const Verdict& verdict) {
    nlattr* nest = mnl_attr_nest_start(message, type);
    nlattr* inner = mnl_attr_nest_start(message, NFTA_DATA_VERDICT);
    mnl_attr_put_u32(message, NFTA_VERDICT_CODE, htonl(static_cast<std::uint32_t>(verdict.code)));
    if (!verdict.chain.empty()) put_string(message, NFTA_VERDICT_CHAIN, verdict.chain);
    if (verdict.chain_id != 0) mnl_attr_put_u32(message, NFTA_VERDICT_CHAIN_ID, htonl(verdict.chain_id));
    mnl_attr_nest_end(message, inner);
    mnl_attr_nest_end(message, nest);
}

void Encoder::add(const Message& message) {
    const std::uint32_t index = count_++;
    if (auto excess = beyond_limits(message)) return batch_.refuse(excess->span, std::move(excess->what));
    std::visit([&](const auto& m) { encode_message(batch_, m, index); }, message);
}

Batch encode(const Program& program, std::uint32_t first_seq) {
    Encoder encoder(first_seq);
    for (const Message& message : program.messages)
        encoder.add(message);
    return std::move(encoder).take();
}

} // namespace rulec::nft
