// SPDX-License-Identifier: GPL-2.0-or-later
// Words that are none of those that may stand somewhere: always told with the nearest, or with all that there are.
#pragma once

#include "compiler/catalog/symbols.h"
#include "compiler/sema/context.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace rulec::sema {

// E0211. `what` completes "unknown ...".
diag::Diagnostic unknown_word(std::string_view what, std::string_view word, Span span,
                              std::span<const std::string_view> known);

// The word's number, or the diagnostic.
std::optional<std::uint64_t> find_word(Context& context, catalog::Vocabulary vocabulary, std::string_view what,
                                       std::string_view word, Span span);

} // namespace rulec::sema
