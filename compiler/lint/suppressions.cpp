// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/suppressions.h"

#include "compiler/diag/levels.h"

#include <algorithm>

#include <fmt/format.h>

namespace rulec::lint {
namespace {

using diag::Code;

constexpr std::string_view kAllow = "allow(";

Span sub_span(FileId file, std::size_t begin, std::size_t end) {
    return {file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

// A comment with what would be left of its line without it: the blanks before it, or the whole line.
Span with_blanks(const SourceManager& sources, Span comment) {
    const std::string_view text = sources.text(comment.file);
    const std::size_t last =
        comment.begin == 0 ? std::string_view::npos : text.find_last_not_of(" \t", comment.begin - 1);
    const bool alone = last == std::string_view::npos || text[last] == '\n';
    const std::size_t begin = last == std::string_view::npos ? 0 : last + 1;
    std::size_t end = comment.end;
    if (alone && end < text.size()) ++end; // its newline
    if (!alone && text[end - 1] == '\r') --end;
    return sub_span(comment.file, begin, end);
}

} // namespace

Suppressions::Suppressions(const SourceManager& sources, FileId first_file, diag::Sink& sink)
    : sources_(sources), sink_(sink) {
    for (auto i = static_cast<std::size_t>(first_file); i < sources.file_count(); ++i) {
        const auto file = static_cast<FileId>(i);
        if (!has_directives(file)) continue;
        for (const Directive& directive : find_directives(sources.text(file)))
            read(file, directive);
    }
}

// A quick look, which gives the pages of large files back.
bool Suppressions::has_directives(FileId file) const {
    constexpr std::string_view kMark = "rulec:";
    constexpr std::size_t kWindow = 1 << 20;
    const std::string_view text = sources_.text(file);
    for (std::size_t begin = 0; begin < text.size(); begin += kWindow) {
        const std::size_t end = std::min(begin + kWindow, text.size());
        if (text.substr(begin, end - begin + kMark.size() - 1).find(kMark) != std::string_view::npos) return true;
        if (text.size() > kWindow) sources_.let_go(sub_span(file, begin, end));
    }
    return false;
}

void Suppressions::read(FileId file, const Directive& directive) {
    const std::string_view line = sources_.text(file).substr(0, directive.words.end);
    const std::size_t allow = std::min(line.find_first_not_of(" \t", directive.words.begin), line.size());
    const std::size_t close = line.find(')', allow);
    if (!line.substr(allow).starts_with(kAllow) || close == std::string_view::npos) {
        sink_.report(diag::make(Code::kBadSuppression, sub_span(file, directive.comment, line.size()),
                                "this comment is meant for rulec, and not understood")
                         .help("write `# rulec: allow(CODE) reason`"));
        return;
    }
    const std::size_t codes = allow + kAllow.size();
    read_codes({.comment = sub_span(file, directive.comment, line.size()),
                .codes = sub_span(file, codes, close),
                .covers = sub_span(file, directive.covers.begin, directive.covers.end)});
    if (line.find_first_not_of(" \t\r", close + 1) == std::string_view::npos) {
        sink_.report(diag::make(Code::kSuppressionWithoutReason, sub_span(file, allow, close + 1),
                                line.substr(codes, close - codes)));
    }
}

void Suppressions::read_codes(const Parts& parts) {
    constexpr std::string_view kBetween = ", \t";
    const std::string_view text = sources_.text(parts.codes.file).substr(0, parts.codes.end);
    const std::size_t known_before = allowed_.size();
    std::size_t count = 0;
    for (std::size_t at = parts.codes.begin; (at = text.find_first_not_of(kBetween, at)) != std::string_view::npos;) {
        const std::size_t end = std::min(text.find_first_of(kBetween, at), text.size());
        const std::string_view word = text.substr(at, end - at);
        const Span span = sub_span(parts.codes.file, at, end);
        at = end;
        ++count;
        Allowed allowed{.word = span, .covers = parts.covers, .codes = diag::find_warnings(word)};
        if (!allowed.codes.empty()) {
            allowed_.push_back(std::move(allowed));
            continue;
        }
        auto unknown = diag::make(Code::kBadSuppression, span,
                                  fmt::format("there is no warning `{}` that could be allowed", word));
        unknown.suggest(word, diag::warning_names());
        sink_.report(std::move(unknown));
    }
    if (count == 1 && allowed_.size() > known_before) allowed_.back().removable = parts.comment;
}

bool Suppressions::allow_at(Span place, Code code) {
    bool found = false;
    for (Allowed& allowed : allowed_) {
        const bool here = allowed.covers.file == place.file && allowed.covers.begin <= place.begin &&
                          place.begin < allowed.covers.end;
        if (!here || std::ranges::find(allowed.codes, code) == allowed.codes.end()) continue;
        allowed.used = true;
        found = true;
    }
    return found;
}

bool Suppressions::allow(const diag::Diagnostic& diagnostic) {
    bool found = false;
    for (Span place = diagnostic.primary.span; place.known(); place = sources_.included_from(place.file))
        found = allow_at(place, diagnostic.code) || found;
    return found;
}

void Suppressions::report_unused(diag::Sink& sink) const {
    for (const Allowed& allowed : allowed_) {
        const bool looked_for = std::ranges::any_of(allowed.codes, [&](Code code) { return sink.wants(code); });
        if (allowed.used || !looked_for) continue;
        auto unused = diag::make(Code::kUnusedSuppression, allowed.word, sources_.text(allowed.word));
        if (allowed.removable.known())
            unused.fixits.push_back({with_blanks(sources_, allowed.removable), ""});
        else
            unused.helps.emplace_back("remove it, so that it does not hide the next finding");
        sink.report(std::move(unused));
    }
}

} // namespace rulec::lint
