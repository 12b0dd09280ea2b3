// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/element_order.h"

#include <algorithm>

namespace rulec::lint {

std::vector<std::uint32_t> element_order(const model::ElementList& list) {
    std::vector<std::uint32_t> order;
    order.reserve(list.count);
    for (std::uint32_t i = 0; i < list.count; ++i) {
        const model::ElementExtra* extra = list.extra_at(i);
        if (extra == nullptr || !extra->catchall) order.push_back(i);
    }
    std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) {
        const int low = list.low_at(a).compare(list.low_at(b));
        return low != 0 ? low < 0 : list.high_at(b) < list.high_at(a);
    });
    return order;
}

} // namespace rulec::lint
