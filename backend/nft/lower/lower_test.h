// SPDX-License-Identifier: GPL-2.0-or-later
// Tests to a load and the comparison or lookup that ends the rule unless it holds.
#pragma once

#include "backend/nft/lower/rule_builder.h"

namespace rulec::nft {

void lower_test(RuleBuilder& rule, const ir::Test& test);

} // namespace rulec::nft
