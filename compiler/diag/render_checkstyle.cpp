// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/diag/render_checkstyle.h"

#include "compiler/diag/places.h"
#include "compiler/diag/printable.h"

#include <map>
#include <string_view>

#include <fmt/format.h>

namespace rulec::diag {
namespace {

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : printable(text)) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\n': out += "&#10;"; break;
        default: out += c; break;
        }
    }
    return out;
}

std::string_view word(Severity severity) {
    switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::note: return "info";
    }
    return "info";
}

std::string place(const SourceManager& sources, Span span) {
    if (!span.known()) return "line=\"0\"";
    const LineColumn at = region(sources, span).begin;
    return fmt::format("line=\"{}\" column=\"{}\"", at.line, at.column);
}

} // namespace

std::string render_checkstyle(const SourceManager& sources, std::span<const Diagnostic> diagnostics) {
    std::map<std::string, std::string> files;
    for (const Diagnostic& diagnostic : diagnostics) {
        const Span span = diagnostic.primary.span;
        files[span.known() ? plain_name(sources, span.file) : ""] +=
            fmt::format("    <error {} severity=\"{}\" message=\"{}\" source=\"rulec.{}\"/>\n", place(sources, span),
                        word(diagnostic.severity), escaped(whole_text(diagnostic)), info(diagnostic.code).id);
    }
    std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n";
    for (const auto& [name, errors] : files)
        text += fmt::format("  <file name=\"{}\">\n{}  </file>\n", escaped(name), errors);
    return text + "</checkstyle>\n";
}

} // namespace rulec::diag
