// SPDX-License-Identifier: GPL-2.0-or-later
// render_checkstyle(): all diagnostics of a run in the XML of Checkstyle, which many services and editors read.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/source/source_manager.h"

#include <span>
#include <string>

namespace rulec::diag {

// UTF-8 without characters that XML 1.0 forbids. Findings without a place stand in a file without a name.
std::string render_checkstyle(const SourceManager& sources, std::span<const Diagnostic> diagnostics);

} // namespace rulec::diag
