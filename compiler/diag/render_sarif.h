// SPDX-License-Identifier: GPL-2.0-or-later
// render_sarif(): all diagnostics of a run in the Static Analysis Results Interchange Format, version 2.1.0 (OASIS),
// for code scanning services and editors. Columns are UTF-16 code units; file names are URI references, relative if
// they were given so; of the codes only those found are described.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/source/source_manager.h"

#include <span>
#include <string>

namespace rulec::diag {

// Ends with a newline. Octets that are no UTF-8 become U+FFFD.
std::string render_sarif(const SourceManager& sources, std::span<const Diagnostic> diagnostics);

} // namespace rulec::diag
