// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/support/unified_diff.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include <fmt/format.h>

namespace rulec {
namespace {

constexpr std::size_t kContext = 3;
constexpr std::size_t kMaxEdits = 2000; // the search below takes the square of this

using Lines = std::span<const std::string_view>;

// Each with its newline, if it has one.
std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t newline = text.find('\n', at);
        const std::size_t end = newline == std::string_view::npos ? text.size() : newline + 1;
        lines.push_back(text.substr(at, end - at));
        at = end;
    }
    return lines;
}

// Lines [before, before + removed) give way to [after, after + added).
struct Change {
    std::size_t before = 0, removed = 0, after = 0, added = 0;
};

// Myers' search for the shortest way from `a` to `b`: the furthest line of `a` that d edits reach on each diagonal,
// for d = 0, 1, 2...; kept for every d, to find the way back.
class ShortestEdit {
  public:
    ShortestEdit(Lines a, Lines b) : a_(a), b_(b) {}

    // From front to back; neighbouring edits are not joined.
    std::vector<Change> find() {
        for (std::size_t edits = 0; edits <= kMaxEdits; ++edits) {
            if (reach(edits)) return way_back();
        }
        return {{0, a_.size(), 0, b_.size()}};
    }

  private:
    using Diagonal = std::ptrdiff_t; // line of a less line of b

    std::ptrdiff_t furthest(std::size_t edits, Diagonal k) const {
        return reached_[edits][static_cast<std::size_t>(k + static_cast<Diagonal>(edits))];
    }

    // Does the way to diagonal k go down from k + 1 (a line of b is added), or right from k - 1 (one of a removed)?
    bool comes_down(std::size_t edits, Diagonal k) const {
        const auto d = static_cast<Diagonal>(edits);
        if (k == -d) return true;
        if (k == d) return false;
        return furthest(edits - 1, k - 1) < furthest(edits - 1, k + 1);
    }

    std::ptrdiff_t start(std::size_t edits, Diagonal k) const {
        if (edits == 0) return 0;
        return comes_down(edits, k) ? furthest(edits - 1, k + 1) : furthest(edits - 1, k - 1) + 1;
    }

    std::ptrdiff_t slide(std::ptrdiff_t x, Diagonal k) const {
        const auto a_size = std::ssize(a_), b_size = std::ssize(b_);
        while (x < a_size && x - k < b_size && x >= 0 && x - k >= 0 &&
               a_[static_cast<std::size_t>(x)] == b_[static_cast<std::size_t>(x - k)])
            ++x;
        return x;
    }

    bool reach(std::size_t edits) {
        const auto d = static_cast<Diagonal>(edits);
        reached_.emplace_back(2 * edits + 1, 0);
        bool done = false;
        for (Diagonal k = -d; k <= d; k += 2) {
            const std::ptrdiff_t x = slide(start(edits, k), k);
            reached_[edits][static_cast<std::size_t>(k + d)] = x;
            done = done || (k == std::ssize(a_) - std::ssize(b_) && x >= std::ssize(a_));
        }
        return done;
    }

    std::vector<Change> way_back() const {
        std::vector<Change> changes;
        Diagonal k = std::ssize(a_) - std::ssize(b_);
        for (std::size_t edits = reached_.size() - 1; edits > 0; --edits) {
            const bool down = comes_down(edits, k);
            k += down ? 1 : -1;
            const std::ptrdiff_t x = furthest(edits - 1, k);
            changes.push_back(
                {static_cast<std::size_t>(x), down ? 0U : 1U, static_cast<std::size_t>(x - k), down ? 1U : 0U});
        }
        std::ranges::reverse(changes);
        return changes;
    }

    Lines a_, b_;
    std::vector<std::vector<std::ptrdiff_t>> reached_; // by number of edits, then diagonal from -edits
};

std::vector<Change> join_neighbours(const std::vector<Change>& edits) {
    std::vector<Change> joined;
    for (const Change& edit : edits) {
        Change* last = joined.empty() ? nullptr : &joined.back();
        if (last != nullptr && last->before + last->removed == edit.before &&
            last->after + last->added == edit.after) {
            last->removed += edit.removed;
            last->added += edit.added;
        } else {
            joined.push_back(edit);
        }
    }
    return joined;
}

std::vector<Change> changes_between(Lines before, Lines after) {
    const auto [b, a] = std::ranges::mismatch(before, after);
    const auto same_head = static_cast<std::size_t>(b - before.begin());
    std::size_t same_tail = 0;
    while (same_tail < std::min(before.size(), after.size()) - same_head &&
           before[before.size() - 1 - same_tail] == after[after.size() - 1 - same_tail])
        ++same_tail;
    const auto middle = [&](Lines lines) { return lines.subspan(same_head, lines.size() - same_head - same_tail); };
    std::vector<Change> changes = join_neighbours(ShortestEdit(middle(before), middle(after)).find());
    for (Change& change : changes) {
        change.before += same_head;
        change.after += same_head;
    }
    return changes;
}

class Writer {
  public:
    Writer(Lines before, Lines after) : before_(before), after_(after) {}

    // Changes whose contexts touch share a hunk.
    std::string hunks(std::span<const Change> changes) {
        while (!changes.empty()) {
            std::size_t count = 1;
            while (count < changes.size() && changes[count].before - end(changes[count - 1]) <= 2 * kContext)
                ++count;
            hunk(changes.first(count));
            changes = changes.subspan(count);
        }
        return std::move(text_);
    }

  private:
    static std::size_t end(const Change& change) { return change.before + change.removed; }

    // A range of no lines is named by the line before it.
    static std::string range(std::size_t begin, std::size_t count) {
        if (count == 1) return fmt::format("{}", begin + 1);
        return fmt::format("{},{}", count == 0 ? begin : begin + 1, count);
    }

    void lines(char sign, Lines lines) {
        for (const std::string_view line : lines) {
            text_ += sign;
            text_ += line;
            if (!line.ends_with('\n')) text_ += "\n\\ No newline at end of file\n";
        }
    }

    void hunk(std::span<const Change> changes) {
        const std::size_t lead = std::min(changes.front().before, kContext);
        const std::size_t begin = changes.front().before - lead;
        const std::size_t stop = std::min(end(changes.back()) + kContext, before_.size());
        std::size_t removed = 0, added = 0;
        for (const Change& change : changes) {
            removed += change.removed;
            added += change.added;
        }
        text_ += fmt::format("@@ -{} +{} @@\n", range(begin, stop - begin),
                             range(changes.front().after - lead, stop - begin - removed + added));
        std::size_t at = begin;
        for (const Change& change : changes) {
            lines(' ', before_.subspan(at, change.before - at));
            lines('-', before_.subspan(change.before, change.removed));
            lines('+', after_.subspan(change.after, change.added));
            at = end(change);
        }
        lines(' ', before_.subspan(at, stop - at));
    }

    Lines before_, after_;
    std::string text_;
};

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

// As GNU diff and git write names that `patch` could not read otherwise.
std::string quoted(std::string_view name) {
    const auto special = [](char c) { return is_control(c) || c == '"' || c == '\\'; };
    if (std::ranges::none_of(name, special)) return std::string(name);
    std::string text = "\"";
    for (const char c : name) {
        if (is_control(c)) {
            text += fmt::format("\\{:03o}", static_cast<unsigned char>(c));
        } else {
            if (special(c)) text += '\\';
            text += c;
        }
    }
    return text + '"';
}

// `patch` ends a name at a blank unless a tab follows it.
std::string header(std::string_view sign, std::string_view name) {
    return fmt::format("{} {}{}\n", sign, quoted(name), name.find(' ') == std::string_view::npos ? "" : "\t");
}

} // namespace

std::string unified_diff(std::string_view before_name, std::string_view before, std::string_view after_name,
                         std::string_view after) {
    if (before == after) return "";
    const std::vector<std::string_view> old_lines = split(before), new_lines = split(after);
    const std::vector<Change> changes = changes_between(old_lines, new_lines);
    return header("---", before_name) + header("+++", after_name) + Writer(old_lines, new_lines).hunks(changes);
}

} // namespace rulec
