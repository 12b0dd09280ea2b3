// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/message_buffer.h"

#include "compiler/support/check.h"

#include <algorithm>
#include <cstdlib>

#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter/nfnetlink.h>

namespace rulec::nft {

nlmsghdr* MessageBuffer::begin(std::uint16_t type, std::uint16_t flags, std::uint8_t family, std::uint32_t seq) {
    if (chunks_.empty() || chunks_.back().capacity - chunks_.back().used < kMaxMessage) {
        const std::size_t capacity =
            chunks_.empty() ? kFirstChunk : std::min(chunks_.back().capacity * 2, kLargestChunk);
        // Zeroes, because libmnl leaves the padding behind attributes as it finds it and a batch must not depend on
        // what was in memory before. calloc gets them from the kernel page by page as they are touched.
        auto* octets = static_cast<unsigned char*>(std::calloc(capacity, 1));
        RULEC_CHECK(octets != nullptr, "the machine has memory for a chunk");
        chunks_.push_back({std::unique_ptr<unsigned char[], Free>(octets), 0, capacity});
    }
    Chunk& chunk = chunks_.back();
    nlmsghdr* message = mnl_nlmsg_put_header(chunk.octets.get() + chunk.used);
    message->nlmsg_type = type;
    message->nlmsg_flags = flags;
    message->nlmsg_seq = seq;
    auto* extra = static_cast<nfgenmsg*>(mnl_nlmsg_put_extra_header(message, sizeof(nfgenmsg)));
    extra->nfgen_family = family;
    extra->version = NFNETLINK_V0;
    extra->res_id = 0;
    return message;
}

void MessageBuffer::Free::operator()(unsigned char* octets) const {
    std::free(octets);
}

void MessageBuffer::take_back(nlmsghdr* message, std::uint32_t len) {
    auto* octets = reinterpret_cast<unsigned char*>(message);
    std::fill(octets + len, octets + MNL_ALIGN(message->nlmsg_len), std::uint8_t{0}); // as calloc made them
    message->nlmsg_len = len;
}

void MessageBuffer::end(const nlmsghdr* message) {
    Chunk& chunk = chunks_.back();
    RULEC_CHECK(reinterpret_cast<const unsigned char*>(message) == chunk.octets.get() + chunk.used,
                "end() names the message that begin() gave");
    RULEC_CHECK(message->nlmsg_len <= kMaxMessage, "limits.cpp refuses what makes longer messages");
    const std::size_t len = MNL_ALIGN(message->nlmsg_len);
    chunk.used += len;
    byte_len_ += len;
}

std::vector<std::span<const unsigned char>> MessageBuffer::chunks() const {
    std::vector<std::span<const unsigned char>> runs;
    for (const Chunk& chunk : chunks_)
        if (chunk.used > 0) runs.emplace_back(chunk.octets.get(), chunk.used);
    return runs;
}

} // namespace rulec::nft
