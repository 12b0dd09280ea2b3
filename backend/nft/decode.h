// SPDX-License-Identifier: GPL-2.0-or-later
// Netlink -> program: what the kernel answers when it is asked for its tables, and batches of ours. decode(encode(p))
// is p but for the places in the source.
//
// Nothing is dropped: an expression or object of a kind that program.h does not know, or with an attribute that is
// not ours, becomes nft::Foreign with its name and octets. Handles, generations and use counts are not read.
#pragma once

#include "backend/nft/attribute_walk.h"
#include "backend/nft/program.h"

namespace rulec::nft {

class Decoder {
  public:
    // One netlink message, header and all. False if it is malformed; messages that are not of nf_tables' New and Del
    // kinds are ignored. Elements that follow elements of the same set join them: a dump has many messages of a large
    // set.
    bool add(Octets message);

    const Program& program() const { return program_; }
    Program take() && { return std::move(program_); }

  private:
    Program program_;
};

// Whole messages one after the other; nothing if one is malformed.
std::optional<Program> decode(Octets messages);

} // namespace rulec::nft
