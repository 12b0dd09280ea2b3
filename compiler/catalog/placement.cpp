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

constexpr bool kAtOnce = true;
constexpr std::uint32_t kEveryHook = kFive | kIngress | kEgress;

constexpr std::uint32_t bit(Family family) {
    return 1U << static_cast<unsigned>(family);
}

constexpr std::uint32_t kArp = bit(Family::arp);
constexpr std::uint32_t kBridge = bit(Family::bridge);
constexpr std::uint32_t kNetdev = bit(Family::netdev);
constexpr std::uint32_t kIpv4 = bit(Family::ip) | bit(Family::inet);
constexpr std::uint32_t kIp = kIpv4 | bit(Family::ip6);
constexpr std::uint32_t kAll = kIp | kArp | kBridge | kNetdev;

// clang-format off
constexpr auto kRows = std::to_array<Placement>({
    // what                    name               families                hooks                         nat
    //     works only in ...                                                  netdev besides
    {Placed::masquerade,    "masquerade",       kIp,                    kPost,                        true,
        "nat chains in postrouting of ip, ip6 and inet tables", 0, kAtOnce},
    {Placed::snat,          "snat",             kIp,                    kPost | kIn,                  true,
        "nat chains in postrouting and input of ip, ip6 and inet tables", 0, kAtOnce},
    {Placed::dnat,          "dnat",             kIp,                    kPre | kOut,                  true,
        "nat chains in prerouting and output of ip, ip6 and inet tables", 0, kAtOnce},
    {Placed::redirect,      "redirect",         kIp,                    kPre | kOut,                  true,
        "nat chains in prerouting and output of ip, ip6 and inet tables", 0, kAtOnce},
    {Placed::reject,        "reject",           kAll,                   kPre | kIn | kForward | kOut | kIngress, false,
        "prerouting, input, forward and output, and in ingress"},
    {Placed::tproxy,        "tproxy",           kIp,                    kPre,                         false,
        "prerouting of ip, ip6 and inet tables", 0, kAtOnce, {4, 19}},
    {Placed::synproxy,      "synproxy",         kIp | kBridge,          kIn | kForward,               false,
        "input and forward of ip, ip6, inet and bridge tables", 0, kAtOnce, {5, 3}},
    {Placed::flow_offload,  "flow add",         kAll,                   kForward,                     false,
        "forward", 0, false, {4, 16}},
    {Placed::queue,         "queue",            kAll,                   kFive,                        false,
        "the five hooks of the IP stack"},
    {Placed::dup,           "dup",              kAll,                   kEveryHook,                   false,
        "IP hooks and, in netdev, ingress and egress"},
    {Placed::fwd,           "fwd",              kAll,                   kIngress | kEgress,           false,
        "ingress and egress"},
    {Placed::fib,           "fib",              kIp | kNetdev,          kFive,                        false,
        "ip, ip6, inet (not ingress) and netdev tables",                  kIngress | kEgress, kAtOnce},
    {Placed::fib_interface, "fib ... oif",      kIp | kNetdev,          kPre | kIn | kForward,        false,
        "prerouting, input and forward, and in ingress of netdev tables", kIngress, kAtOnce},
    {Placed::fib_type_iif,  "fib ... iif type", kIp | kNetdev,          kPre | kIn | kForward,        false,
        "prerouting, input and forward, and in ingress of netdev tables", kIngress, kAtOnce},
    {Placed::fib_type_oif,  "fib ... oif type", kIp | kNetdev,          kOut | kPost | kForward,      false,
        "forward, output and postrouting, and in egress of netdev tables", kEgress, kAtOnce},
    {Placed::socket,        "socket",           kIp,                    kPre | kIn | kOut,            false,
        "prerouting, input and output of ip, ip6 and inet tables", 0, kAtOnce},
    {Placed::osf,           "osf",              kIpv4,                  kPre | kIn | kForward,        false,
        "prerouting, input and forward of ip and inet tables"},
    {Placed::ipsec_in,      "ipsec in",         kIp,                    kPre | kIn | kForward,        false,
        "prerouting, input and forward", 0, kAtOnce},
    {Placed::ipsec_out,     "ipsec out",        kIp,                    kForward | kOut | kPost,      false,
        "forward, output and postrouting", 0, kAtOnce},
    {Placed::rt,            "rt",               kIp,                    kEveryHook,                   false,
        "ip, ip6 and inet tables"},
    {Placed::rt_mtu,        "rt mtu",           kIp,                    kForward | kOut | kPost,      false,
        "forward, output and postrouting"},
    {Placed::ct,            "ct",               kIp | kBridge,          kEveryHook,                   false,
        "ip, ip6, inet and bridge tables", 0, kAtOnce},
    {Placed::ct_count,      "ct count",         kIp | kBridge,          kEveryHook,                   false,
        "ip, ip6, inet and bridge tables", 0, kAtOnce, {4, 18}},
    {Placed::meta_ipsec,    "meta ipsec",       kIp | kNetdev,          kPre | kIn | kForward,        false,
        "prerouting, input and forward, and in ingress of netdev tables", kIngress},
    {Placed::meta_sdif,     "meta sdif",        kIp,                    kIn | kForward,               false,
        "input and forward of ip, ip6 and inet tables"},
    {Placed::meta_bridge,   "a bridge's port",  kBridge,                kEveryHook,                   false,
        "bridge tables", 0, kAtOnce},
    {Placed::set_pkttype,   "meta pkttype set", kAll,                   kPre,                         false,
        "prerouting, and in ingress of netdev tables",                    kIngress},
    {Placed::ct_helper,     "ct helper",        kIp | kBridge,          kEveryHook,                   false,
        "ip, ip6, inet and bridge tables", 0, kAtOnce},
    {Placed::ct_timeout,    "ct timeout",       kIp | kBridge,          kEveryHook,                   false,
        "ip, ip6, inet and bridge tables", 0, kAtOnce, {4, 19}},
    {Placed::ct_expectation, "ct expectation",  kIp,                    kEveryHook,                   false,
        "ip, ip6 and inet tables", 0, kAtOnce, {5, 3}},
    {Placed::synproxy_object, "synproxy",       kIp | kBridge,          kEveryHook,                   false,
        "ip, ip6, inet and bridge tables", 0, kAtOnce, {5, 4}},
});

struct SinceRow {
    Placed what;
    std::uint32_t families, hooks;
    KernelVersion since;
};

// Where a statement came to a hook or family later than into the kernel.
constexpr SinceRow kSince[] = {
    // what             families                       hooks       since
    {Placed::reject,    kIp,                           kPre,       {5, 9}},
    {Placed::reject,    bit(Family::inet) | kNetdev,   kIngress,   {5, 11}},
    {Placed::ct,        kBridge,                       kEveryHook, {5, 3}},
};
// clang-format on

} // namespace

const Placement& placement(Placed what) {
    return *std::find_if(kRows.begin(), kRows.end(), [&](const Placement& row) { return row.what == what; });
}

bool may_stand(const Placement& row, Family family) {
    return !row.family_at_once || (row.families & bit(family)) != 0;
}

bool may_stand(const Placement& row, Family family, ChainType type, Hook hook) {
    const std::uint32_t hooks = row.hooks | (family == Family::netdev ? row.netdev_hooks : 0);
    return (row.families & bit(family)) != 0 && (hooks & bit(hook)) != 0 &&
           (!row.nat_chain || type == ChainType::nat);
}

KernelVersion stands_since(Placed what, Family family, Hook hook) {
    for (const SinceRow& row : kSince) {
        if (row.what == what && (row.families & bit(family)) != 0 && (row.hooks & bit(hook)) != 0) return row.since;
    }
    return placement(what).since;
}

} // namespace rulec::catalog
