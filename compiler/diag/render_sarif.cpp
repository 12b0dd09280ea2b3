// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/diag/render_sarif.h"

#include "compiler/diag/places.h"
#include "compiler/diag/render_text.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <string_view>

#include <fmt/format.h>

namespace rulec::diag {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kSchema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

// A path as a URI reference (RFC 3986): what is neither unreserved nor a slash is percent-encoded.
std::string uri(std::string_view path) {
    std::string text = path.starts_with('/') ? "file://" : "";
    for (const char c : path) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           std::string_view("-._~/").find(c) != std::string_view::npos;
        text += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return text;
}

Json region_json(const SourceManager& sources, Span span) {
    const Region place = region(sources, span);
    return {{"startLine", place.begin.line},
            {"startColumn", place.begin.column},
            {"endLine", place.end.line},
            {"endColumn", place.end.column}};
}

Json artifact(const SourceManager& sources, Span span) {
    return {{"uri", uri(plain_name(sources, span.file))}};
}

Json location(const SourceManager& sources, Span span) {
    return {{"physicalLocation",
             {{"artifactLocation", artifact(sources, span)}, {"region", region_json(sources, span)}}}};
}

Json related(const SourceManager& sources, const Diagnostic& diagnostic) {
    Json list = Json::array();
    const auto add = [&](Span span, const std::string& text) {
        Json one = location(sources, span);
        one["message"] = {{"text", text}};
        list.push_back(std::move(one));
    };
    for (const Label& label : diagnostic.secondary) {
        if (label.span.known()) add(label.span, label.text);
    }
    Span place = diagnostic.primary.span;
    while (place.known() && (place = sources.included_from(place.file)).known())
        add(place, "included from here");
    return list;
}

// The fix-its of a diagnostic belong together: one fix, a change for each file.
Json fixes(const SourceManager& sources, const Diagnostic& diagnostic) {
    if (diagnostic.fixits.empty()) return Json::array();
    std::map<FileId, Json> changes;
    for (const FixIt& fixit : diagnostic.fixits) {
        Json& change = changes[fixit.span.file];
        if (change.is_null())
            change = {{"artifactLocation", artifact(sources, fixit.span)}, {"replacements", Json::array()}};
        change["replacements"].push_back({{"deletedRegion", region_json(sources, fixit.span)},
                                          {"insertedContent", {{"text", fixit.replacement}}}});
    }
    Json list = Json::array();
    for (auto& [file, change] : changes)
        list.push_back(std::move(change));
    const bool guess = std::ranges::any_of(
        diagnostic.fixits, [](const FixIt& fixit) { return fixit.applicability == Applicability::guess; });
    const std::string text = guess && !diagnostic.helps.empty() ? diagnostic.helps[0] : "fix it";
    return Json::array({{{"description", {{"text", text}}}, {"artifactChanges", std::move(list)}}});
}

Json rule(Code code) {
    const CodeInfo& row = info(code);
    Json json = {{"id", row.id}};
    if (row.is_lint()) json["name"] = row.word;
    json["fullDescription"] = {{"text", row.explanation}};
    json["help"] = {{"text", fmt::format("`rulec explain {}` says more.", row.id)}};
    json["defaultConfiguration"] = {{"level", severity_word(row.severity)}};
    if (row.level == Level::off) json["defaultConfiguration"]["enabled"] = false;
    return json;
}

Json result(const SourceManager& sources, const Diagnostic& diagnostic, std::size_t rule_index,
            const std::string& fingerprint) {
    Json json = {{"ruleId", info(diagnostic.code).id},
                 {"ruleIndex", rule_index},
                 {"level", severity_word(diagnostic.severity)},
                 {"message", {{"text", whole_text(diagnostic)}}},
                 {"locations", Json::array()},
                 {"partialFingerprints", {{"rulec/v1", fingerprint}}}};
    if (diagnostic.primary.span.known()) json["locations"].push_back(location(sources, diagnostic.primary.span));
    if (Json others = related(sources, diagnostic); !others.empty()) json["relatedLocations"] = std::move(others);
    if (Json mended = fixes(sources, diagnostic); !mended.empty()) json["fixes"] = std::move(mended);
    return json;
}

} // namespace

std::string render_sarif(const SourceManager& sources, std::span<const Diagnostic> diagnostics) {
    std::map<Code, std::size_t> index;
    Json rules = Json::array(), results = Json::array();
    const std::vector<std::string> prints = fingerprints(sources, diagnostics);
    for (std::size_t i = 0; i < diagnostics.size(); ++i) {
        const auto [at, is_new] = index.emplace(diagnostics[i].code, rules.size());
        if (is_new) rules.push_back(rule(diagnostics[i].code));
        results.push_back(result(sources, diagnostics[i], at->second, prints[i]));
    }
    const Json driver = {{"name", "rulec"}, {"rules", std::move(rules)}};
    const Json run = {
        {"tool", {{"driver", driver}}}, {"columnKind", "utf16CodeUnits"}, {"results", std::move(results)}};
    const Json log = {{"$schema", kSchema}, {"version", "2.1.0"}, {"runs", Json::array({run})}};
    return log.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

} // namespace rulec::diag
