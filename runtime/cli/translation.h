// SPDX-License-Identifier: GPL-2.0-or-later
// A command that reads one file and writes text: to standard output the result, to standard error what is wrong with
// the file, and then no result.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/source/source_manager.h"
#include "runtime/cli/arguments.h"

#include <string>

namespace rulec::cli {

struct Translation {
    SourceManager& sources;
    FileId file;
    const CommonOptions& options;
    diag::Sink& sink;
};

// `make` gives the text; what it gives when `sink` holds an error is not written.
ExitCode translate_file(const std::string& path, const CommonOptions& options, std::string (*make)(Translation));

} // namespace rulec::cli
