// SPDX-License-Identifier: GPL-2.0-or-later
// render_github(): a workflow command a diagnostic, which GitHub Actions shows as annotations at the lines of a
// change:
//
//     ::error file=gateway.rules,line=12,endLine=12,col=9,endColumn=14,title=E0201::`tcp` has no field `dprot`
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/source/source_manager.h"

#include <span>
#include <string>

namespace rulec::diag {

std::string render_github(const SourceManager& sources, std::span<const Diagnostic> diagnostics);

} // namespace rulec::diag
