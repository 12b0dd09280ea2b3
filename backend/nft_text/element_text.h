// SPDX-License-Identifier: GPL-2.0-or-later
// Elements of sets and maps.
#pragma once

#include "backend/nft_text/context.h"

#include <string>

namespace rulec::nft_text {

// "{ a, b, c }" on one line, and as a named set's block has it.
std::string inline_elements(const Context& context, const model::Set& set);
std::string wrapped_elements(const Context& context, const model::Set& set);

std::string verdict_text(const Context& context, const model::Verdict& verdict); // without bound chains

} // namespace rulec::nft_text
