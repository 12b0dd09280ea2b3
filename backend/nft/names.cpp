// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/names.h"

#include "compiler/support/overloaded.h"

#include <array>
#include <span>

#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter_arp.h>
#include <linux/netfilter_bridge.h>

namespace rulec::nft {
namespace {

struct Row {
    std::int64_t number;
    std::string_view word;
};

std::string_view find(std::span<const Row> rows, std::int64_t number) {
    for (const Row& row : rows)
        if (row.number == number) return row.word;
    return "unknown";
}

// Enumerations that count from 0 without gaps.
std::string_view at(std::span<const std::string_view> words, std::uint32_t number) {
    return number < words.size() ? words[number] : "unknown";
}

constexpr std::array<Row, 7> kFamilies = {{{NFPROTO_UNSPEC, "unspec"},
                                           {NFPROTO_INET, "inet"},
                                           {NFPROTO_IPV4, "ip"},
                                           {NFPROTO_IPV6, "ip6"},
                                           {NFPROTO_ARP, "arp"},
                                           {NFPROTO_BRIDGE, "bridge"},
                                           {NFPROTO_NETDEV, "netdev"}}};

constexpr std::array<std::string_view, 6> kInetHooks = {"prerouting", "input",       "forward",
                                                        "output",     "postrouting", "ingress"};
constexpr std::array<std::string_view, 2> kNetdevHooks = {"ingress", "egress"};
constexpr std::array<std::string_view, 3> kArpHooks = {"input", "output", "forward"};

constexpr std::array<std::string_view, 4> kPayloadBases = {"link", "network", "transport", "inner"};
constexpr std::array<std::string_view, 5> kExthdrOps = {"ipv6", "tcpopt", "ipv4", "sctp", "dccp"};
constexpr std::array<std::string_view, 35> kMetaKeys = {
    "len",         "protocol",      "priority", "mark",        "iif",         "oif",     "iifname",
    "oifname",     "iiftype",       "oiftype",  "skuid",       "skgid",       "nftrace", "rtclassid",
    "secmark",     "nfproto",       "l4proto",  "bri_iifname", "bri_oifname", "pkttype", "cpu",
    "iifgroup",    "oifgroup",      "cgroup",   "prandom",     "secpath",     "iifkind", "oifkind",
    "bri_iifpvid", "bri_iifvproto", "time",     "day",         "hour",        "sdif",    "sdifname"};
constexpr std::array<std::string_view, 24> kCtKeys = {
    "state",  "direction", "status",   "mark",      "secmark",   "expiration", "helper",  "l3protocol",
    "src",    "dst",       "protocol", "proto_src", "proto_dst", "label",      "packets", "bytes",
    "avgpkt", "zone",      "event",    "src_ip",    "dst_ip",    "src_ip6",    "dst_ip6", "ct_id"};
constexpr std::array<std::string_view, 2> kCtDirections = {"original", "reply"};
constexpr std::array<std::string_view, 5> kRtKeys = {"classid", "nexthop4", "nexthop6", "tcpmss", "ipsec"};
constexpr std::array<std::string_view, 4> kSocketKeys = {"transparent", "mark", "wildcard", "cgroupv2"};
constexpr std::array<std::string_view, 7> kXfrmKeys = {"unspec", "daddr4", "daddr6", "saddr4",
                                                       "saddr6", "reqid",  "spi"};
constexpr std::array<std::string_view, 6> kCompareOps = {"eq", "neq", "lt", "lte", "gt", "gte"};
constexpr std::array<std::string_view, 3> kDynsetOps = {"add", "update", "delete"};
constexpr std::array<std::string_view, 11> kObjectTypes = {"unspec",  "counter",        "quota",   "ct helper",
                                                           "limit",   "connlimit",      "tunnel",  "ct timeout",
                                                           "secmark", "ct expectation", "synproxy"};

constexpr std::array<Row, 9> kVerdicts = {{{NF_DROP, "drop"},
                                           {NF_ACCEPT, "accept"},
                                           {NF_STOLEN, "stolen"},
                                           {NF_QUEUE, "queue"},
                                           {NFT_CONTINUE, "continue"},
                                           {NFT_BREAK, "break"},
                                           {NFT_JUMP, "jump"},
                                           {NFT_GOTO, "goto"},
                                           {NFT_RETURN, "return"}}};

} // namespace

std::string_view family_name(std::uint32_t family) {
    return find(kFamilies, family);
}

std::string_view hook_name(std::uint8_t family, std::uint32_t hook) {
    if (family == NFPROTO_NETDEV) return at(kNetdevHooks, hook);
    if (family == NFPROTO_ARP) return at(kArpHooks, hook);
    return at(kInetHooks, hook); // bridge counts the same five
}

std::string_view payload_base_name(std::uint32_t base) {
    return at(kPayloadBases, base);
}
std::string_view exthdr_op_name(std::uint32_t op) {
    return at(kExthdrOps, op);
}
std::string_view meta_key_name(std::uint32_t key) {
    return at(kMetaKeys, key);
}
std::string_view ct_key_name(std::uint32_t key) {
    return at(kCtKeys, key);
}
std::string_view ct_direction_name(std::uint32_t direction) {
    return at(kCtDirections, direction);
}
std::string_view rt_key_name(std::uint32_t key) {
    return at(kRtKeys, key);
}
std::string_view socket_key_name(std::uint32_t key) {
    return at(kSocketKeys, key);
}
std::string_view xfrm_key_name(std::uint32_t key) {
    return at(kXfrmKeys, key);
}
std::string_view compare_op_name(std::uint32_t op) {
    return at(kCompareOps, op);
}
std::string_view dynset_op_name(std::uint32_t op) {
    return at(kDynsetOps, op);
}
std::string_view object_type_name(std::uint32_t type) {
    return at(kObjectTypes, type);
}
std::string_view verdict_name(std::int32_t code) {
    return find(kVerdicts, code);
}

std::string_view expression_name(const Expression& expression) {
    using sv = std::string_view;
    return std::visit(overloaded{[](const PayloadLoad&) -> sv { return "payload"; },
                                 [](const PayloadSet&) -> sv { return "payload"; },
                                 [](const ExthdrLoad&) -> sv { return "exthdr"; },
                                 [](const ExthdrSet&) -> sv { return "exthdr"; },
                                 [](const ExthdrReset&) -> sv { return "exthdr"; },
                                 [](const MetaLoad&) -> sv { return "meta"; },
                                 [](const MetaSet&) -> sv { return "meta"; },
                                 [](const CtLoad&) -> sv { return "ct"; },
                                 [](const CtSet&) -> sv { return "ct"; },
                                 [](const RtLoad&) -> sv { return "rt"; },
                                 [](const SocketLoad&) -> sv { return "socket"; },
                                 [](const OsfLoad&) -> sv { return "osf"; },
                                 [](const XfrmLoad&) -> sv { return "xfrm"; },
                                 [](const FibLoad&) -> sv { return "fib"; },
                                 [](const NumgenLoad&) -> sv { return "numgen"; },
                                 [](const HashLoad&) -> sv { return "hash"; },
                                 [](const Bitwise&) -> sv { return "bitwise"; },
                                 [](const BitShift&) -> sv { return "bitwise"; },
                                 [](const ByteorderSwap&) -> sv { return "byteorder"; },
                                 [](const Compare&) -> sv { return "cmp"; },
                                 [](const RangeCompare&) -> sv { return "range"; },
                                 [](const Lookup&) -> sv { return "lookup"; },
                                 [](const Immediate&) -> sv { return "immediate"; },
                                 [](const Counter&) -> sv { return "counter"; },
                                 [](const Limit&) -> sv { return "limit"; },
                                 [](const Quota&) -> sv { return "quota"; },
                                 [](const Connlimit&) -> sv { return "connlimit"; },
                                 [](const Last&) -> sv { return "last"; },
                                 [](const Log&) -> sv { return "log"; },
                                 [](const Reject&) -> sv { return "reject"; },
                                 [](const Nat&) -> sv { return "nat"; },
                                 [](const Masquerade&) -> sv { return "masq"; },
                                 [](const Redirect&) -> sv { return "redir"; },
                                 [](const Tproxy&) -> sv { return "tproxy"; },
                                 [](const Notrack&) -> sv { return "notrack"; },
                                 [](const Queue&) -> sv { return "queue"; },
                                 [](const Dup&) -> sv { return "dup"; },
                                 [](const Fwd&) -> sv { return "fwd"; },
                                 [](const Synproxy&) -> sv { return "synproxy"; },
                                 [](const Objref&) -> sv { return "objref"; },
                                 [](const FlowOffload&) -> sv { return "flow_offload"; },
                                 [](const Dynset&) -> sv { return "dynset"; },
                                 [](const Foreign& e) -> sv { return e.name; }},
                      expression.node);
}

} // namespace rulec::nft
