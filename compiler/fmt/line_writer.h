// SPDX-License-Identifier: GPL-2.0-or-later
// LineWriter: lines of text on their way out, with the column that has been reached. It knows nothing of rules.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

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
    void leave_line_empty(); // call before start_line()
    void put(std::string_view text);
    // Nothing can follow it on its line.
    void put_comment(std::string_view text);
    // Ends the last line and hands out what is left.
    void finish();

    bool at_beginning() const { return !begun_; }
    bool at_line_start() const { return column_ == indent_.column(); }
    bool has_comment() const { return has_comment_; }
    std::size_t column() const { return column_; }
    Indent indent() const { return indent_; }

  private:
    void end_line();

    Output output_;
    std::string waiting_;
    Indent indent_;
    std::size_t column_ = 0; // in characters, tabs counted as eight
    bool begun_ = false;
    bool has_comment_ = false;
};

} // namespace rulec::style
