// SPDX-License-Identifier: GPL-2.0-or-later
// What the kernel's message format cannot hold. The compiler refuses such rulesets with better words; this is the
// last fence, so that an attribute is never cut short in silence.
#pragma once

#include "backend/nft/program.h"

#include <cstddef>
#include <optional>
#include <string>

namespace rulec::nft {

inline constexpr std::size_t kMaxExpressions = 128; // of a rule: NFT_RULE_MAXEXPRS in the kernel's nf_tables_api.c

struct Excess {
    Span span;
    std::string what;
};

// The first limit of include/uapi/linux/netfilter/nf_tables.h that `message` exceeds.
std::optional<Excess> beyond_limits(const Message& message);

} // namespace rulec::nft
