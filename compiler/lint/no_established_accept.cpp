// SPDX-License-Identifier: GPL-2.0-or-later
// Chains that drop by default, accept some new connections, and nothing of what follows in a connection.
#include "compiler/lint/acceptance.h"

#include <algorithm>

namespace rulec::lint {
namespace {

using catalog::Hook;

constexpr std::uint8_t kTcp = 6; // IPPROTO_TCP

Traffic new_from_outside() {
    Traffic traffic = ip_traffic(0, 0);
    in_state(traffic, CtState::new_);
    came_from_loopback(traffic, false);
    return traffic;
}

// What answers a TCP connection that this host began.
Traffic replies_to_this_host() {
    Traffic traffic = ip_traffic(0, kTcp);
    traffic.known.push_back(number("ct", "direction", 1, 1, 1)); // IP_CT_DIR_REPLY
    in_state(traffic, CtState::established);
    to_ephemeral_port(traffic);
    came_from_loopback(traffic, false);
    return traffic;
}

Traffic established() {
    Traffic traffic = ip_traffic(0, 0);
    in_state(traffic, CtState::established);
    return traffic;
}

struct Lost {
    Hook hook;
    Traffic (*traffic)();
    std::string_view what;
};

constexpr Lost kLost[] = {
    {Hook::input, replies_to_this_host, "answers to this host's own connections are lost"},
    {Hook::forward, established, "of an accepted connection only the first packet passes"},
    {Hook::output, established, "of an accepted connection only the first packet passes"},
};

} // namespace

void no_established_accept(const Subject& subject, diag::Sink& sink) {
    // Without conntrack rules may know answers by their addresses and ports.
    if (std::ranges::any_of(subject.uses, &Uses::untracks)) return;
    for (const Lost& lost : kLost) {
        for_each_closed_chain(subject, lost.hook, [&](const BaseAt& base) {
            if (may_accept(base, lost.traffic()) || !may_accept(base, new_from_outside())) return;
            sink.report(
                diag::make(diag::Code::kNoEstablishedAccept, base.chain.span, base.chain.name)
                    .label(fmt::format("{}, and no rule accepts established connections", how_it_drops(base.chain)))
                    .note(std::string(lost.what))
                    .help("begin with `ct state established,related accept`"));
        });
    }
}

} // namespace rulec::lint
