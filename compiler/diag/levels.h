// SPDX-License-Identifier: GPL-2.0-or-later
// Levels: which warnings and lints a user wants, and which of them count as errors. Errors are not negotiable.
//
// Codes are named by a SELECTION: an id (W1201), the beginning of ids (W12), a lint's name (never-true) or `all`;
// several are separated by commas.
#pragma once

#include "compiler/diag/diagnostic.h"

#include <string_view>
#include <vector>

namespace rulec::diag {

// The warnings and lints named by one word of a selection; empty: there are none.
std::vector<Code> find_warnings(std::string_view word);
// Every word that a selection may consist of, but for beginnings of ids; for "did you mean".
std::vector<std::string_view> warning_names();

class Levels {
  public:
    Levels(); // as the codes' rows say

    Level of(Code code) const { return levels_[static_cast<std::size_t>(code)]; }
    void set(Code code, Level level) { levels_[static_cast<std::size_t>(code)] = level; }

  private:
    std::vector<Level> levels_; // by code
};

} // namespace rulec::diag
