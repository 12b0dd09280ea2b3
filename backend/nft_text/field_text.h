// SPDX-License-Identifier: GPL-2.0-or-later
// Selectors: one field, from its catalogue row back to its words.
#pragma once

#include "compiler/model/value.h"

#include <string>

namespace rulec::nft_text {

std::string field_text(const model::FieldLoad& load); // "tcp dport", "ct original ip saddr", "fib saddr . iif oif"
std::string raw_text(const model::RawLoad& raw);      // "@th,16,32", "tcp option @255,8,8"

// "tcp option maxseg": also what `reset` takes away.
std::string option_words(const catalog::Header& header, std::uint32_t option_number);

} // namespace rulec::nft_text
