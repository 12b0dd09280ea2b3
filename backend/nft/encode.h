// SPDX-License-Identifier: GPL-2.0-or-later
// Program -> netlink batch. The batch is complete but for what only the sender knows (the generation id). Sending
// is runtime/kernel's work, the way back from an error to the source is locate.h.
#pragma once

#include "backend/nft/batch.h"
#include "backend/nft/program.h"

namespace rulec::nft {

// Sequence numbers start at `first_seq`, which BATCH_BEGIN would have. What the netlink format cannot hold (a name
// that is too long, too many expressions in a rule) is in Batch::problems(). Element lists longer than one
// attribute (64 KiB) become several messages.
Batch encode(const Program& program, std::uint32_t first_seq = 0);

// The same, one message after the other, so that the program need not be there as a whole.
class Encoder {
  public:
    explicit Encoder(std::uint32_t first_seq = 0) : batch_(first_seq) {}
    void add(const Message& message);
    Batch take() && { return std::move(batch_); }

  private:
    Batch batch_;
    std::uint32_t count_ = 0; // of messages added
};

} // namespace rulec::nft
