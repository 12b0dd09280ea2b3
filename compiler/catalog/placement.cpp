// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/catalog/placement.h"

#include <algorithm>
#include <array>

namespace rulec::catalog {
namespace {

constexpr std::uint32_t bit(Hook hook) {
    return 1U << static_cast<unsigned>(hook);
}

constexpr std::uint32_t kPre = bit(Hook::prerouting);
constexpr std::uint32_t kIn = bit(Hook::input);
constexpr std::uint32_t kForward = bit(Hook::forward);
constexpr std::uint32_t kOut = bit(Hook::output);
constexpr std::uint32_t kPost = bit(Hook::postrouting);
constexpr std::uint32_t kIngress = bit(Hook::ingress);
constexpr std::uint32_t kEgress = bit(Hook::egress);
constexpr std::uint32_t kFive = kPre | kIn | kForward | kOut | kPost;

constexpr auto kRows = std::to_array<Placement>({
    // what, name, hooks, only nat chains, works only in ..., further hooks in netdev tables
    {Placed::masquerade, "masquerade", kPost, true, "nat chains in postrouting"},
    {Placed::snat, "snat", kPost | kIn, true, "nat chains in postrouting and input"},
    {Placed::dnat, "dnat", kPre | kOut, true, "nat chains in prerouting and output"},
    {Placed::redirect, "redirect", kPre | kOut, true, "nat chains in prerouting and output"},
    {Placed::reject, "reject", kPre | kIn | kForward | kOut | kIngress, false,
     "prerouting, input, forward and output, and in ingress"},
    {Placed::tproxy, "tproxy", kPre, false, "prerouting"},
    {Placed::synproxy, "synproxy", kIn | kForward, false, "input and forward"},
    {Placed::flow_offload, "flow add", kForward, false, "forward"},
    {Placed::queue, "queue", kFive, false, "the five hooks of the IP stack"},
    {Placed::dup, "dup", kFive | kIngress | kEgress, false, "IP hooks and, in netdev, ingress and egress"},
    {Placed::fwd, "fwd", kIngress | kEgress, false, "ingress and egress"},
    {Placed::fib_interface, "fib ... oif", kPre | kIn | kForward, false,
     "prerouting, input and forward, and in ingress of netdev tables", kIngress},
    {Placed::fib_type_iif, "fib ... iif type", kPre | kIn | kForward, false,
     "prerouting, input and forward, and in ingress of netdev tables", kIngress},
    {Placed::fib_type_oif, "fib ... oif type", kOut | kPost | kForward, false,
     "forward, output and postrouting, and in egress of netdev tables", kEgress},
    {Placed::socket, "socket", kPre | kIn | kOut, false, "prerouting, input and output"},
    {Placed::osf, "osf", kPre | kIn | kForward, false, "prerouting, input and forward"},
    {Placed::ipsec_in, "ipsec in", kPre | kIn | kForward, false, "prerouting, input and forward"},
    {Placed::ipsec_out, "ipsec out", kForward | kOut | kPost, false, "forward, output and postrouting"},
    {Placed::rt_mtu, "rt mtu", kForward | kOut | kPost, false, "forward, output and postrouting"},
    {Placed::set_pkttype, "meta pkttype set", kPre | kIngress, false, "prerouting and ingress"},
});

} // namespace

const Placement& placement(Placed what) {
    return *std::find_if(kRows.begin(), kRows.end(), [&](const Placement& row) { return row.what == what; });
}

bool may_stand(const Placement& row, Family family, ChainType type, Hook hook) {
    const std::uint32_t hooks = row.hooks | (family == Family::netdev ? row.netdev_hooks : 0);
    return (hooks & bit(hook)) != 0 && (!row.nat_chain || type == ChainType::nat);
}

} // namespace rulec::catalog
