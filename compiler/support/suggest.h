// SPDX-License-Identifier: GPL-2.0-or-later
// "Did you mean": the known name nearest to what was written.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rulec {

// The candidate with the smallest edit distance to `word` (transpositions count once, case is ignored), if it is
// near enough to be a slip: at most a third of the longer word. First wins among equals.
std::optional<std::string_view> nearest(std::string_view word, std::span<const std::string_view> candidates);

// ", did you mean `x`?" for the end of a message, or nothing.
std::string or_did_you_mean(std::string_view word, std::span<const std::string_view> candidates);

} // namespace rulec
