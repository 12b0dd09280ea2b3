// SPDX-License-Identifier: GPL-2.0-or-later
// What nft loses when it merges elements: it makes one of two that touch or overlap, with the timeout, comment and
// counter of the first (seen with nft 1.0.6).
#include "compiler/lint/element_order.h"
#include "compiler/lint/lints.h"

namespace rulec::lint {
namespace {

using model::ElementExtra;
using model::ElementList;
using model::Set;

template <class Each>
void for_each_merged_set(const Subject& subject, Each each) {
    for (const model::Table& table : subject.ruleset.tables) {
        for (const Set& set : table.sets) {
            if (set.auto_merge && !set.anonymous) each(set);
        }
    }
}

bool touches(const ElementList& list, std::uint32_t a, std::uint32_t b) {
    Bytes behind(list.high_at(a));
    return !increment(behind) || list.low_at(b) <= BytesView(behind);
}

bool keeps_something(const ElementExtra* extra) {
    return extra != nullptr && (extra->comment || !extra->stateful.empty());
}

} // namespace

void auto_merge_with_timeout(const Subject& subject, diag::Sink& sink) {
    for_each_merged_set(subject, [&](const Set& set) {
        if (set.has_timeout) sink.report(diag::make(diag::Code::kAutoMergeWithTimeout, set.span, set.name));
    });
}

void counters_lost_by_merge(const Subject& subject, diag::Sink& sink) {
    for_each_merged_set(subject, [&](const Set& set) {
        const ElementList& list = set.elements;
        if (list.extras.empty() || list.count > kMostElements || set.key.size() != 1) return;
        const std::vector<std::uint32_t> order = element_order(list);
        for (std::size_t k = 1; k < order.size(); ++k) {
            const std::uint32_t lost = order[k];
            if (!keeps_something(list.extra_at(lost)) || !touches(list, order[k - 1], lost)) continue;
            sink.report(diag::make(diag::Code::kCountersLostByMerge, list.spans[lost])
                            .also(list.spans[order[k - 1]], "merged into this one"));
        }
    });
}

} // namespace rulec::lint
