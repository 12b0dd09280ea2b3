// SPDX-License-Identifier: GPL-2.0-or-later
// What the formats of other programs have in common: places as editors count them, a diagnostic as one text, names
// that stay the same when lines move.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/source/source_manager.h"

#include <span>
#include <string>
#include <vector>

namespace rulec::diag {

// Lines and columns from 1; columns count UTF-16 code units, an octet that is no UTF-8 counts as one. `end` is behind
// the last unit.
struct Region {
    LineColumn begin, end;
};
Region region(const SourceManager& sources, Span span);

// The file's name without detours: what `a/./b` and `./b` name, services know as `a/b` and `b`.
std::string plain_name(const SourceManager& sources, FileId file);

// Message, label, notes and helps, each on a line of its own.
std::string whole_text(const Diagnostic& diagnostic);

// A hexadecimal number for each: of its code, its message, its file and the text of its line, and the how manieth it
// is among those where all of this is the same.
std::vector<std::string> fingerprints(const SourceManager& sources, std::span<const Diagnostic> diagnostics);

} // namespace rulec::diag
