// SPDX-License-Identifier: GPL-2.0-or-later
// `check --fix` and `check --diff`: the text of a file with its safe fix-its applied, checked again and fixed again
// until there is nothing left to fix. Writes nothing.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/source/source_manager.h"

#include <functional>
#include <string>

namespace rulec::cli {

// Everything that `check` would say of a file.
using Checker = std::function<std::vector<diag::Diagnostic>(SourceManager&, FileId)>;

struct Fixed {
    std::string text;
    std::size_t applied = 0;   // findings that are gone
    std::size_t elsewhere = 0; // findings that can be fixed, but in files which this one includes
    bool settled = true;       // false: after many rounds there was still something to fix
    std::string broken_by;     // a bug: the fix of a finding made errors; `text` is what was given
};

// `found` is what `check` says of `file` as it is.
Fixed fix(const SourceManager& sources, FileId file, std::vector<diag::Diagnostic> found, const Checker& check);

} // namespace rulec::cli
