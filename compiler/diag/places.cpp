// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/diag/places.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string_view>

#include <fmt/format.h>

namespace rulec::diag {
namespace {

// Octets of the UTF-8 sequence that begins the text; 1 for an octet that begins none.
std::size_t sequence_len(std::string_view text) {
    const auto first = static_cast<unsigned char>(text[0]);
    const std::size_t len = first >= 0xf0 && first < 0xf5   ? 4
                            : first >= 0xe0 && first < 0xf0 ? 3
                            : first >= 0xc2 && first < 0xe0 ? 2
                                                            : 1;
    if (text.size() < len) return 1;
    const bool whole = std::ranges::all_of(text.substr(1, len - 1), [](char c) { return (c & 0xc0) == 0x80; });
    return whole ? len : 1;
}

std::uint32_t utf16_len(std::string_view text) {
    std::uint32_t units = 0;
    while (!text.empty()) {
        const std::size_t len = sequence_len(text);
        units += len == 4 ? 2 : 1;
        text.remove_prefix(len);
    }
    return units;
}

LineColumn editor_place(const SourceManager& sources, FileId file, LineColumn place, std::uint32_t offset) {
    const std::uint32_t line_begin = offset - (place.column - 1);
    return {place.line, utf16_len(sources.text({file, line_begin, offset})) + 1};
}

// FNV-1a, 64 bits.
std::uint64_t hash(std::string_view text) {
    std::uint64_t value = 0xcbf29ce484222325;
    for (const char c : text)
        value = (value ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return value;
}

std::string identity(const SourceManager& sources, const Diagnostic& diagnostic) {
    const Span span = diagnostic.primary.span;
    constexpr std::size_t kEnough = 200; // octets of a line
    const std::string file = span.known() ? plain_name(sources, span.file) : "";
    std::string_view line = span.known() ? sources.line_text(span.file, span.begin) : "";
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    return fmt::format("{}\n{}\n{}\n{}", info(diagnostic.code).id, file, diagnostic.message, line.substr(0, kEnough));
}

} // namespace

Region region(const SourceManager& sources, Span span) {
    return {editor_place(sources, span.file, sources.line_column(span), span.begin),
            editor_place(sources, span.file, sources.line_column_end(span), span.end)};
}

std::string plain_name(const SourceManager& sources, FileId file) {
    return std::filesystem::path(sources.name(file)).lexically_normal().string();
}

std::string whole_text(const Diagnostic& diagnostic) {
    std::string text = diagnostic.message;
    if (!diagnostic.primary.text.empty()) text += '\n' + diagnostic.primary.text;
    for (const std::string& note : diagnostic.notes)
        text += "\nnote: " + note;
    for (const std::string& help : diagnostic.helps)
        text += "\nhelp: " + help;
    return text;
}

std::vector<std::string> fingerprints(const SourceManager& sources, std::span<const Diagnostic> diagnostics) {
    std::map<std::string, std::size_t> seen;
    std::vector<std::string> prints;
    for (const Diagnostic& diagnostic : diagnostics) {
        const std::string who = identity(sources, diagnostic);
        prints.push_back(fmt::format("{:016x}", hash(fmt::format("{}\n{}", who, seen[who]++))));
    }
    return prints;
}

} // namespace rulec::diag
