// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/place_comments.h"

#include "compiler/support/check.h"

#include <algorithm>

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

constexpr std::size_t kLongest = 255;     // XT_MAX_COMMENT_LEN, with the octet at its end
constexpr std::size_t kLongestPlace = 80; // beside a comment that fills the rest
constexpr std::string_view kCut = "...";

// Names of files may hold anything; a rule is a line.
std::string printable(std::string_view name) {
    std::string text(name);
    std::ranges::replace_if(
        text, [](unsigned char c) { return c < ' ' || c == 0x7f; }, '?');
    return text;
}

std::string place_text(const SourceManager& sources, Span span, std::size_t room) {
    std::string text = fmt::format("{}:{}", printable(sources.name(span.file)), sources.line_column(span).line);
    if (text.size() > room) text.replace(0, text.size() - room + kCut.size(), kCut);
    return text;
}

std::string with_place(std::string_view comment, const SourceManager& sources, Span span) {
    if (comment.empty()) return place_text(sources, span, kLongest);
    constexpr std::size_t kBrackets = 3; // " ()"
    const std::size_t left = kLongest - kBrackets - std::min(comment.size(), kLongest - kBrackets);
    const std::string place = place_text(sources, span, std::max(left, kLongestPlace));
    const std::size_t room = kLongest - kBrackets - place.size();
    if (comment.size() <= room) return fmt::format("{} ({})", comment, place);
    return fmt::format("{}{} ({})", comment.substr(0, room - kCut.size()), kCut, place);
}

Text& comment_of(Rule& rule) {
    const ExtensionRow* row = find_match("comment", Family::ipv4);
    RULEC_CHECK(row != nullptr, "both families have the match comment");
    const auto found =
        std::ranges::find(rule.matches, row->name, [](const Extension& match) { return match.row->name; });
    Extension& match = found != rule.matches.end() ? *found : rule.matches.emplace_back(Extension{row, {}, {}});
    if (match.options.empty()) match.options.push_back({.row = &row->options[0], .argument = Text{}, .span = {}});
    return std::get<Text>(match.options[0].argument);
}

} // namespace

void add_place(Rule& rule, const SourceManager& sources) {
    if (!rule.span.known()) return;
    Text& comment = comment_of(rule);
    comment.text = with_place(comment.text, sources, rule.span);
}

} // namespace rulec::ipt
