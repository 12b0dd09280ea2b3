// SPDX-License-Identifier: GPL-2.0-or-later
// Constants, and ranges of them, as text; numbers that only a host can name get the name that was written.
#pragma once

#include "backend/nft_text/context.h"
#include "compiler/catalog/print_value.h"

#include <string>

namespace rulec::nft_text {

std::string constant_text(const Context& context, const model::KeyPart& part, BytesView bytes,
                          catalog::ValueStyle style = catalog::ValueStyle::value);

// "10.0.0.0/8" of an address, "eth*" of a name.
std::string prefix_text(const Context& context, const model::KeyPart& part, const model::Prefix& prefix);

// "low-high", be it of one value.
std::string range_text(const Context& context, const model::KeyPart& part, BytesView low, BytesView high);

// One value, a prefix where the type is written so, or a range.
std::string interval_text(const Context& context, const model::KeyPart& part, BytesView low, BytesView high);

// Octets of a key or datum: its parts, each an interval, joined by " . ".
std::string key_text(const Context& context, const std::vector<model::KeyPart>& parts, BytesView low, BytesView high);

} // namespace rulec::nft_text
