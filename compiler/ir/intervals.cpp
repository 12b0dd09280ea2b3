// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/ir/intervals.h"

#include <algorithm>
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
        for (const ElementExtra& extra : old_.extras)
            extras_.emplace(extra.index, &extra);
    }

    const ElementList& old() const { return old_; }
    const ElementExtra* extra(std::size_t i) const {
        const auto found = extras_.find(static_cast<std::uint32_t>(i));
        return found == extras_.end() ? nullptr : found->second;
    }
    bool catchall(std::size_t i) const { return extra(i) != nullptr && extra(i)->catchall; }

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

bool is_catchall(const ElementList& list, std::size_t i) {
    const ElementExtra* extra = list.extra_at(i);
    return extra != nullptr && extra->catchall;
}

std::string_view object_of(const ElementList& list, std::size_t i) {
    const ElementExtra* extra = list.extra_at(i);
    return extra == nullptr ? std::string_view() : std::string_view(extra->object);
}

bool same_data(const ElementList& list, std::size_t a, std::size_t b) {
    if (object_of(list, a) != object_of(list, b)) return false;
    if (!list.verdicts.empty()) {
        return list.verdict_table[list.verdicts[a]] == list.verdict_table[list.verdicts[b]];
    }
    return list.data.empty() || list.data_at(a) == list.data_at(b);
}

// An element by the first octets of its key, which nearly always decide.
struct SortKey {
    std::uint64_t head;
    std::uint32_t index;
};

std::vector<SortKey> sort_keys(const ElementList& list) {
    const std::size_t head_len = std::min<std::size_t>(list.key_len, sizeof(std::uint64_t));
    std::vector<SortKey> keys;
    keys.reserve(list.count);
    for (std::uint32_t i = 0; i < list.count; ++i)
        keys.push_back({from_big_endian(list.low_at(i).substr(0, head_len)), i});
    return keys;
}

// By lower end; of equal ones the widest first, then as written.
std::vector<std::uint32_t> sorted_order(const ElementList& list) {
    const bool head_is_all = list.key_len <= sizeof(std::uint64_t);
    const auto before = [&](const SortKey& a, const SortKey& b) {
        if (a.head != b.head) return a.head < b.head;
        const int low = head_is_all ? 0 : list.low_at(a.index).compare(list.low_at(b.index));
        if (low != 0) return low < 0;
        const int high = list.high.empty() ? 0 : list.high_at(a.index).compare(list.high_at(b.index));
        return high != 0 ? high > 0 : a.index < b.index;
    };
    std::vector<SortKey> keys = sort_keys(list);
    if (!std::is_sorted(keys.begin(), keys.end(), before)) std::sort(keys.begin(), keys.end(), before);
    std::vector<std::uint32_t> order(keys.size());
    std::ranges::transform(keys, order.begin(), &SortKey::index);
    return order;
}

bool touches(BytesView last_high, BytesView low) {
    Bytes after(last_high);
    return increment(after) && BytesView(after) == low;
}

void merge_intervals(Set& set, diag::Sink& sink) {
    Rebuild rebuild(set);
    const ElementList& old = rebuild.old();
    std::vector<std::uint32_t> order = sorted_order(old);
    // `*` has no place among the keys: it goes first, where nothing is compared with it.
    if (!old.extras.empty())
        std::stable_partition(order.begin(), order.end(), [&](std::uint32_t i) { return rebuild.catchall(i); });
    std::optional<std::uint32_t> last; // of `old`, the element that was pushed last
    for (const std::uint32_t i : order) {
        const ElementExtra* extra = rebuild.extra(i);
        if (rebuild.catchall(i) || !last) {
            rebuild.push(i);
            if (!rebuild.catchall(i)) last = i;
            continue;
        }
        const bool overlaps = old.low_at(i) <= rebuild.last_high();
        const bool mergeable =
            set.auto_merge && set.data_kind == SetData::none && extra == nullptr && rebuild.extra(*last) == nullptr;
        if (mergeable && (overlaps || touches(rebuild.last_high(), old.low_at(i)))) {
            if (old.high_at(i) > rebuild.last_high()) rebuild.widen(i);
            continue;
        }
        const bool repeats = old.low_at(i) == old.low_at(*last) && old.high_at(i) == old.high_at(*last);
        if (overlaps && repeats && same_data(old, i, *last)) continue;
        if (overlaps) {
            auto diagnostic = diag::make(Code::kConflictingIntervals, old.spans[i], "this element")
                                  .also(rebuild.last_span(), "overlaps with this one");
            sink.report(set.data_kind == SetData::none
                            ? std::move(diagnostic).help("`auto-merge` in the set's declaration merges them")
                            : std::move(diagnostic));
            continue;
        }
        rebuild.push(i);
        last = i;
    }
}

void report_contradiction(const ElementList& list, std::size_t a, std::size_t b, diag::Sink& sink) {
    const std::string key = is_catchall(list, b) ? "`*`" : to_hex(list.low_at(b));
    sink.report(diag::make(Code::kConflictingMapping, list.spans[b], key).also(list.spans[a], "the other value"));
}

// `*` stands beside the keys: one is enough, and two must agree.
void refuse_second_catchall(const ElementList& list, diag::Sink& sink) {
    const ElementExtra* first = nullptr;
    for (const ElementExtra& extra : list.extras) {
        if (!extra.catchall) continue;
        if (first != nullptr && !same_data(list, first->index, extra.index)) {
            report_contradiction(list, first->index, extra.index, sink);
        }
        first = &extra;
    }
}

// Returns how many different keys there are.
std::size_t refuse_contradictions(const ElementList& list, diag::Sink& sink) {
    auto order = sorted_order(list);
    std::erase_if(order, [&](std::uint32_t i) { return is_catchall(list, i); });
    std::size_t different = std::min<std::size_t>(1, order.size());
    for (std::size_t k = 1; k < order.size(); ++k) {
        const std::uint32_t a = order[k - 1];
        const std::uint32_t b = order[k];
        if (list.low_at(a) != list.low_at(b) || list.high_at(a) != list.high_at(b))
            ++different;
        else if (!same_data(list, a, b))
            report_contradiction(list, a, b, sink);
    }
    return different;
}

std::size_t catchall_count(const ElementList& list) {
    return static_cast<std::size_t>(std::count_if(list.extras.begin(), list.extras.end(),
                                                  [](const ElementExtra& extra) { return extra.catchall; }));
}

void check_size(const Set& set, std::size_t count, diag::Sink& sink) {
    if (!set.size || count <= *set.size) return;
    sink.report(diag::make(Code::kSetFull, set.span, set.name, *set.size, count));
}

} // namespace

void normalise_elements(Set& set, diag::Sink& sink) {
    refuse_second_catchall(set.elements, sink);
    if (set.is_interval && set.key.size() == 1) {
        if (set.elements.count > 1) merge_intervals(set, sink);
        return check_size(set, set.elements.count - catchall_count(set.elements), sink);
    }
    const bool too_many = set.size && set.elements.count > *set.size; // perhaps the same one twice
    if (set.data_kind == SetData::none && !too_many) return;
    check_size(set, refuse_contradictions(set.elements, sink), sink);
}

} // namespace rulec::ir
