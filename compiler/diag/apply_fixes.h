// SPDX-License-Identifier: GPL-2.0-or-later
// apply_fixes(): a text with the safe fix-its of its diagnostics applied. Knows nothing of what the text means:
// whoever calls it checks the result.
#pragma once

#include "compiler/diag/diagnostic.h"

#include <span>
#include <string>
#include <string_view>

namespace rulec::diag {

struct FixedText {
    std::string text;
    std::size_t applied = 0;     // diagnostics whose fix-its are in `text`
    std::size_t overlapping = 0; // those that touch octets of one before them, and so wait for the next round
    std::size_t elsewhere = 0;   // those whose fix-its, or some of them, are for other files
};

// The fix-its of one diagnostic belong together: all of them or none. Those of guesses are left alone.
FixedText apply_fixes(std::string_view text, FileId file, std::span<const Diagnostic> diagnostics);

} // namespace rulec::diag
