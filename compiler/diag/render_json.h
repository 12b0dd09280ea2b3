// SPDX-License-Identifier: GPL-2.0-or-later
// render_json(): all diagnostics of a run as one JSON object for programs. The shape is versioned: fields are added
// under the same version, never renamed or removed.
//
//     {"format": "rulec-diagnostics", "version": 1, "errors": 1, "warnings": 0, "diagnostics": [
//       {"code": "E0201", "severity": "error", "message": "...",
//        "primary": {"file": "a.rules", "begin": {"line": 3, "column": 5, "offset": 40}, "end": {...}, "label": ""},
//        "secondary": [...], "notes": [], "helps": [], "fixits": [{"file", "begin", "end", "replacement", "safe"}],
//        "included_from": [{"file", "begin", "end"}]}]}
//
// `primary` is null for a diagnostic without a place. Columns and offsets count octets; octets that are no UTF-8
// become U+FFFD.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/source/source_manager.h"

#include <span>
#include <string>

namespace rulec::diag {

// Ends with a newline.
std::string render_json(const SourceManager& sources, std::span<const Diagnostic> diagnostics);

} // namespace rulec::diag
