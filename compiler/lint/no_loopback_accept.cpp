// SPDX-License-Identifier: GPL-2.0-or-later
// Input chains that drop by default and accept nothing because it came over the loopback interface.
#include "compiler/lint/acceptance.h"

namespace rulec::lint {
namespace {

constexpr std::uint8_t kTcp = 6;              // IPPROTO_TCP
constexpr std::uint8_t kIpv4 = 2, kIpv6 = 10; // NFPROTO_*

void add_addresses(Traffic& traffic, bool ipv6) {
    constexpr std::uint64_t kLocalhost = 0x7f000001;
    const std::string_view header = ipv6 ? "ip6" : "ip";
    for (const std::string_view field : {"saddr", "daddr"})
        traffic.known.push_back(ipv6 ? number(header, field, 1, 1, 16)
                                     : number(header, field, kLocalhost, kLocalhost, 4));
}

// A new connection of the host to itself, to a port that it does not open for others.
Traffic to_itself(catalog::Family family) {
    const bool ipv6 = family == catalog::Family::ip6;
    Traffic traffic = ip_traffic(ipv6 ? kIpv6 : kIpv4, kTcp);
    in_state(traffic, CtState::new_);
    to_ephemeral_port(traffic);
    add_addresses(traffic, ipv6);
    came_from_loopback(traffic, true);
    return traffic;
}

} // namespace

void no_loopback_accept(const Subject& subject, diag::Sink& sink) {
    for_each_closed_chain(subject, catalog::Hook::input, [&](const BaseAt& base) {
        const bool lets_nothing_in = !may_accept(base, {});
        if (lets_nothing_in || may_accept(base, to_itself(base.table.family))) return;
        sink.report(diag::make(diag::Code::kNoLoopbackAccept, base.chain.span, base.chain.name)
                        .label(how_it_drops(base.chain) + ", and no rule accepts what comes over lo")
                        .help("accept them: `iif \"lo\" accept`"));
    });
}

} // namespace rulec::lint
