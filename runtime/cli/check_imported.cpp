// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/cli/check_imported.h"

#include "runtime/cli/pipeline.h"

namespace rulec::cli {

void check_imported(SourceManager& sources, const std::string& text, const CommonOptions& options, diag::Sink& sink,
                    const std::function<Span(std::uint32_t)>& origin) {
    diag::Sink found;
    const FileId made = sources.add("<imported>", text);
    find_mistakes(sources, made, options, found);
    for (diag::Diagnostic diagnostic : found.in_source_order()) {
        const std::uint32_t offset = diagnostic.primary.span.known() ? diagnostic.primary.span.begin : 0;
        const std::string_view line = sources.line_text(made, offset);
        const std::size_t first = std::min(line.find_first_not_of(" \t"), line.size());
        diagnostic.notes.push_back(fmt::format("in the text made of it: {}", line.substr(first)));
        diagnostic.primary = {origin(offset), {}};
        diagnostic.secondary.clear();
        diagnostic.fixits.clear();
        sink.report(std::move(diagnostic));
    }
}

} // namespace rulec::cli
