// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/sema/element_list.h"

#include <algorithm>

namespace rulec::sema {

using model::ElementList;
using model::Set;

void push_key(Set& set, const Bounds& key) {
    ElementList& list = set.elements;
    if (list.high.empty() && key.low != key.high) list.high = list.low; // the first range: all before are single
    if (!list.high.empty() || (list.count == 0 && key.low != key.high)) {
        list.high.resize(list.count * list.key_len);
        list.high += key.high;
    }
    list.low += key.low;
    if (set.anonymous && key.ranged) set.is_interval = true; // named sets say so themselves
}

void push_verdict(ElementList& list, const model::Verdict& verdict) {
    constexpr std::size_t kSearched = 64; // a table of distinct chains would make the search quadratic
    auto& table = list.verdict_table;
    if (!list.verdicts.empty() && table[list.verdicts.back()] == verdict)
        return list.verdicts.push_back(list.verdicts.back());
    const auto begin = table.size() > kSearched ? table.end() - kSearched : table.begin();
    const auto found = std::find(begin, table.end(), verdict);
    list.verdicts.push_back(static_cast<std::uint32_t>(found - table.begin()));
    if (found == table.end()) table.push_back(verdict);
}

void push_data(Set& set, const Bounds& data) {
    ElementList& list = set.elements;
    const auto single_len = static_cast<std::uint32_t>(data.low.size());
    if (data.low != data.high && !set.data_interval) {
        Bytes doubled;
        for (std::size_t i = 0; i < list.count; ++i) {
            doubled += list.data_at(i);
            doubled += list.data_at(i);
        }
        list.data = std::move(doubled);
        set.data_interval = true;
    }
    list.data_len = set.data_interval ? single_len * 2 : single_len;
    list.data += data.low;
    if (set.data_interval) list.data += data.high;
}

void end_element(ElementList& list, Span span) {
    list.spans.push_back(span);
    ++list.count;
}

} // namespace rulec::sema
