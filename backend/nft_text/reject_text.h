// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "backend/nft_text/context.h"
#include "compiler/model/protocol_context.h"

#include <string>

namespace rulec::nft_text {

std::string reject_text(const Context& context, const model::ProtocolContext& protocols, const model::Reject& reject);

} // namespace rulec::nft_text
