// SPDX-License-Identifier: GPL-2.0-or-later
// Where a rule may stand, found out by checking it in every chain of every family: what the manual says about places
// is what `rulec check` says.
#pragma once

#include "compiler/catalog/hooks.h"

#include <string>
#include <string_view>

namespace rulec::cli {

// "everywhere", "ip, inet (prerouting, input), netdev"; a family without hooks means all of its hooks. `declares`:
// lines that the table has before the chain.
std::string legal_places(std::string_view rule, std::string_view declares, catalog::ChainType type);

} // namespace rulec::cli
