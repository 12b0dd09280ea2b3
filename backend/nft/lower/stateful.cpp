// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/lower/stateful.h"

#include <cstdint>

#include <linux/netfilter/nf_synproxy.h>
#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {

Counter lower(const model::Counter& counter) {
    return {counter.packets, counter.bytes};
}

Limit lower(const model::Limit& limit) {
    const std::uint32_t type = limit.bytes ? NFT_LIMIT_PKT_BYTES : NFT_LIMIT_PKTS;
    return {limit.rate, limit.unit_s, limit.burst, type, limit.over ? std::uint32_t{NFT_LIMIT_F_INV} : 0U};
}

Quota lower(const model::Quota& quota) {
    return {quota.bytes, quota.used, quota.over ? std::uint32_t{NFT_QUOTA_F_INV} : 0U};
}

Connlimit lower(const model::CtCount& count) {
    return {count.count, count.over ? std::uint32_t{NFT_CONNLIMIT_F_INV} : 0U};
}

Last lower(const model::Last& last) {
    return {last.used, last.ago_ms};
}

Synproxy lower(const model::Synproxy& synproxy) {
    std::uint32_t flags = synproxy.flags;
    if (synproxy.mss != 0) flags |= NF_SYNPROXY_OPT_MSS;
    if (synproxy.wscale != 0) flags |= NF_SYNPROXY_OPT_WSCALE;
    return {synproxy.mss, synproxy.wscale, flags};
}

Expression lower(const model::Stateful& stateful, Span span) {
    return std::visit([&](const auto& state) { return Expression{lower(state), span}; }, stateful);
}

} // namespace rulec::nft
