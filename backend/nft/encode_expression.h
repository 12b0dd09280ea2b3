// SPDX-License-Identifier: GPL-2.0-or-later
// Expressions of rules, sets, elements and dynset statements as netlink attributes.
#pragma once

#include "backend/nft/program.h"

struct nlmsghdr;

namespace rulec::nft {

// A nested list of NFTA_LIST_ELEM under `attribute`; an empty list for a rule without expressions.
void put_expressions(nlmsghdr* message, std::uint16_t attribute, const std::vector<Expression>& expressions);

// Sets and elements: the attribute `one` holds a single expression, more of them need the list `many`; nothing if
// there are none.
void put_stateful(nlmsghdr* message, std::uint16_t one, std::uint16_t many,
                  const std::vector<Expression>& expressions);

} // namespace rulec::nft
