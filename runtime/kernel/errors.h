// SPDX-License-Identifier: GPL-2.0-or-later
// What an errno of nf_tables most likely means, in words for the person who wrote the rules. The kernel answers most
// mistakes with a number; which number means what depends on the message and the expression it is about, so the
// answers are rows of a table, the most specific first.
#pragma once

#include <cstdint>
#include <string_view>

namespace rulec::kernel {

struct Refusal {
    int code = 0;                // errno, positive
    std::uint8_t message = 0;    // NFT_MSG_*, kWholeBatch if the answer is about the batch
    std::string_view expression; // the kernel's name of the expression the answer points at, or empty
    static constexpr std::uint8_t kWholeBatch = 0xff;
};

// One sentence without a full stop; empty if there is nothing better to say than strerror(code).
std::string_view likely_cause(const Refusal& refusal);

// The kernel checks some expressions against the chain's type and hook only when the rule is complete, and then does
// not say which one it was. True for those that are checked like that and refused with `code`.
bool may_be_misplaced(int code, std::string_view expression);

} // namespace rulec::kernel
