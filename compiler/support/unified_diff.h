// SPDX-License-Identifier: GPL-2.0-or-later
// unified_diff(): what changes a text into another, as `patch` and people read it, with three lines of context.
#pragma once

#include <string>
#include <string_view>

namespace rulec {

// Empty if the texts are equal. Lines end with a newline and compare octet by octet. The shortest difference as long
// as it has no more than some thousand lines; beyond that whole stretches are shown as replaced, so that time and
// memory stay linear in the texts. A name with quotes or control characters is quoted, so that it cannot pass for a
// line.
std::string unified_diff(std::string_view before_name, std::string_view before, std::string_view after_name,
                         std::string_view after);

} // namespace rulec
