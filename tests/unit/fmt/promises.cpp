// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/fmt/promises.h"

#include "compiler/fmt/format.h"
#include "compiler/fmt/same_meaning.h"
#include "compiler/syntax/parse.h"
#include "compiler/syntax/print_ast.h"

#include <algorithm>
#include <vector>

namespace rulec::test {
namespace {

struct Source {
    SourceManager sources;
    FileId file;

    explicit Source(std::string_view text) : file(sources.add("test.rules", std::string(text))) {}
};

// Large lists arrive in chunks, each under a heading; where they are cut is no part of the meaning.
std::string without_chunks(std::string_view tree) {
    std::string out;
    while (!tree.empty()) {
        const std::string_view line = tree.substr(0, tree.find('\n') + 1);
        if (line.substr(line.find_first_not_of(' ')) != "elements\n") out += line;
        tree.remove_prefix(line.size());
    }
    return out;
}

std::string tree_of(std::string_view text) {
    Source source(text);
    diag::Sink sink;
    std::string tree;
    syntax::AstPrinter printer(tree);
    syntax::parse(source.sources, source.file, syntax::Block::top, printer, sink);
    return sink.failed() ? "does not parse\n" : without_chunks(tree);
}

// From each `#` outside strings to the end of the line, without blanks at its end; sorted.
std::vector<std::string> comments_of(std::string_view text) {
    std::vector<std::string> comments;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"') in_string = !in_string;
        if (text[i] != '#' || in_string) continue;
        const std::size_t end = std::min(text.find('\n', i), text.size());
        std::string comment(text.substr(i, end - i));
        comment.erase(comment.find_last_not_of(" \t\r\f\v") + 1);
        comments.push_back(std::move(comment));
        i = end;
    }
    std::ranges::sort(comments);
    return comments;
}

bool has_blanks_at_line_end(std::string_view text) {
    return text.find(" \n") != std::string_view::npos || text.find("\t\n") != std::string_view::npos;
}

bool has_empty_line_behind_brace(std::string_view text) {
    for (std::size_t at = text.find("{\n\n"); at != std::string_view::npos; at = text.find("{\n\n", at + 1)) {
        const std::string_view line = text.substr(text.rfind('\n', at) + 1);
        if (line.substr(0, line.find('\n')).find('#') == std::string_view::npos) return true;
    }
    return false;
}

bool is_tidy(std::string_view text) {
    const bool empty_lines = text.find("\n\n\n") != std::string_view::npos || text.starts_with('\n') ||
                             text.ends_with("\n\n") || has_empty_line_behind_brace(text);
    return !empty_lines && !has_blanks_at_line_end(text) && (text.empty() || text.back() == '\n');
}

} // namespace

bool parses(std::string_view text) {
    Source source(text);
    diag::Sink sink;
    return style::can_format(source.sources, source.file, sink);
}

std::string formatted(std::string_view text) {
    Source source(text);
    std::string out;
    style::format(source.sources, source.file, [&](std::string_view part) { out += part; });
    return out;
}

std::string broken_promise(std::string_view text) {
    if (!parses(text)) return {};
    const std::string once = formatted(text);
    if (tree_of(text) != tree_of(once)) return "another syntax tree:\n" + once;
    if (comments_of(text) != comments_of(once)) return "other comments:\n" + once;
    if (!style::same_meaning(text, once)) return "not the same meaning:\n" + once;
    if (!is_tidy(once)) return "not tidy:\n" + once;
    const std::string twice = formatted(once);
    if (twice != once) return "not the same again:\n" + once + "---- again:\n" + twice;
    return {};
}

} // namespace rulec::test
