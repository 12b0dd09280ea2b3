// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/diag/render_text.h"

#include <doctest/doctest.h>

using namespace rulec;
using diag::Code;
using diag::Diagnostic;

namespace {

// The place of the first `needle` in the file.
Span find(const SourceManager& sources, FileId file, std::string_view needle) {
    const auto at = static_cast<std::uint32_t>(sources.text(file).find(needle));
    return {file, at, at + static_cast<std::uint32_t>(needle.size())};
}

Diagnostic unexpected(Span span, std::string_view what) {
    return diag::make(Code::kUnexpectedToken, span, what);
}

} // namespace

TEST_CASE("a diagnostic points at the narrowest wrong thing") {
    SourceManager sources;
    const FileId file = sources.add("a.rules", "table inet t {\n\tchain c {\n\t\ttcp dprot 22\n");
    const auto text = render_text(
        sources, unexpected(find(sources, file, "dprot"), "`dprot`").label("not a field").did_you_mean("dport"));
    CHECK(text == "a.rules:3:7: error[E0101]: unexpected `dprot`\n"
                  "  |\n"
                  "3 |         tcp dprot 22\n"
                  "  |             ^^^^^ not a field\n"
                  "  = help: did you mean `dport`?\n");
}

TEST_CASE("labels on one line hang below each other") {
    SourceManager sources;
    const FileId file = sources.add("a.rules", "set s { type inet_service; elements = { 22, 22 } }\n");
    const Span second = {file, 44, 46};
    const auto text = render_text(sources, unexpected(second, "`22`")
                                               .label("again")
                                               .also(find(sources, file, "22"), "first here")
                                               .also(find(sources, file, "inet_service"), "of this type"));
    CHECK(text == "a.rules:1:45: error[E0101]: unexpected `22`\n"
                  "  |\n"
                  "1 | set s { type inet_service; elements = { 22, 22 } }\n"
                  "  |              ------------               --  ^^ again\n"
                  "  |              |                          |\n"
                  "  |              |                          first here\n"
                  "  |              of this type\n");
}

TEST_CASE("labels in other lines and files get excerpts of their own") {
    SourceManager sources;
    const FileId main = sources.add("main.rules", "include \"b.rules\"\n");
    const FileId other =
        sources.add("b.rules", "one\ntwo\nthree\nfour\n", find(sources, main, "include \"b.rules\""));
    const auto text = render_text(sources, unexpected(find(sources, other, "four"), "`four`")
                                               .also(find(sources, other, "one"), "")
                                               .also(find(sources, main, "include"), "asked for here"));
    CHECK(text == "b.rules:4:1: error[E0101]: unexpected `four`\n"
                  "  |\n"
                  "1 | one\n"
                  "  | ---\n"
                  "...\n"
                  "4 | four\n"
                  "  | ^^^^\n"
                  "  ::: main.rules:1:1\n"
                  "  |\n"
                  "1 | include \"b.rules\"\n"
                  "  | ------- asked for here\n"
                  "  = included from: main.rules:1:1\n");
}

TEST_CASE("hostile text is spelled out, never sent to the terminal") {
    SourceManager sources;
    const FileId file = sources.add("a\x1b.rules", std::string("x\x1b[31m\0\xff\xe2\x80\xae y", 13) + "\n");
    const auto text = render_text(sources, unexpected(find(sources, file, "y"), "`\x1b]0;owned\x07`"));
    CHECK(text == "a\\x1b.rules:1:13: error[E0101]: unexpected `\\x1b]0;owned\\x07`\n"
                  "  |\n"
                  "1 | x\\x1b[31m\\x00\\xff<U+202E> y\n"
                  "  |                           ^\n");
}

TEST_CASE("a long line is cut around its labels, and no label is lost") {
    SourceManager sources;
    std::string line = "first";
    line.append(1'000'000, 'x');
    line += "last";
    const FileId file = sources.add("a.rules", line);
    const auto text = render_text(
        sources,
        unexpected(find(sources, file, "last"), "`last`").label("here").also(find(sources, file, "first"), "there"));
    CHECK(text.size() < 1000);
    CHECK(text.find("xlast\n") != std::string::npos);
    CHECK(text.find("^^^^ here\n") != std::string::npos);
    CHECK(text.find("firstx") != std::string::npos);
    CHECK(text.find("----- there\n") != std::string::npos);
}

TEST_CASE("a label over several lines underlines the first") {
    SourceManager sources;
    const FileId file = sources.add("a.rules", "chain c {\n}\n");
    const auto text = render_text(sources, unexpected({file, 6, 11}, "block"));
    CHECK(text.find("  |       ^^^\n") != std::string::npos);
}

TEST_CASE("the end of the file is a place") {
    SourceManager sources;
    const FileId file = sources.add("a.rules", "chain c {\n");
    CHECK(render_text(sources, unexpected({file, 10, 10}, "end of file")) ==
          "a.rules:2:1: error[E0101]: unexpected end of file\n"
          "  |\n"
          "2 |\n"
          "  | ^\n");
}

TEST_CASE("without a place there is no excerpt") {
    const SourceManager sources;
    CHECK(render_text(sources, diag::make(Code::kCannotRead, {}, "a.rules", "No such file or directory")) ==
          "error[E0001]: cannot read a.rules: No such file or directory\n");
}

TEST_CASE("a fix-it is told unless a help tells it already") {
    SourceManager sources;
    const FileId file = sources.add("a.rules", "policy dorp\n");
    Diagnostic diagnostic = unexpected(find(sources, file, "dorp"), "`dorp`");
    diagnostic.fixits.push_back({find(sources, file, "dorp"), "drop"});
    CHECK(render_text(sources, diagnostic).find("  = fix: replace `dorp` by `drop`\n") != std::string::npos);
    diagnostic.helps.push_back("did you mean `drop`?");
    CHECK(render_text(sources, diagnostic).find("= fix") == std::string::npos);
}

TEST_CASE("colour is only ever added on demand") {
    SourceManager sources;
    const FileId file = sources.add("a.rules", "x\n");
    const Diagnostic diagnostic = unexpected({file, 0, 1}, "`x`");
    CHECK(render_text(sources, diagnostic).find('\x1b') == std::string::npos);
    CHECK(render_text(sources, diagnostic, {.color = true}).find("\x1b[1;31merror[E0101]:\x1b[0m") !=
          std::string::npos);
}

TEST_CASE("a fix that takes its line along is quoted without it") {
    SourceManager sources;
    const FileId file = sources.add("a.rules", "one\n\t# two \r\nthree\n");
    auto diagnostic = unexpected(find(sources, file, "two"), "`two`");
    diagnostic.fixits.push_back({{file, 4, 13}, ""});
    CHECK(render_text(sources, diagnostic).ends_with("  = fix: remove `# two`\n"));
}
