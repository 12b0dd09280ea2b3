// SPDX-License-Identifier: GPL-2.0-or-later
// A program on its way to the kernel: the octets that are sent and what apply decides on. Messages are marked and
// encoded as they come and not kept, since a hundred thousand rules take ten times the memory of their octets. If the
// kernel refuses one of them, the program is made a second time to find its place in the source.
#pragma once

#include "backend/nft/encode.h"
#include "backend/nft/program.h"

#include <functional>

namespace rulec::apply {

struct Prepared {
    nft::Batch batch;
    nft::Program tables;                  // its NewTable and DelTable messages alone
    std::function<nft::Program()> remake; // the whole program again, message for message
};

// Takes a program, gives every table that it declares rulec's mark, and encodes it.
class Preparation final : public nft::MessageConsumer {
  public:
    void consume(nft::Message& message) override;
    Prepared take(std::function<nft::Program()> remake) &&;

  private:
    nft::Encoder encoder_;
    nft::Program tables_;
};

Prepared prepare(nft::Program program);

} // namespace rulec::apply
