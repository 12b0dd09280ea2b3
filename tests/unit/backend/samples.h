// SPDX-License-Identifier: GPL-2.0-or-later
// One expression of every kind with the text it prints as, and one program with every kind of message.
#pragma once

#include "backend/nft/program.h"

#include <string_view>
#include <vector>

namespace rulec::test {

struct ExpressionSample {
    nft::Expression expression;
    std::string_view name; // the kernel's
    std::string_view text; // print()
};
const std::vector<ExpressionSample>& expression_samples();

nft::Program sample_program();

Bytes octets(std::string_view hex);

} // namespace rulec::test
