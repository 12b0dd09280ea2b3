// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/fmt/line_writer.h"

#include "compiler/support/check.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace rulec::style {
namespace {

constexpr std::size_t kEnough = 64 * 1024; // octets handed out at once
// Comments are in one column only while that is near, and while the lines need not be kept for long.
constexpr std::size_t kFarthest = 40;     // columns from the end of a line to its comment
constexpr std::size_t kMostAligned = 512; // lines

// A line that opens or closes something: it is no neighbour of what stands inside.
bool has_bracket_outside(std::string_view line) {
    return line.ends_with('{') || line.substr(line.find_first_not_of(" \t")).starts_with('}');
}

} // namespace

std::size_t width(std::string_view text) {
    const auto begins_character = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };
    return static_cast<std::size_t>(std::ranges::count_if(text, begins_character));
}

void LineWriter::start_line(Indent indent) {
    if (begun_) end_line();
    begun_ = true;
    if (std::exchange(empty_line_, false)) {
        write_aligned();
        waiting_ += '\n';
    }
    line_ = {indent, indent.column(), std::string(indent.tabs, '\t'), {}};
    line_.text.append(indent.blanks, ' ');
}

void LineWriter::put(std::string_view text) {
    RULEC_CHECK(!has_comment(), "what follows a comment stands on the next line");
    line_.text += text;
    line_.column += width(text);
}

void LineWriter::put_comment(std::string_view text) {
    RULEC_CHECK(!has_comment(), "a comment goes to the end of its line");
    line_.comment = text;
}

void LineWriter::end_line() {
    const bool comment_behind = has_comment() && line_.column != line_.indent.column();
    const bool alignable = comment_behind && !has_bracket_outside(line_.text);
    if (!alignable || !fits_to_aligned(line_)) write_aligned();
    if (alignable) {
        shortest_ = std::min(shortest_, line_.column);
        longest_ = std::max(longest_, line_.column);
        aligned_.push_back(std::move(line_));
    } else {
        write(line_, line_.column + (comment_behind ? 1 : 0));
    }
    if (waiting_.size() < kEnough) return;
    output_(waiting_);
    waiting_.clear();
}

bool LineWriter::fits_to_aligned(const Line& line) const {
    if (aligned_.empty() || aligned_.size() == kMostAligned) return false;
    const std::size_t shortest = std::min(shortest_, line.column);
    const std::size_t longest = std::max(longest_, line.column);
    return aligned_.front().indent.tabs == line.indent.tabs && longest - shortest < kFarthest;
}

void LineWriter::write_aligned() {
    for (const Line& line : aligned_)
        write(line, longest_ + 1);
    aligned_.clear();
    shortest_ = SIZE_MAX;
    longest_ = 0;
}

void LineWriter::write(const Line& line, std::size_t comment_column) {
    waiting_ += line.text;
    if (!line.comment.empty()) waiting_.append(comment_column - line.column, ' ');
    waiting_ += line.comment;
    waiting_ += '\n';
}

void LineWriter::finish() {
    if (begun_) end_line();
    write_aligned();
    if (!waiting_.empty()) output_(waiting_);
    waiting_.clear();
}

} // namespace rulec::style
