// SPDX-License-Identifier: GPL-2.0-or-later
// Rules and chains.
#pragma once

#include "backend/nft_text/context.h"

#include <string>

namespace rulec::nft_text {

// A comment in the place of what a kernel has and the language cannot say.
std::string not_expressible_text(std::string_view what);

std::string rule_text(const Context& context, const model::Rule& rule);

// A name and what has to be added to it, where one is near; else the number.
std::string priority_text(catalog::Family family, catalog::Hook hook, std::int32_t priority);

std::string chain_block(const Context& context, const model::Chain& chain);

// The rules of a chain that has no name, in braces.
std::string bound_chain_text(const Context& context, std::uint32_t index);

} // namespace rulec::nft_text
