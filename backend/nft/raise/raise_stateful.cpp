// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/raise/raise_stateful.h"

#include "compiler/support/overloaded.h"

#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {

model::Counter raise(const Counter& counter) {
    return {counter.packets, counter.bytes};
}

model::Limit raise(const Limit& limit) {
    return {limit.rate, limit.unit_s, limit.burst, limit.type == NFT_LIMIT_PKT_BYTES,
            (limit.flags & NFT_LIMIT_F_INV) != 0};
}

model::Quota raise(const Quota& quota) {
    return {quota.bytes, quota.consumed, (quota.flags & NFT_QUOTA_F_INV) != 0};
}

model::CtCount raise(const Connlimit& count) {
    return {count.count, (count.flags & NFT_CONNLIMIT_F_INV) != 0};
}

model::Last raise(const Last& last) {
    return {last.set, last.msecs};
}

model::Synproxy raise(const Synproxy& synproxy) {
    return {synproxy.mss, synproxy.wscale, synproxy.flags};
}

bool raise_stateful(const std::vector<Expression>& expressions, std::vector<model::Stateful>& out) {
    for (const Expression& expression : expressions) {
        const bool known = std::visit(overloaded{
                                          [&](const Counter& e) { return out.emplace_back(raise(e)), true; },
                                          [&](const Limit& e) { return out.emplace_back(raise(e)), true; },
                                          [&](const Quota& e) { return out.emplace_back(raise(e)), true; },
                                          [&](const Connlimit& e) { return out.emplace_back(raise(e)), true; },
                                          [&](const Last& e) { return out.emplace_back(raise(e)), true; },
                                          [](const auto&) { return false; },
                                      },
                                      expression.node);
        if (!known) return false;
    }
    return true;
}

} // namespace rulec::nft
