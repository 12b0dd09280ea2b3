// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/diag/excerpt.h"

#include "compiler/diag/printable.h"

#include <algorithm>
#include <iterator>

namespace rulec::diag {
namespace {

constexpr std::size_t kWidestLine = 160; // octets; longer lines are cut
constexpr std::size_t kBeforeMark = 60;  // octets kept before the first mark of a cut line
constexpr std::string_view kCut = "...";

struct Window {
    std::size_t begin = 0;
    std::size_t end = 0;
};

bool is_seen(const Mark& mark, Window window) {
    return mark.begin >= window.begin && mark.begin <= window.end;
}

// The part of the line to show: all of it, or kWidestLine octets that hold the start of the primary mark.
Window window_of(const ExcerptLine& line) {
    if (line.text.size() <= kWidestLine) return {0, line.text.size()};
    const auto important =
        std::find_if(line.marks.begin(), line.marks.end(), [](const Mark& m) { return m.primary; });
    const std::size_t at = important != line.marks.end() ? important->begin : line.marks.front().begin;
    const std::size_t last_begin = line.text.size() - kWidestLine;
    const std::size_t begin = std::min(at > kBeforeMark ? at - kBeforeMark : 0, last_begin);
    return {character_start(line.text, begin), character_start(line.text, begin + kWidestLine)};
}

// A mark in terminal columns.
struct Cells {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    const Mark* mark = nullptr;
};

void put(std::string& row, std::size_t column, std::string_view text) {
    if (row.size() < column + text.size()) row.resize(column + text.size(), ' ');
    row.replace(column, text.size(), text);
}

std::vector<Cells> visible_cells(const ExcerptLine& line, const PrintableLine& shown, Window window,
                                 std::uint32_t indent) {
    const auto column = [&](std::size_t octet) {
        return indent + shown.column_of[std::clamp(octet, window.begin, window.end) - window.begin];
    };
    std::vector<Cells> cells;
    for (const Mark& mark : line.marks) {
        if (!is_seen(mark, window)) continue;
        const std::uint32_t begin = column(mark.begin);
        cells.push_back({begin, std::max(column(mark.end), begin + 1), &mark});
    }
    std::stable_sort(cells.begin(), cells.end(), [](const Cells& a, const Cells& b) { return a.begin < b.begin; });
    return cells;
}

// The row of ^^^ and ---, primary on top, with the rightmost label's text behind it.
Layout::Row underline(const std::vector<Cells>& cells) {
    Layout::Row row;
    for (const bool primary : {false, true}) {
        for (const Cells& cell : cells) {
            if (cell.mark->primary != primary) continue;
            put(row.text, cell.begin, std::string(cell.end - cell.begin, primary ? '^' : '-'));
            row.primary |= primary;
        }
    }
    const std::string& text = cells.back().mark->text;
    if (!text.empty()) row.text += ' ' + printable(text);
    return row;
}

// The texts of the other labels, rightmost first, each below a bar that leads up to its underline.
void hang_texts(std::vector<Cells> cells, std::vector<Layout::Row>& below) {
    cells.pop_back();
    std::erase_if(cells, [](const Cells& cell) { return cell.mark->text.empty(); });
    for (bool first = true; !cells.empty(); first = false) {
        const Cells last = cells.back();
        Layout::Row bars;
        for (const Cells& cell : cells)
            put(bars.text, cell.begin, "|");
        if (first) below.push_back(bars);
        bars.text.resize(last.begin);
        bars.text += printable(last.mark->text);
        bars.primary = last.mark->primary;
        below.push_back(std::move(bars));
        cells.pop_back();
    }
}

} // namespace

Layout lay_out(const ExcerptLine& line) {
    const Window window = window_of(line);
    const PrintableLine shown = printable_line(line.text.substr(window.begin, window.end - window.begin));
    const std::string_view lead = window.begin > 0 ? kCut : std::string_view();
    Layout layout;
    layout.source =
        fmt::format("{}{}{}", lead, shown.text, window.end < line.text.size() ? kCut : std::string_view());
    layout.source.erase(layout.source.find_last_not_of(' ') + 1);
    std::copy_if(line.marks.begin(), line.marks.end(), std::back_inserter(layout.unseen),
                 [&](const Mark& mark) { return !is_seen(mark, window); });
    const std::vector<Cells> cells = visible_cells(line, shown, window, static_cast<std::uint32_t>(lead.size()));
    if (cells.empty()) return layout;
    layout.below.push_back(underline(cells));
    hang_texts(cells, layout.below);
    return layout;
}

} // namespace rulec::diag
