// SPDX-License-Identifier: GPL-2.0-or-later
// Requests to nf_tables and the attributes of its answers: what everything that reads live tables shares. Private to
// this folder.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include <libmnl/libmnl.h>
#include <linux/netfilter/nfnetlink.h>

namespace rulec::kernel {

// A request with at most two names, each shorter than 256 octets, on the way out.
class Request {
  public:
    Request(std::uint8_t nft_message, std::uint16_t flags, std::uint8_t family = AF_UNSPEC) {
        nlmsghdr* header = mnl_nlmsg_put_header(octets_.data());
        header->nlmsg_type = static_cast<std::uint16_t>((NFNL_SUBSYS_NFTABLES << 8) | nft_message);
        header->nlmsg_flags = static_cast<std::uint16_t>(NLM_F_REQUEST | flags);
        auto* extra = static_cast<nfgenmsg*>(mnl_nlmsg_put_extra_header(header, sizeof(nfgenmsg)));
        extra->nfgen_family = family;
        extra->version = NFNETLINK_V0;
        extra->res_id = 0;
    }
    // Left out where it is too long for the kernel to have it.
    Request& name(std::uint16_t attribute, const std::string& text) {
        constexpr std::size_t kMaxName = 255; // NFT_NAME_MAXLEN - 1
        if (text.size() <= kMaxName) mnl_attr_put_strz(&header(), attribute, text.c_str());
        return *this;
    }
    nlmsghdr& header() { return *reinterpret_cast<nlmsghdr*>(octets_.data()); }

  private:
    alignas(nlmsghdr) std::array<unsigned char, 640> octets_{};
};

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

} // namespace rulec::kernel
