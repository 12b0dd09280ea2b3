// SPDX-License-Identifier: GPL-2.0-or-later
// Elements that are in the list already. Sets with `auto-merge` are left out: whoever writes that has lists that
// overlap.
#include "compiler/lint/element_order.h"
#include "compiler/lint/lints.h"

#include <set>
#include <utility>

namespace rulec::lint {
namespace {

class Finder {
  public:
    explicit Finder(diag::Sink& sink) : sink_(sink) {}

    void look_at(const model::Set& set) {
        const model::ElementList& list = set.elements;
        if (list.count < 2 || list.count > kMostElements || (set.auto_merge && !set.anonymous)) return;
        const bool by_range = set.key.size() == 1 && set.data_kind == model::SetData::none;
        const std::vector<std::uint32_t> order = element_order(list);
        std::uint32_t widest = order.empty() ? 0 : order[0];
        for (std::size_t k = 1; k < order.size(); ++k) {
            const std::uint32_t i = order[k];
            const bool same = list.low_at(i) == list.low_at(widest) && list.high_at(i) == list.high_at(widest);
            if (same || (by_range && list.low_at(i) <= list.high_at(widest))) report(list, widest, i);
            if (list.high_at(i) > list.high_at(widest) || !by_range) widest = i;
        }
    }

  private:
    // One finding a place: a variable may stand in many sets. An element that is there by two variables is no
    // mistake.
    void report(const model::ElementList& list, std::uint32_t a, std::uint32_t b) {
        const bool inside = list.high_at(b) <= list.high_at(a);
        const bool equal = inside && list.low_at(a) == list.low_at(b) && list.high_at(a) == list.high_at(b);
        if (equal && a > b) std::swap(a, b);
        const Span extra = list.spans[b];
        const Span other = list.spans[a];
        if (extra.file != other.file || extra.begin == other.begin || !told_.insert({extra.file, extra.begin}).second)
            return;
        sink_.report(diag::make(diag::Code::kOverlappingElements, extra,
                                equal    ? "stands in this list twice"
                                : inside ? "is part of another"
                                         : "overlaps with another")
                         .also(other, equal ? "first here" : "this one"));
    }

    diag::Sink& sink_;
    std::set<std::pair<FileId, std::uint32_t>> told_;
};

} // namespace

void overlapping_elements(const Subject& subject, diag::Sink& sink) {
    Finder finder(sink);
    for (const model::Table& table : subject.ruleset.tables) {
        for (const model::Set& set : table.sets)
            finder.look_at(set);
    }
}

} // namespace rulec::lint
