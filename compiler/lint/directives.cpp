// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/directives.h"

#include <algorithm>

namespace rulec::lint {
namespace {

constexpr std::string_view kBlank = " \t\r";
constexpr std::string_view kMark = "rulec:";

struct Line {
    std::size_t begin = 0, comment = 0, end = 0; // `comment`: of its `#`, or the line's end
    int braces = 0;                              // opened less closed
};

// Strings end with their line at the latest.
Line split(std::string_view text, std::size_t begin) {
    Line line{begin, 0, std::min(text.find('\n', begin), text.size())};
    line.comment = line.end;
    bool in_string = false;
    for (std::size_t i = begin; i < line.end; ++i) {
        if (text[i] == '"') in_string = !in_string;
        if (in_string) continue;
        if (text[i] == '#') {
            line.comment = i;
            break;
        }
        line.braces += text[i] == '{' ? 1 : text[i] == '}' ? -1 : 0;
    }
    return line;
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(kBlank) == std::string_view::npos;
}

class Reader {
  public:
    explicit Reader(std::string_view text) : text_(text) {}

    std::vector<Directive> read() {
        for (std::size_t at = 0; at < text_.size();) {
            const Line line = split(text_, at);
            read_line(line);
            at = line.end + 1;
        }
        for (const Open& open : open_)
            found_[open.directive].covers.end = text_.size();
        return std::move(found_);
    }

  private:
    struct Open { // begun, and its block is not closed
        std::size_t directive;
        int depth; // of braces before it began
    };

    void read_line(const Line& line) {
        const std::string_view code = text_.substr(line.begin, line.comment - line.begin);
        const bool alone = is_blank(code);
        if (!alone) read_code(line, code);
        read_comment(line, alone);
    }

    void read_code(const Line& line, std::string_view code) {
        for (const std::size_t directive : waiting_) {
            found_[directive].covers.begin = line.begin;
            open_.push_back({directive, depth_});
        }
        waiting_.clear();
        depth_ += line.braces;
        if (code.ends_with('\\')) return;
        while (!open_.empty() && depth_ <= open_.back().depth) {
            found_[open_.back().directive].covers.end = line.end;
            open_.pop_back();
        }
    }

    void read_comment(const Line& line, bool alone) {
        if (line.comment == line.end) return;
        const std::string_view comment = text_.substr(line.comment + 1, line.end - line.comment - 1);
        const std::size_t start = std::min(comment.find_first_not_of(" \t#"), comment.size());
        if (!comment.substr(start).starts_with(kMark)) return;
        const std::size_t words = line.comment + 1 + start + kMark.size();
        if (alone) waiting_.push_back(found_.size());
        found_.push_back({line.comment, {words, line.end}, {line.begin, alone ? line.begin : line.end}});
    }

    std::string_view text_;
    int depth_ = 0;
    std::vector<std::size_t> waiting_; // for the line that they are about
    std::vector<Open> open_;           // outermost first
    std::vector<Directive> found_;
};

} // namespace

std::vector<Directive> find_directives(std::string_view text) {
    return Reader(text).read();
}

} // namespace rulec::lint
