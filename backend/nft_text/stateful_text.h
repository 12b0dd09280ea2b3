// SPDX-License-Identifier: GPL-2.0-or-later
// Counters, limits, quotas and the like: in rules, in sets, in elements, and as the bodies of named objects.
#pragma once

#include "backend/nft_text/context.h"

#include <string>

namespace rulec::nft_text {

std::string stateful_text(const Context& context, const model::Stateful& stateful);

std::string rate_text(const model::Limit& limit);                           // "over 10 mbytes/second burst 5 packets"
std::string amount_text(const Context& context, const model::Quota& quota); // "over 25 mbytes used 5 kbytes"
std::string counts_text(const Context& context, const model::Counter& counter); // "packets 5 bytes 60", or nothing
std::string synproxy_text(const model::Synproxy& synproxy, std::string_view separator);

} // namespace rulec::nft_text
