// SPDX-License-Identifier: GPL-2.0-or-later
// Named objects and flowtables.
#pragma once

#include "backend/nft_text/context.h"

#include <string>

namespace rulec::nft_text {

std::string object_block(const Context& context, const model::Object& object);
std::string flowtable_block(const Context& context, const model::Flowtable& flowtable);

} // namespace rulec::nft_text
