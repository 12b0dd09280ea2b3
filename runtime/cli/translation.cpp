// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/cli/translation.h"

#include "runtime/cli/output.h"
#include "runtime/cli/pipeline.h"
#include "runtime/cli/report.h"
#include "runtime/stages/stage.h"

namespace rulec::cli {

ExitCode translate_file(const std::string& path, const CommonOptions& options, std::string (*make)(Translation)) {
    SourceManager sources;
    diag::Sink sink;
    Report report(sources, options, Stream::standard_error);
    const auto file = open_source(sources, path, sink);
    const Stage printing("print");
    const std::string text = file ? make({sources, *file, options, sink}) : "";
    report.add(sink);
    const ExitCode found = worse(report.finish(), file ? ExitCode::fine : ExitCode::system);
    return found == ExitCode::fine ? write_output(text) : found;
}

} // namespace rulec::cli
