// SPDX-License-Identifier: GPL-2.0-or-later
// The model as text for people: `rulec compile --to model`. Nobody reads it back; its words may change.
#pragma once

#include "compiler/model/ruleset.h"

#include <string>

namespace rulec::model {

std::string print(const Ruleset& ruleset);

} // namespace rulec::model
