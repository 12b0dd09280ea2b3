// SPDX-License-Identifier: GPL-2.0-or-later
// format(): a ruleset in the one style of rulec (layout.h says which). Only white space, separators and the place of
// trailing commas change: words stay as they were written, and so does every comment.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/fmt/line_writer.h"
#include "compiler/source/source_manager.h"

namespace rulec::style {

// Does `file` parse? What keeps it from that is reported. Other texts must not be formatted.
bool can_format(const SourceManager& sources, FileId file, diag::Sink& sink);

// Hands out the text in parts. Takes memory for a few lines, time in proportion to the text.
void format(const SourceManager& sources, FileId file, const Output& output);

// Formatted anew, would the text stay as it is?
bool is_formatted(const SourceManager& sources, FileId file);

} // namespace rulec::style
