// SPDX-License-Identifier: GPL-2.0-or-later
// Named objects and flowtables to their messages.
#pragma once

#include "backend/nft/lower/rule_builder.h"

namespace rulec::nft {

// NFT_FLOWTABLE_*, which Debian 12's header does not have all of.
inline constexpr std::uint32_t kFlowtableOffload = 1, kFlowtableCounter = 2;

NewObject lower_object(const TableRef& table, const model::Object& object);
NewFlowtable lower_flowtable(const TableRef& table, const model::Flowtable& flowtable);

} // namespace rulec::nft
