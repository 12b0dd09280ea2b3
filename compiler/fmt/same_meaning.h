// SPDX-License-Identifier: GPL-2.0-or-later
// same_meaning(): the promise of the formatter, checked. Two texts mean the same if they consist of the same words in
// the same order, separated at the same places, with the same comments in the same order. That is more than the same
// syntax tree, and is found without one.
#pragma once

#include <string_view>

namespace rulec::style {

bool same_meaning(std::string_view before, std::string_view after);

} // namespace rulec::style
