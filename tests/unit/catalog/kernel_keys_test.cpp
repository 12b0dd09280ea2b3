// SPDX-License-Identifier: GPL-2.0-or-later
// Keys of the rows against the kernel's header.
#include "compiler/catalog/field.h"

#include <doctest/doctest.h>
#include <linux/netfilter/nf_tables.h>

using namespace rulec::catalog;

namespace {

struct Key {
    std::string_view name;
    std::uint32_t number;
};

void check(HeaderKind kind, std::string_view header, std::span<const Key> keys) {
    for (const Key& key : keys) {
        CAPTURE(key.name);
        const Field* field = find_field(*find_header(kind, header), key.name);
        REQUIRE(field != nullptr);
        CHECK(field->key == key.number);
    }
}

} // namespace

TEST_CASE("meta keys") {
    const Key keys[] = {
        {"length", NFT_META_LEN},
        {"protocol", NFT_META_PROTOCOL},
        {"priority", NFT_META_PRIORITY},
        {"mark", NFT_META_MARK},
        {"iif", NFT_META_IIF},
        {"oif", NFT_META_OIF},
        {"iifname", NFT_META_IIFNAME},
        {"oifname", NFT_META_OIFNAME},
        {"iiftype", NFT_META_IIFTYPE},
        {"oiftype", NFT_META_OIFTYPE},
        {"skuid", NFT_META_SKUID},
        {"skgid", NFT_META_SKGID},
        {"nftrace", NFT_META_NFTRACE},
        {"rtclassid", NFT_META_RTCLASSID},
        {"secmark", NFT_META_SECMARK},
        {"nfproto", NFT_META_NFPROTO},
        {"l4proto", NFT_META_L4PROTO},
        {"ibrname", NFT_META_BRI_IIFNAME},
        {"obrname", NFT_META_BRI_OIFNAME},
        {"pkttype", NFT_META_PKTTYPE},
        {"cpu", NFT_META_CPU},
        {"iifgroup", NFT_META_IIFGROUP},
        {"oifgroup", NFT_META_OIFGROUP},
        {"cgroup", NFT_META_CGROUP},
        {"random", NFT_META_PRANDOM},
        {"ipsec", NFT_META_SECPATH},
        {"iifkind", NFT_META_IIFKIND},
        {"oifkind", NFT_META_OIFKIND},
        {"ibrpvid", NFT_META_BRI_IIFPVID},
        {"ibrvproto", NFT_META_BRI_IIFVPROTO},
        {"time", NFT_META_TIME_NS},
        {"day", NFT_META_TIME_DAY},
        {"hour", NFT_META_TIME_HOUR},
        {"sdif", NFT_META_SDIF},
        {"sdifname", NFT_META_SDIFNAME},
    };
    check(HeaderKind::meta, "meta", keys);
}

TEST_CASE("conntrack keys") {
    const Key keys[] = {
        {"state", NFT_CT_STATE},         {"direction", NFT_CT_DIRECTION}, {"status", NFT_CT_STATUS},
        {"mark", NFT_CT_MARK},           {"secmark", NFT_CT_SECMARK},     {"expiration", NFT_CT_EXPIRATION},
        {"helper", NFT_CT_HELPER},       {"l3proto", NFT_CT_L3PROTOCOL},  {"saddr", NFT_CT_SRC},
        {"daddr", NFT_CT_DST},           {"protocol", NFT_CT_PROTOCOL},   {"proto-src", NFT_CT_PROTO_SRC},
        {"proto-dst", NFT_CT_PROTO_DST}, {"label", NFT_CT_LABELS},        {"packets", NFT_CT_PKTS},
        {"bytes", NFT_CT_BYTES},         {"avgpkt", NFT_CT_AVGPKT},       {"zone", NFT_CT_ZONE},
        {"event", NFT_CT_EVENTMASK},     {"ip saddr", NFT_CT_SRC_IP},     {"ip daddr", NFT_CT_DST_IP},
        {"ip6 saddr", NFT_CT_SRC_IP6},   {"ip6 daddr", NFT_CT_DST_IP6},   {"id", NFT_CT_ID},
    };
    check(HeaderKind::ct, "ct", keys);
}

TEST_CASE("keys of routing, sockets and IPsec") {
    const Key rt[] = {
        {"classid", NFT_RT_CLASSID}, {"ip nexthop", NFT_RT_NEXTHOP4}, {"ip6 nexthop", NFT_RT_NEXTHOP6},
        {"mtu", NFT_RT_TCPMSS},      {"ipsec", NFT_RT_XFRM},
    };
    check(HeaderKind::rt, "rt", rt);
    const Key fib[] = {
        {"oif", NFT_FIB_RESULT_OIF},
        {"oifname", NFT_FIB_RESULT_OIFNAME},
        {"type", NFT_FIB_RESULT_ADDRTYPE},
    };
    check(HeaderKind::fib, "fib", fib);
    const Key socket[] = {
        {"transparent", NFT_SOCKET_TRANSPARENT},
        {"mark", NFT_SOCKET_MARK},
        {"wildcard", NFT_SOCKET_WILDCARD},
        {"cgroupv2", NFT_SOCKET_CGROUPV2},
    };
    check(HeaderKind::socket, "socket", socket);
    const Key ipsec[] = {
        {"ip daddr", NFT_XFRM_KEY_DADDR_IP4}, {"ip6 daddr", NFT_XFRM_KEY_DADDR_IP6},
        {"ip saddr", NFT_XFRM_KEY_SADDR_IP4}, {"ip6 saddr", NFT_XFRM_KEY_SADDR_IP6},
        {"reqid", NFT_XFRM_KEY_REQID},        {"spi", NFT_XFRM_KEY_SPI},
    };
    check(HeaderKind::ipsec, "ipsec", ipsec);
}
