// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/diag/render_gitlab.h"

#include "compiler/diag/places.h"

#include <nlohmann/json.hpp>
#include <string_view>

namespace rulec::diag {
namespace {

using Json = nlohmann::ordered_json;

// Of GitLab's info, minor, major, critical and blocker.
std::string_view weight(Severity severity) {
    switch (severity) {
    case Severity::error: return "critical";
    case Severity::warning: return "minor";
    case Severity::note: return "info";
    }
    return "info";
}

Json location(const SourceManager& sources, Span span) {
    if (!span.known()) return {{"path", "."}, {"lines", {{"begin", 1}}}};
    const Region at = region(sources, span);
    return {{"path", plain_name(sources, span.file)}, {"lines", {{"begin", at.begin.line}, {"end", at.end.line}}}};
}

} // namespace

std::string render_gitlab(const SourceManager& sources, std::span<const Diagnostic> diagnostics) {
    const std::vector<std::string> prints = fingerprints(sources, diagnostics);
    Json issues = Json::array();
    for (std::size_t i = 0; i < diagnostics.size(); ++i) {
        const Diagnostic& diagnostic = diagnostics[i];
        issues.push_back({{"description", whole_text(diagnostic)},
                          {"check_name", info(diagnostic.code).id},
                          {"fingerprint", prints[i]},
                          {"severity", weight(diagnostic.severity)},
                          {"location", location(sources, diagnostic.primary.span)}});
    }
    return issues.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

} // namespace rulec::diag
