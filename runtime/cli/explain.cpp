// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/diag/diagnostic.h"
#include "compiler/diag/render_text.h"
#include "compiler/support/suggest.h"
#include "runtime/cli/arguments.h"
#include "runtime/cli/language_page.h"
#include "runtime/cli/output.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include <fmt/format.h>

namespace rulec::cli {
namespace {

constexpr const char* kHelp =
    "Explains a diagnostic by its code; without one, lists all codes. Or writes down the language.\n"
    "\n"
    "Codes are stable: a code never changes its meaning and is never given away again.";

std::vector<const diag::CodeInfo*> all_codes() {
    std::vector<const diag::CodeInfo*> codes;
    for (std::size_t i = 0; i < diag::code_count(); ++i)
        codes.push_back(&diag::info(static_cast<diag::Code>(i)));
    std::sort(codes.begin(), codes.end(), [](const auto* a, const auto* b) { return a->id < b->id; });
    return codes;
}

// The headline with `...` for what depends on the input: "cannot read {}: {}" -> "cannot read ...: ...". Doubled
// braces stand for one, as in any fmt string.
std::string headline_pattern(std::string_view headline) {
    std::string pattern;
    for (std::size_t at = 0; at < headline.size(); ++at) {
        const char c = headline[at];
        const bool doubled = at + 1 < headline.size() && headline[at + 1] == c;
        if ((c == '{' || c == '}') && doubled) {
            pattern += c;
            ++at;
        } else if (c == '{') {
            pattern += "...";
            at = std::min(headline.find('}', at), headline.size());
        } else {
            pattern += c;
        }
    }
    return pattern;
}

std::string_view level_word(const diag::CodeInfo& code) {
    return code.level == diag::Level::off ? "off" : severity_word(code.severity);
}

std::string list_line(const diag::CodeInfo& code) {
    return fmt::format("{}  {:<8} {}{}\n", code.id, level_word(code), headline_pattern(code.headline),
                       code.is_lint() ? fmt::format(" [{}]", code.word) : "");
}

std::string section(const diag::CodeInfo& code) {
    std::string text = fmt::format("## {}: {}\n\n{}\n", code.id, headline_pattern(code.headline), code.explanation);
    if (code.is_lint())
        text += fmt::format("\nIts name is `{}`, by default it is {}. It is found here:\n\n```\n{}```\n", code.word,
                            code.level == diag::Level::off ? "off" : "a warning", code.example);
    return text;
}

// docs/diagnostics.md.
std::string manual_page() {
    std::string page = "# Diagnostics\n\nWritten by `./dev docs` from compiler/diag/codes.def; edit there.\n";
    for (const diag::CodeInfo* code : all_codes())
        page += '\n' + section(*code);
    return page;
}

std::string indented(std::string_view text) {
    std::string lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        lines += fmt::format("    {}\n", text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

std::string explanation(const diag::CodeInfo& code) {
    std::string text =
        fmt::format("{} ({})\n\n{}\n", headline_pattern(code.headline), level_word(code), code.explanation);
    if (code.is_lint()) text += fmt::format("\nName: {}\nFound in:\n\n{}", code.word, indented(code.example));
    return text;
}

ExitCode explain_one(const std::string& word) {
    std::string wanted = word;
    std::transform(wanted.begin(), wanted.end(), wanted.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    std::vector<std::string_view> names;
    for (const diag::CodeInfo* code : all_codes()) {
        if (code->id == wanted || (code->is_lint() && code->word == word)) return write_output(explanation(*code));
        names.push_back(code->id);
        if (code->is_lint()) names.push_back(code->word);
    }
    write_error(fmt::format("rulec explain: no such code: {}\n", word));
    if (const auto meant = nearest(word, names)) write_error(fmt::format("did you mean `{}`?\n", *meant));
    return ExitCode::usage;
}

} // namespace

ExitCode run_explain(Arguments arguments) {
    std::string code;
    bool all = false;
    CLI::App app(kHelp, "rulec explain");
    app.add_option("CODE", code, "for example E0101, or the name of a lint");
    app.add_flag("--all", all, "all explanations, as a page in Markdown");
    bool language = false;
    bool fields = false;
    bool examples = false;
    app.add_flag("--language", language, "every field, statement and datatype, as a page in Markdown");
    app.add_flag("--fields", fields, "every field, as one JSON object a line");
    app.add_flag("--examples", examples, "every example of a statement or declaration, likewise");
    if (const auto exit = parse_arguments(app, arguments)) return *exit;
    if (language) return write_output(language_page());
    if (fields) return write_output(field_list());
    if (examples) return write_output(example_list());
    if (all) return write_output(manual_page());
    if (!code.empty()) return explain_one(code);
    std::string list;
    for (const diag::CodeInfo* row : all_codes())
        list += list_line(*row);
    return write_output(list);
}

} // namespace rulec::cli
