// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/ir/intervals.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <vector>

namespace rulec::ir {
namespace {

using diag::Code;
using model::ElementExtra;
using model::ElementList;
using model::Set;
using model::SetData;

// The elements of one list in a new order, some of them left out or widened.
class Rebuild {
  public:
    explicit Rebuild(Set& set) : list_(set.elements), old_(std::move(set.elements)) {
        list_ = {};
        list_.key_len = old_.key_len;
        list_.data_len = old_.data_len;
        list_.verdict_table = old_.verdict_table;
        for (const ElementExtra& extra : old_.extras) extras_.emplace(extra.index, &extra);
    }

    const ElementList& old() const { return old_; }
    const ElementExtra* extra(std::size_t i) const {
        const auto found = extras_.find(static_cast<std::uint32_t>(i));
        return found == extras_.end() ? nullptr : found->second;
    }

    void push(std::size_t i) {
        list_.low += old_.low_at(i);
        if (!old_.high.empty() || !list_.high.empty()) list_.high += old_.high_at(i);
        if (!old_.data.empty()) list_.data += old_.data_at(i);
        if (!old_.verdicts.empty()) list_.verdicts.push_back(old_.verdicts[i]);
        if (const ElementExtra* from = extra(i)) {
            list_.extras.push_back(*from);
            list_.extras.back().index = static_cast<std::uint32_t>(list_.count);
        }
        list_.spans.push_back(old_.spans[i]);
        ++list_.count;
    }

    std::size_t count() const { return list_.count; }
    BytesView last_low() const { return list_.low_at(list_.count - 1); }
    BytesView last_high() const { return list_.high_at(list_.count - 1); }
    Span last_span() const { return list_.spans.back(); }

    // The last element now ends where element `i` ends.
    void widen(std::size_t i) {
        if (list_.high.empty()) list_.high = list_.low;
        list_.high.replace((list_.count - 1) * list_.key_len, list_.key_len, old_.high_at(i));
    }

  private:
    ElementList& list_;
    ElementList old_;
    std::unordered_map<std::uint32_t, const ElementExtra*> extras_;
};

bool same_data(const ElementList& list, std::size_t a, std::size_t b) {
    if (!list.verdicts.empty()) {
        return list.verdict_table[list.verdicts[a]] == list.verdict_table[list.verdicts[b]];
    }
    return list.data.empty() || list.data_at(a) == list.data_at(b);
}

std::vector<std::uint32_t> sorted_order(const ElementList& list) {
    std::vector<std::uint32_t> order(list.count);
    std::iota(order.begin(), order.end(), 0U);
    const auto before = [&](std::uint32_t a, std::uint32_t b) {
        const int low = list.low_at(a).compare(list.low_at(b));
        return low != 0 ? low < 0 : list.high_at(a) > list.high_at(b); // of equal starts the widest first
    };
    if (!std::is_sorted(order.begin(), order.end(), before)) std::stable_sort(order.begin(), order.end(), before);
    return order;
}

bool touches(BytesView last_high, BytesView low) {
    Bytes after(last_high);
    return increment(after) && BytesView(after) == low;
}

void merge_intervals(Set& set, diag::Sink& sink) {
    Rebuild rebuild(set);
    const ElementList& old = rebuild.old();
    std::optional<std::uint32_t> last; // of `old`, the element that was pushed last
    for (const std::uint32_t i : sorted_order(old)) {
        const ElementExtra* extra = rebuild.extra(i);
        if ((extra != nullptr && extra->catchall) || !last) {
            rebuild.push(i);
            if (extra == nullptr || !extra->catchall) last = i;
            continue;
        }
        const bool overlaps = old.low_at(i) <= rebuild.last_high();
        const bool mergeable = set.auto_merge && set.data_kind == SetData::none && extra == nullptr && rebuild.extra(*last) == nullptr;
        if (mergeable && (overlaps || touches(rebuild.last_high(), old.low_at(i)))) {
            if (old.high_at(i) > rebuild.last_high()) rebuild.widen(i);
            continue;
        }
        const bool repeats = old.low_at(i) == old.low_at(*last) && old.high_at(i) == old.high_at(*last);
        if (overlaps && repeats && same_data(old, i, *last)) continue;
        if (overlaps) {
            auto diagnostic = diag::make(Code::kConflictingIntervals, old.spans[i], "this element").also(rebuild.last_span(), "overlaps with this one");
            sink.report(set.data_kind == SetData::none ? std::move(diagnostic).help("`auto-merge` in the set's declaration merges them")
                                                       : std::move(diagnostic));
            continue;
        }
        rebuild.push(i);
        last = i;
    }
}

void refuse_contradictions(const Set& set, diag::Sink& sink) {
    const ElementList& list = set.elements;
    const auto order = sorted_order(list);
    for (std::size_t k = 1; k < order.size(); ++k) {
        const std::uint32_t a = order[k - 1];
        const std::uint32_t b = order[k];
        if (list.low_at(a) == list.low_at(b) && list.high_at(a) == list.high_at(b) && !same_data(list, a, b)) {
            sink.report(diag::make(Code::kConflictingMapping, list.spans[b], to_hex(list.low_at(b)))
                            .also(list.spans[a], "the other value"));
        }
    }
}

bool has_catchall(const ElementList& list) {
    return std::any_of(list.extras.begin(), list.extras.end(), [](const ElementExtra& extra) { return extra.catchall; });
}

} // namespace

void normalise_elements(Set& set, diag::Sink& sink) {
    if (set.elements.count < 2) return;
    if (set.is_interval && set.key.size() == 1) return merge_intervals(set, sink);
    if (set.data_kind != SetData::none && set.data_kind != SetData::object && !has_catchall(set.elements)) {
        refuse_contradictions(set, sink);
    }
}

} // namespace rulec::ir
