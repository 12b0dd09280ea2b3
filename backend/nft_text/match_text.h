// SPDX-License-Identifier: GPL-2.0-or-later
// Matches: what is compared with what.
#pragma once

#include "backend/nft_text/context.h"

#include <string>

namespace rulec::nft_text {

std::string match_text(const Context& context, const model::Match& match);

} // namespace rulec::nft_text
