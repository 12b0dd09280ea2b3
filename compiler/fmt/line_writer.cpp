// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/fmt/line_writer.h"

#include "compiler/support/check.h"

#include <algorithm>

namespace rulec::style {
namespace {

constexpr std::size_t kEnough = 64 * 1024; // octets handed out at once

} // namespace

std::size_t width(std::string_view text) {
    const auto begins_character = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };
    return static_cast<std::size_t>(std::ranges::count_if(text, begins_character));
}

void LineWriter::start_line(Indent indent) {
    if (begun_) end_line();
    begun_ = true;
    indent_ = indent;
    has_comment_ = false;
    column_ = indent.column();
    waiting_.append(indent.tabs, '\t');
    waiting_.append(indent.blanks, ' ');
}

void LineWriter::leave_line_empty() {
    waiting_ += '\n';
}

void LineWriter::put(std::string_view text) {
    RULEC_CHECK(!has_comment_, "what follows a comment stands on the next line");
    waiting_ += text;
    column_ += width(text);
}

void LineWriter::put_comment(std::string_view text) {
    put(text);
    has_comment_ = true;
}

void LineWriter::end_line() {
    waiting_ += '\n';
    if (waiting_.size() < kEnough) return;
    output_(waiting_);
    waiting_.clear();
}

void LineWriter::finish() {
    if (begun_) waiting_ += '\n';
    if (!waiting_.empty()) output_(waiting_);
    waiting_.clear();
}

} // namespace rulec::style
