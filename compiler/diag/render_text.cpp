// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/diag/render_text.h"

#include "compiler/diag/excerpt.h"
#include "compiler/diag/printable.h"

#include <algorithm>
#include <map>

namespace rulec::diag {
namespace {

constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kRed = "\x1b[1;31m";
constexpr std::string_view kYellow = "\x1b[1;33m";
constexpr std::string_view kCyan = "\x1b[1;36m";
constexpr std::string_view kBlue = "\x1b[1;34m";
constexpr std::string_view kReset = "\x1b[0m";

std::string_view color_of(Severity severity) {
    switch (severity) {
    case Severity::error: return kRed;
    case Severity::warning: return kYellow;
    case Severity::note: return kCyan;
    }
    return kRed;
}

// The lines of one file that bear labels, by line number.
struct FileExcerpt {
    FileId file = FileId::none;
    Span first; // where an editor should go
    std::map<std::uint32_t, ExcerptLine> lines;
};

void add_label(const SourceManager& sources, FileExcerpt& excerpt, const Label& label, bool primary) {
    const LineColumn place = sources.line_column(label.span);
    ExcerptLine& line = excerpt.lines[place.line];
    line.number = place.line;
    line.text = sources.line_text(label.span.file, label.span.begin);
    const std::size_t begin = place.column - 1;
    const std::size_t byte_len = label.span.end > label.span.begin ? label.span.end - label.span.begin : 0;
    line.marks.push_back({begin, std::min(begin + byte_len, std::max(line.text.size(), begin)), primary, label.text});
}

// The primary label's file first, the others in the order in which labels name them.
std::vector<FileExcerpt> excerpts_of(const SourceManager& sources, const Diagnostic& diagnostic) {
    std::vector<FileExcerpt> excerpts;
    const auto add = [&](const Label& label, bool primary) {
        if (!label.span.known()) return;
        auto found = std::find_if(excerpts.begin(), excerpts.end(),
                                  [&](const FileExcerpt& e) { return e.file == label.span.file; });
        if (found == excerpts.end()) found = excerpts.insert(found, {label.span.file, label.span, {}});
        add_label(sources, *found, label, primary);
    };
    add(diagnostic.primary, true);
    for (const Label& label : diagnostic.secondary)
        add(label, false);
    return excerpts;
}

std::string place_text(const SourceManager& sources, Span span) {
    const LineColumn place = sources.line_column(span);
    return fmt::format("{}:{}:{}", printable(sources.name(span.file)), place.line, place.column);
}

// What is removed may take its line with it.
std::string_view without_blanks(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n";
    const std::size_t begin = std::min(text.find_first_not_of(kBlanks), text.size());
    return text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin);
}

class TextRenderer {
  public:
    TextRenderer(const SourceManager& sources, const Diagnostic& diagnostic, TextStyle style)
        : sources_(sources), diagnostic_(diagnostic), style_(style), excerpts_(excerpts_of(sources, diagnostic)) {
        for (const FileExcerpt& excerpt : excerpts_) {
            gutter_ = std::max(gutter_, std::to_string(excerpt.lines.rbegin()->first).size());
        }
    }

    std::string render() && {
        headline();
        for (const FileExcerpt& excerpt : excerpts_) {
            if (&excerpt != &excerpts_.front())
                out_ += fmt::format("{:>{}} {}\n", "", gutter_,
                                    paint(kBlue, "::: " + place_text(sources_, excerpt.first)));
            file_lines(excerpt);
        }
        remarks();
        return std::move(out_);
    }

  private:
    std::string paint(std::string_view color, std::string_view text) const {
        if (!style_.color || text.empty()) return std::string(text);
        return fmt::format("{}{}{}", color, text, kReset);
    }

    void headline() {
        const Span span = diagnostic_.primary.span;
        if (span.known()) out_ += paint(kBold, place_text(sources_, span) + ":") + ' ';
        const std::string tag =
            fmt::format("{}[{}]:", severity_word(diagnostic_.severity), info(diagnostic_.code).id);
        out_ += fmt::format("{} {}\n", paint(color_of(diagnostic_.severity), tag),
                            paint(kBold, printable(diagnostic_.message)));
    }

    void gutter_row(std::string_view number, std::string_view text) {
        out_ += paint(kBlue, fmt::format("{:>{}} |", number, gutter_));
        if (!text.empty()) out_ += fmt::format(" {}", text);
        out_ += '\n';
    }

    void file_lines(const FileExcerpt& excerpt) {
        gutter_row("", "");
        std::uint32_t previous = 0;
        for (const auto& [number, line] : excerpt.lines) {
            if (previous != 0 && number > previous + 1) out_ += paint(kBlue, "...") + '\n';
            previous = number;
            show_line(line);
        }
    }

    // A long line whose labels lie far apart is shown once for each group of them.
    void show_line(ExcerptLine line) {
        while (!line.marks.empty()) {
            Layout layout = lay_out(line);
            gutter_row(std::to_string(line.number), layout.source);
            for (const Layout::Row& row : layout.below) {
                gutter_row("", paint(row.primary ? color_of(diagnostic_.severity) : kBlue, row.text));
            }
            line.marks = std::move(layout.unseen);
        }
    }

    void remark(std::string_view kind, std::string_view text) {
        const std::string shown = printable(text);
        std::string indented;
        for (const char c : shown) {
            indented += c;
            if (c == '\n') indented.append(gutter_ + 5 + kind.size(), ' ');
        }
        out_ += fmt::format("{:>{}} {} {}: {}\n", "", gutter_, paint(kBlue, "="), paint(kBold, kind), indented);
    }

    void remarks() {
        for (const std::string& note : diagnostic_.notes)
            remark("note", note);
        for (const std::string& help : diagnostic_.helps)
            remark("help", help);
        for (const FixIt& fixit : diagnostic_.fixits) {
            if (!told_by_a_help(fixit)) remark("fix", fix_text(fixit));
        }
        include_chain();
    }

    bool told_by_a_help(const FixIt& fixit) const {
        const std::string quoted = fmt::format("`{}`", fixit.replacement);
        return std::any_of(diagnostic_.helps.begin(), diagnostic_.helps.end(),
                           [&](const std::string& help) { return help.find(quoted) != std::string::npos; });
    }

    std::string fix_text(const FixIt& fixit) const {
        constexpr std::size_t kLongestQuote = 60;
        const std::string_view old = sources_.text(fixit.span);
        if (old.empty()) return fmt::format("insert `{}` at {}", fixit.replacement, place_text(sources_, fixit.span));
        const std::string_view shown = without_blanks(old);
        const std::string what = shown.size() > kLongestQuote ? "this" : fmt::format("`{}`", shown);
        if (fixit.replacement.empty()) return fmt::format("remove {}", what);
        return fmt::format("replace {} by `{}`", what, fixit.replacement);
    }

    void include_chain() {
        if (!diagnostic_.primary.span.known()) return;
        Span from = sources_.included_from(diagnostic_.primary.span.file);
        for (int depth = 0; from.known() && depth < 32; ++depth) {
            remark("included from", place_text(sources_, from));
            from = sources_.included_from(from.file);
        }
    }

    const SourceManager& sources_;
    const Diagnostic& diagnostic_;
    TextStyle style_;
    std::vector<FileExcerpt> excerpts_;
    std::size_t gutter_ = 1;
    std::string out_;
};

} // namespace

std::string_view severity_word(Severity severity) {
    switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::note: return "note";
    }
    return "error";
}

std::string render_text(const SourceManager& sources, const Diagnostic& diagnostic, TextStyle style) {
    return TextRenderer(sources, diagnostic, style).render();
}

} // namespace rulec::diag
