// SPDX-License-Identifier: GPL-2.0-or-later
// Rules with their protocol dependencies made explicit.
#pragma once

#include "compiler/ir/ir.h"

#include <vector>

namespace rulec::ir {

// The rule's statements, each behind the tests that its fields need. Sets of types that such a test needs are
// appended to `sets`, the table's.
Rule explicit_rule(model::Rule rule, catalog::Family family, std::vector<model::Set>& sets);

} // namespace rulec::ir
