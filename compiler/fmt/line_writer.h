// SPDX-License-Identifier: GPL-2.0-or-later
// LineWriter: lines of text on their way out, with the column that has been reached. It knows nothing of rules.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace rulec::style {

// Takes the next part of the text.
using Output = std::function<void(std::string_view)>;

// In characters of UTF-8.
std::size_t width(std::string_view text);

// Tabs indent, blanks behind them align, so that a list stays aligned whatever a tab's width is.
struct Indent {
    std::size_t tabs = 0;
    std::size_t blanks = 0;

    static constexpr std::size_t kTabWidth = 8;
    std::size_t column() const { return tabs * kTabWidth + blanks; }
    Indent deeper() const { return {tabs + 1, blanks}; }
};

class LineWriter {
  public:
    explicit LineWriter(Output output) : output_(std::move(output)) {}

    // Ends the line before, if there is one.
    void start_line(Indent indent);
    void leave_line_empty() { empty_line_ = true; } // before the line that is started next
    void put(std::string_view text);
    // Behind what stands on the line, in the column of the comments of the lines around. Nothing can follow it there.
    void put_comment(std::string_view text);
    // Ends the last line and hands out what is left.
    void finish();

    bool at_beginning() const { return !begun_; }
    bool at_line_start() const { return line_.column == line_.indent.column() && !has_comment(); }
    bool has_comment() const { return !line_.comment.empty(); }
    std::size_t column() const { return line_.column; } // in characters, tabs counted as eight, without the comment
    Indent indent() const { return line_.indent; }

  private:
    struct Line {
        Indent indent;
        std::size_t column = 0;
        std::string text;    // with its indentation
        std::string comment; // behind it, or alone
    };

    void end_line();
    bool fits_to_aligned(const Line& line) const;
    void write_aligned();
    void write(const Line& line, std::size_t comment_column);

    Output output_;
    std::string waiting_;
    Line line_;
    std::vector<Line> aligned_;       // the last lines, if they have comments, which go in one column
    std::size_t shortest_ = SIZE_MAX; // columns of those lines
    std::size_t longest_ = 0;
    bool begun_ = false;
    bool empty_line_ = false;
};

} // namespace rulec::style
