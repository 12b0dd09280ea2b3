// SPDX-License-Identifier: GPL-2.0-or-later
// Judges the text that an importer has made by compiling it.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/source/source_manager.h"
#include "runtime/cli/arguments.h"

#include <functional>
#include <string>

namespace rulec::cli {

// What the compiler says of `text` goes to `sink`, told at the place that the text was made of: `origin` knows it by
// the offset in the text.
void check_imported(SourceManager& sources, const std::string& text, const CommonOptions& options, diag::Sink& sink,
                    const std::function<Span(std::uint32_t)>& origin);

} // namespace rulec::cli
