// SPDX-License-Identifier: GPL-2.0-or-later
// Batch: a program as netlink octets, and from which message of the program each of them was made. Sequence numbers
// are consecutive: BATCH_BEGIN has `first_seq`, the messages follow it, BATCH_END is last. The batch owns its octets
// and does not refer to the program; locate.h needs both to name the place of an error.
#pragma once

#include "backend/nft/message_buffer.h"
#include "compiler/source/span.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rulec::nft {

class Batch {
  public:
    // Where a netlink message comes from: program.messages[message]; element messages also say which element is
    // the first in them, because long lists take several.
    struct Origin {
        std::uint32_t message = 0;
        std::uint32_t first_element = 0;
    };
    // Something the kernel's format has no room for; the message was left out, the batch must not be sent.
    struct Problem {
        Span span;
        std::string what;
    };

    explicit Batch(std::uint32_t first_seq) : first_seq_(first_seq) {}

    // ---- for the sender
    std::uint32_t begin_seq() const { return first_seq_; }
    std::uint32_t end_seq() const { return first_seq_ + 1 + static_cast<std::uint32_t>(origins_.size()); }
    std::size_t message_count() const { return origins_.size(); } // without BEGIN and END
    // Runs of whole messages without BATCH_BEGIN and BATCH_END, which belong to the transaction.
    std::vector<std::span<const unsigned char>> messages() const { return buffer_.chunks(); }
    std::size_t byte_len() const { return buffer_.byte_len(); }
    const std::vector<Problem>& problems() const { return problems_; }

    // Everything, BATCH_BEGIN and BATCH_END included, for `compile --to netlink` and tests.
    std::vector<unsigned char> octets() const;

    // ---- from a sequence number back to the program
    std::optional<Origin> origin(std::uint32_t seq) const;
    std::span<const unsigned char> message(std::uint32_t seq) const; // empty if there is none

    // ---- for the encoder
    nlmsghdr* begin(std::uint16_t nft_message, std::uint16_t flags, std::uint8_t family);
    void end(const nlmsghdr* message, Origin origin);
    void refuse(Span span, std::string what) { problems_.push_back({span, std::move(what)}); }

  private:
    std::uint32_t first_seq_;
    MessageBuffer buffer_;
    std::vector<Origin> origins_;            // by sequence number - first_seq - 1
    std::vector<const nlmsghdr*> positions_; // the same index
    std::vector<Problem> problems_;
};

} // namespace rulec::nft
