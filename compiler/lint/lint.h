// SPDX-License-Identifier: GPL-2.0-or-later
// Findings in a ruleset that the kernel would accept, and what the user wants to hear of them. Two steps, because
// lints are found in several passes: run() adds those of the model; settle() then applies suppressions and levels to
// everything that was found.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/diag/levels.h"
#include "compiler/model/ruleset.h"
#include "compiler/source/source_manager.h"

namespace rulec::lint {

// Every lint of the model that `sink` wants.
void run(const model::Ruleset& ruleset, diag::Sink& sink);

// Drops what comments in the files of this compilation, those from `first_file` on, allow; says which comments allow
// nothing, unless errors kept the lints from running; makes errors of what `levels` escalates.
void settle(const SourceManager& sources, FileId first_file, const diag::Levels& levels, diag::Sink& sink);

} // namespace rulec::lint
