// SPDX-License-Identifier: GPL-2.0-or-later
// Sets and maps: their declarations, and how rules name them.
#pragma once

#include "backend/nft_text/context.h"

#include <string>

namespace rulec::nft_text {

// The block of a named set or map, two lines of it per property.
std::string set_block(const Context& context, const model::Set& set);

// "@name", or "{ ... }" of an anonymous one.
std::string set_use_text(const Context& context, std::uint32_t index);

// The same on the right side of a comparison. Of one plain element in braces nft makes the element: to stay a set, as
// `{ $name }` does, it is written twice.
std::string compared_set_text(const Context& context, std::uint32_t index);

// A set that a `meter` statement declares; it has no block of its own.
bool is_meter(const model::Set& set);

} // namespace rulec::nft_text
