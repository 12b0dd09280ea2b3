// SPDX-License-Identifier: GPL-2.0-or-later
// set_names(): what the named sets are called in ipset, where all tables of both families share one namespace and a
// name has 31 octets at most. NAME if it is free, else TABLE-NAME, else that with a number. Depends on the ruleset
// alone and not on the family that is written, so that rules and sets agree.
#pragma once

#include "compiler/ir/ir.h"

#include <string>
#include <vector>

namespace rulec::ipt {

// By table and set; empty for sets without a name. A meter has one. All of them begin with `prefix`.
std::vector<std::vector<std::string>> set_names(const ir::Ruleset& ruleset, const std::string& prefix);

} // namespace rulec::ipt
