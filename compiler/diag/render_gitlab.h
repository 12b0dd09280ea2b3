// SPDX-License-Identifier: GPL-2.0-or-later
// render_gitlab(): all diagnostics of a run as a code quality report of GitLab CI, which shows them in merge
// requests. A finding keeps its fingerprint when lines above it come and go.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/source/source_manager.h"

#include <span>
#include <string>

namespace rulec::diag {

// Ends with a newline. The format has no findings without a place: those name the folder `.`, line 1.
std::string render_gitlab(const SourceManager& sources, std::span<const Diagnostic> diagnostics);

} // namespace rulec::diag
