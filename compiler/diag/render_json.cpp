// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/diag/render_json.h"

#include "compiler/diag/render_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace rulec::diag {
namespace {

using Json = nlohmann::ordered_json;

Json place_json(LineColumn place, std::uint32_t offset) {
    return {{"line", place.line}, {"column", place.column}, {"offset", offset}};
}

Json span_json(const SourceManager& sources, Span span) {
    if (!span.known()) return nullptr;
    return {{"file", sources.name(span.file)},
            {"begin", place_json(sources.line_column(span), span.begin)},
            {"end", place_json(sources.line_column_end(span), span.end)}};
}

Json label_json(const SourceManager& sources, const Label& label) {
    Json json = span_json(sources, label.span);
    if (!json.is_null()) json["label"] = label.text;
    return json;
}

Json include_chain(const SourceManager& sources, Span span) {
    Json chain = Json::array();
    if (!span.known()) return chain;
    for (Span from = sources.included_from(span.file); from.known(); from = sources.included_from(from.file)) {
        chain.push_back(span_json(sources, from));
    }
    return chain;
}

Json diagnostic_json(const SourceManager& sources, const Diagnostic& diagnostic) {
    Json secondary = Json::array();
    for (const Label& label : diagnostic.secondary)
        secondary.push_back(label_json(sources, label));
    Json fixits = Json::array();
    for (const FixIt& fixit : diagnostic.fixits) {
        Json json = span_json(sources, fixit.span);
        json["replacement"] = fixit.replacement;
        json["safe"] = fixit.applicability == Applicability::safe;
        fixits.push_back(std::move(json));
    }
    return {{"code", info(diagnostic.code).id},
            {"severity", severity_word(diagnostic.severity)},
            {"message", diagnostic.message},
            {"primary", label_json(sources, diagnostic.primary)},
            {"secondary", std::move(secondary)},
            {"notes", diagnostic.notes},
            {"helps", diagnostic.helps},
            {"fixits", std::move(fixits)},
            {"included_from", include_chain(sources, diagnostic.primary.span)}};
}

} // namespace

std::string render_json(const SourceManager& sources, std::span<const Diagnostic> diagnostics) {
    const auto count = [&](Severity severity) {
        return std::count_if(diagnostics.begin(), diagnostics.end(),
                             [&](const Diagnostic& d) { return d.severity == severity; });
    };
    Json list = Json::array();
    for (const Diagnostic& diagnostic : diagnostics)
        list.push_back(diagnostic_json(sources, diagnostic));
    const Json report = {{"format", "rulec-diagnostics"},
                         {"version", 1},
                         {"errors", count(Severity::error)},
                         {"warnings", count(Severity::warning)},
                         {"diagnostics", std::move(list)}};
    return report.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

} // namespace rulec::diag
