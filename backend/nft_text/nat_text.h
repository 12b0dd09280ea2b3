// SPDX-License-Identifier: GPL-2.0-or-later
// snat, dnat, masquerade, redirect, tproxy.
#pragma once

#include "backend/nft_text/context.h"

#include <string>

namespace rulec::nft_text {

std::string nat_text(const Context& context, const model::Nat& nat);
std::string tproxy_text(const Context& context, const model::Tproxy& tproxy);

} // namespace rulec::nft_text
