// SPDX-License-Identifier: GPL-2.0-or-later
// Input chains that let IPv6 in but not the packets by which IPv6 hosts find each other.
#include "compiler/lint/acceptance.h"

namespace rulec::lint {
namespace {

constexpr std::uint8_t kIpv6 = 10, kIcmpv6 = 58;       // NFPROTO_IPV6, IPPROTO_ICMPV6
constexpr std::uint64_t kSolicit = 135, kAdvert = 136; // RFC 4861, types of ICMPv6

// Conntrack leaves these packets alone (nf_conntrack_proto_icmpv6.c): no connection is ever established by them.
Traffic neighbour_discovery() {
    Traffic traffic = ip_traffic(kIpv6, kIcmpv6);
    traffic.known.push_back(number("ip6", "nexthdr", kIcmpv6, kIcmpv6, 1));
    traffic.known.push_back(number("icmpv6", "type", kSolicit, kAdvert, 1));
    in_state(traffic, CtState::untracked);
    came_from_loopback(traffic, false);
    return traffic;
}

// From where neighbours must be found: an interface that rules accept from by name may be a tunnel, which needs none.
Traffic new_ipv6() {
    Traffic traffic = ip_traffic(kIpv6, 0);
    in_state(traffic, CtState::new_);
    came_from_unnamed_interface(traffic);
    return traffic;
}

} // namespace

void neighbour_discovery_blocked(const Subject& subject, diag::Sink& sink) {
    for_each_closed_chain(subject, catalog::Hook::input, [&](const BaseAt& base) {
        if (base.table.family == catalog::Family::ip) return;
        if (may_accept(base, neighbour_discovery()) || !may_accept(base, new_ipv6())) return;
        sink.report(
            diag::make(diag::Code::kNeighbourDiscoveryBlocked, base.chain.span, base.chain.name)
                .label(how_it_drops(base.chain) + ", and no rule accepts neighbour discovery")
                .note(
                    "these packets are `ct state untracked`: accepting established connections does not let them in")
                .help("accept them: `icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert } "
                      "accept`"));
    });
}

} // namespace rulec::lint
