// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/nft_text/context.h"

#include <string>

namespace rulec::nft_text {

std::string log_text(const Context& context, const model::Log& log);

} // namespace rulec::nft_text
