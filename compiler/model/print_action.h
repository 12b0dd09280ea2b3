// SPDX-License-Identifier: GPL-2.0-or-later
// Actions as text for people, in the dumps of model and IR.
#pragma once

#include "compiler/model/action.h"
#include "compiler/model/set.h"

#include <span>
#include <string>

namespace rulec::model {

std::string print(const Verdict& verdict);
std::string print(const Stateful& stateful);
std::string print(const Action& action, std::span<const Set> sets);

// The parts of `stateful` that named objects share.
std::string print(const Counter& counter);
std::string print(const Limit& limit);
std::string print(const Quota& quota);
std::string print(const Synproxy& synproxy);

} // namespace rulec::model
