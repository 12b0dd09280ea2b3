// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/diag/render_github.h"

#include "compiler/diag/places.h"
#include "compiler/diag/printable.h"

#include <string_view>

#include <fmt/format.h>

namespace rulec::diag {
namespace {

// GitHub's own escapes: `%` and line ends everywhere, the separators of properties in their values as well.
std::string escaped(std::string_view text, bool property) {
    std::string out;
    for (const char c : printable(text)) {
        const bool escape = c == '%' || c == '\n' || c == '\r' || (property && (c == ':' || c == ','));
        out += escape ? fmt::format("%{:02X}", static_cast<unsigned char>(c)) : std::string(1, c);
    }
    return out;
}

std::string_view command(Severity severity) {
    switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::note: return "notice";
    }
    return "notice";
}

std::string place(const SourceManager& sources, Span span) {
    if (!span.known()) return "";
    const Region at = region(sources, span);
    return fmt::format("file={},line={},endLine={},col={},endColumn={},",
                       escaped(plain_name(sources, span.file), true), at.begin.line, at.end.line, at.begin.column,
                       at.end.column);
}

} // namespace

std::string render_github(const SourceManager& sources, std::span<const Diagnostic> diagnostics) {
    std::string lines;
    for (const Diagnostic& diagnostic : diagnostics) {
        lines += fmt::format("::{} {}title={}::{}\n", command(diagnostic.severity),
                             place(sources, diagnostic.primary.span), info(diagnostic.code).id,
                             escaped(whole_text(diagnostic), false));
    }
    return lines;
}

} // namespace rulec::diag
