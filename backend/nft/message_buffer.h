// SPDX-License-Identifier: GPL-2.0-or-later
// MessageBuffer: where netlink messages are written, one after the other, in chunks that never move. A message
// never straddles two chunks, so that the chunks can be sent as they are (one iovec each) and a million elements
// cost little more memory than their own length. It knows nothing of nf_tables.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

struct nlmsghdr;

namespace rulec::nft {

class MessageBuffer {
  public:
    // Octets that may be written behind the header of one message. More than the kernel takes: an attribute has a
    // 16-bit length, and no message of ours has more than one attribute near that size.
    static constexpr std::size_t kMaxMessage = 192 * 1024;

    // An empty message with room for kMaxMessage octets of attributes; the caller grows nlmsg_len as libmnl does.
    nlmsghdr* begin(std::uint16_t type, std::uint16_t flags, std::uint8_t family, std::uint32_t seq);
    // Shortens the message at the end of the buffer to `len` octets again.
    static void take_back(nlmsghdr* message, std::uint32_t len);
    // The message at the end of the buffer is complete.
    void end(const nlmsghdr* message);

    // Runs of whole messages in the order in which they were written.
    std::vector<std::span<const unsigned char>> chunks() const;
    std::size_t byte_len() const { return byte_len_; }

  private:
    static constexpr std::size_t kFirstChunk = 512 * 1024;
    static constexpr std::size_t kLargestChunk = 8 * 1024 * 1024;
    struct Free {
        void operator()(unsigned char* octets) const;
    };
    struct Chunk {
        std::unique_ptr<unsigned char[], Free> octets;
        std::size_t used = 0;
        std::size_t capacity = 0;
    };
    std::vector<Chunk> chunks_;
    std::size_t byte_len_ = 0;
};

} // namespace rulec::nft
