// SPDX-License-Identifier: GPL-2.0-or-later
// Names of this machine for the numbers in live rules: the other way round of system_host_facts.h.
#pragma once

#include "compiler/model/ruleset.h"

namespace rulec::cli {

// Interfaces, and cgroups if a rule is about one. Users and groups stay numbers, as in nft's listings.
model::HostNames host_names(const model::Ruleset& ruleset);

} // namespace rulec::cli
