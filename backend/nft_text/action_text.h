// SPDX-License-Identifier: GPL-2.0-or-later
// Statements that do something.
#pragma once

#include "backend/nft_text/context.h"
#include "compiler/model/protocol_context.h"

#include <string>

namespace rulec::nft_text {

// `protocols`: what the rule has matched so far; the same number of an ICMP code has a name in each IP version.
std::string action_text(const Context& context, const model::ProtocolContext& protocols, const model::Action& action);

} // namespace rulec::nft_text
