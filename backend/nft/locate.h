// SPDX-License-Identifier: GPL-2.0-or-later
// From the kernel's answer (a sequence number and, with luck, the offset of the attribute it did not like) back to
// the statement in the source. Works on the octets that were sent: nothing is recorded per expression while encoding.
#pragma once

#include "backend/nft/batch.h"
#include "backend/nft/program.h"

#include <optional>
#include <string>

namespace rulec::nft {

struct Place {
    std::uint32_t index = 0;  // of the message in the program
    Span span;                // of the expression or element if the offset names one, else of the whole message
    std::string what;         // "rule in chain input", "elements of set blocklist"
    std::uint8_t message = 0; // NFT_MSG_*
    std::string expression;   // the kernel's name of the expression, empty if the answer is about none
};

// `batch` was made from `program`. Nothing if `seq` is not one of its messages. `attr_offset` is NLMSGERR_ATTR_OFFS:
// octets from the start of the message to an attribute.
std::optional<Place> locate(const Program& program, const Batch& batch, std::uint32_t seq,
                            std::optional<std::uint32_t> attr_offset);

// "rule in chain input", "set blocklist", ...
std::string describe(const Message& message);

} // namespace rulec::nft
