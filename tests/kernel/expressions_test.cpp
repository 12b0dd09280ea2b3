// SPDX-License-Identifier: GPL-2.0-or-later
// Every kind of expression, written by hand as a program and as the ruleset text that the stock nft makes the same
// of: after loading either, the kernel lists the same rules and the same expressions.
#include "tests/kernel/isolation.h"
#include "tests/kernel/programs.h"

#include <doctest/doctest.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_log.h>
#include <linux/netfilter/nf_nat.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter_bridge.h>

using namespace rulec;
using namespace rulec::nft;
using rulec::test::e;
using rulec::test::octets;

namespace {

struct Case {
    std::string_view text; // the rule in the stock nft's language
    std::vector<Expression> expressions;
    std::uint8_t family = NFPROTO_INET;
    std::string_view type = "filter";
    std::uint32_t hook = NF_INET_PRE_ROUTING;
    std::string_view device = {};
};

const Verdict kAccept{.code = NF_ACCEPT, .chain = {}};

Expression l4proto() {
    return e(MetaLoad{NFT_META_L4PROTO, 1});
}
Expression is(std::string_view hex) {
    return e(Compare{1, NFT_CMP_EQ, octets(hex)});
}
Expression load(std::string_view hex, Register reg = 1) {
    return e(Immediate{reg, octets(hex)});
}
Expression ip4() {
    return e(MetaLoad{NFT_META_NFPROTO, 1});
}

std::vector<Case> loads() {
    return {
        {"tcp dport 22 accept",
         {l4proto(), is("06"), e(PayloadLoad{NFT_PAYLOAD_TRANSPORT_HEADER, 2, 2, 1}), is("0016"),
          e(Immediate{0, kAccept})}},
        {"tcp option maxseg size 1000", {e(ExthdrLoad{NFT_EXTHDR_OP_TCPOPT, 2, 2, 2, 0, 1}), is("03e8")}},
        {"exthdr frag exists",
         {e(ExthdrLoad{NFT_EXTHDR_OP_IPV6, 44, 0, 1, NFT_EXTHDR_F_PRESENT, 1}), is("01")},
         NFPROTO_IPV6},
        {"meta mark 0x7", {e(MetaLoad{NFT_META_MARK, 1}), is("07000000")}},
        {"ct state established",
         {e(CtLoad{NFT_CT_STATE, {}, 1}), e(Bitwise{1, 1, 4, octets("02000000"), octets("00000000")}),
          e(Compare{1, NFT_CMP_NEQ, octets("00000000")})}},
        {"ct original packets > 5",
         {e(CtLoad{NFT_CT_PKTS, 0, 1}), e(ByteorderSwap{1, 1, true, 8, 8}),
          e(Compare{1, NFT_CMP_GT, octets("0000000000000005")})}},
        {"rt classid 5", {e(RtLoad{NFT_RT_CLASSID, 1}), is("05000000")}},
        {"socket transparent 1", {e(SocketLoad{NFT_SOCKET_TRANSPARENT, {}, 1}), is("01")}},
        {"osf name \"Linux\"", {e(OsfLoad{1, 0, 0}), is("4c696e75780000000000000000000000")}},
        {"ipsec in reqid 5", {e(XfrmLoad{1, NFT_XFRM_KEY_REQID, 0, 0}), is("05000000")}},
        {"fib saddr . iif oif exists",
         {e(FibLoad{NFT_FIB_RESULT_OIF, NFTA_FIB_F_SADDR | NFTA_FIB_F_IIF | NFTA_FIB_F_PRESENT, 1}), is("01000000")}},
        {"meta mark set numgen inc mod 2 offset 3",
         {e(NumgenLoad{1, 2, NFT_NG_INCREMENTAL, 3}), e(MetaSet{NFT_META_MARK, 1})}},
        {"meta mark set symhash mod 16 offset 2",
         {e(HashLoad{NFT_HASH_SYM, 0, 0, 1, 16, {}, 2}), e(MetaSet{NFT_META_MARK, 1})}},
        {"meta mark set jhash ip saddr mod 16 seed 0xdeadbeef",
         {e(PayloadLoad{NFT_PAYLOAD_NETWORK_HEADER, 12, 4, 2}),
          e(HashLoad{NFT_HASH_JENKINS, 2, 4, 1, 16, 0xdeadbeef, 0}), e(MetaSet{NFT_META_MARK, 1})},
         NFPROTO_IPV4},
        {"meta mark set meta mark << 8",
         {e(MetaLoad{NFT_META_MARK, 1}), e(BitShift{1, 1, 4, true, 8}), e(MetaSet{NFT_META_MARK, 1})}},
        {"meta mark and 0xff == 0x10",
         {e(MetaLoad{NFT_META_MARK, 1}), e(Bitwise{1, 1, 4, octets("ff000000"), octets("00000000")}),
          is("10000000")}},
        {"meta mark 10-20",
         {e(MetaLoad{NFT_META_MARK, 1}), e(ByteorderSwap{1, 1, true, 4, 4}),
          e(Compare{1, NFT_CMP_GTE, octets("0000000a")}), e(Compare{1, NFT_CMP_LTE, octets("00000014")})}},
        {"tcp dport != 10-20",
         {l4proto(), is("06"), e(PayloadLoad{NFT_PAYLOAD_TRANSPORT_HEADER, 2, 2, 1}),
          e(RangeCompare{1, NFT_RANGE_NEQ, octets("000a"), octets("0014")})}},
        {"ip saddr @s",
         {ip4(), is("02"), e(PayloadLoad{NFT_PAYLOAD_NETWORK_HEADER, 12, 4, 1}), e(Lookup{1, "s", 0, {}, false})}},
        {"ip saddr != @s",
         {ip4(), is("02"), e(PayloadLoad{NFT_PAYLOAD_NETWORK_HEADER, 12, 4, 1}), e(Lookup{1, "s", 0, {}, true})}},
        {"ip saddr vmap @vm",
         {ip4(), is("02"), e(PayloadLoad{NFT_PAYLOAD_NETWORK_HEADER, 12, 4, 1}), e(Lookup{1, "vm", 0, 0, false})}},
    };
}

std::vector<Case> statements() {
    return {
        {"ip ttl set 5",
         {e(PayloadLoad{NFT_PAYLOAD_NETWORK_HEADER, 8, 2, 1}), e(Bitwise{1, 1, 2, octets("00ff"), octets("0500")}),
          e(PayloadSet{1, NFT_PAYLOAD_NETWORK_HEADER, 8, 2, NFT_PAYLOAD_CSUM_INET, 10, 0})},
         NFPROTO_IPV4},
        {"tcp option maxseg size set 1000", {load("03e8"), e(ExthdrSet{1, NFT_EXTHDR_OP_TCPOPT, 2, 2, 2})}},
        {"reset tcp option fastopen", {e(ExthdrReset{NFT_EXTHDR_OP_TCPOPT, 34})}},
        {"meta mark set 0x1", {load("01000000"), e(MetaSet{NFT_META_MARK, 1})}},
        {"ct mark set 0x1", {load("01000000"), e(CtSet{NFT_CT_MARK, {}, 1})}},
        {"ct original zone set 1", {load("0100"), e(CtSet{NFT_CT_ZONE, 0, 1})}},
        {"jump other", {e(Immediate{0, Verdict{NFT_JUMP, "other"}})}},
        {"goto other", {e(Immediate{0, Verdict{NFT_GOTO, "other"}})}},
        {"return", {e(Immediate{0, Verdict{NFT_RETURN, {}}})}},
        {"drop", {e(Immediate{0, Verdict{NF_DROP, {}}})}},
        {"counter packets 5 bytes 6", {e(Counter{5, 6})}},
        {"limit rate over 10/minute burst 7 packets", {e(Limit{10, 60, 7, NFT_LIMIT_PKTS, NFT_LIMIT_F_INV})}},
        {"limit rate 10 kbytes/second", {e(Limit{10240, 1, 0, NFT_LIMIT_PKT_BYTES, 0})}},
        {"quota over 25 mbytes used 3 bytes", {e(Quota{25u << 20, 3, NFT_QUOTA_F_INV})}},
        {"ct count over 20", {e(Connlimit{20, NFT_CONNLIMIT_F_INV})}},
        {"log prefix \"a b\" group 2 snaplen 33 queue-threshold 4",
         {e(Log{.prefix = "a b", .group = 2, .snaplen = 33, .queue_threshold = 4, .level = {}})}},
        {"log level debug flags tcp sequence,options flags ip options flags skuid flags ether",
         {e(Log{.prefix = {}, .group = {}, .snaplen = {}, .queue_threshold = {}, .level = 7, .flags = NF_LOG_MASK})}},
        {"log level audit",
         {e(Log{.prefix = {}, .group = {}, .snaplen = {}, .queue_threshold = {}, .level = NFT_LOGLEVEL_AUDIT})}},
        {"reject with icmpx admin-prohibited",
         {e(Reject{NFT_REJECT_ICMPX_UNREACH, NFT_REJECT_ICMPX_ADMIN_PROHIBITED})}},
        {"meta l4proto tcp reject with tcp reset", {l4proto(), is("06"), e(Reject{NFT_REJECT_TCP_RST, 0})}},
        {"notrack", {e(Notrack{})}},
        {"queue flags bypass to 1-3",
         {e(Queue{.number = 1, .total = 3, .sreg = {}, .flags = NFT_QUEUE_FLAG_BYPASS})}},
        {"queue to symhash mod 4",
         {e(HashLoad{NFT_HASH_SYM, 0, 0, 1, 4, {}, 0}), e(Queue{.number = 0, .total = 1, .sreg = 1})}},
        {"dup to 10.0.0.1 device \"lo\"", {load("0a000001"), load("01000000", 2), e(Dup{1, 2})}, NFPROTO_IPV4},
        {"synproxy mss 1460 wscale 7 timestamp sack-perm",
         {e(Synproxy{1460, 7, 0x0f})},
         NFPROTO_INET,
         "filter",
         NF_INET_LOCAL_IN},
        {"counter name \"c\"", {e(Objref{NFT_OBJECT_COUNTER, "c", {}, {}})}},
        {"counter name ip saddr map @om",
         {ip4(), is("02"), e(PayloadLoad{NFT_PAYLOAD_NETWORK_HEADER, 12, 4, 1}), e(Objref{0, {}, 1, "om"})}},
        {"meta l4proto tcp tproxy to :50080", {l4proto(), is("06"), load("c3a0"), e(Tproxy{NFPROTO_UNSPEC, {}, 1})}},
        {"flow add @ft", {e(FlowOffload{"ft"})}, NFPROTO_INET, "filter", NF_INET_FORWARD},
        {"update @dyn { ip saddr timeout 5s limit rate 5/second }",
         {e(PayloadLoad{NFT_PAYLOAD_NETWORK_HEADER, 12, 4, 1}),
          e(Dynset{NFT_DYNSET_OP_UPDATE, "dyn", 0, 1, {}, 5000, {e(Limit{5, 1, 5, NFT_LIMIT_PKTS, 0})}})},
         NFPROTO_IPV4},
        {"add @dyn { ip saddr limit rate 5/second counter }",
         {e(PayloadLoad{NFT_PAYLOAD_NETWORK_HEADER, 12, 4, 1}),
          e(Dynset{NFT_DYNSET_OP_ADD, "dyn", 0, 1, {}, 0, {e(Limit{5, 1, 5, NFT_LIMIT_PKTS, 0}), e(Counter{})}})},
         NFPROTO_IPV4},
        {"update @dynmap { ip saddr : 0x00000001 }",
         {e(PayloadLoad{NFT_PAYLOAD_NETWORK_HEADER, 12, 4, 1}), load("01000000", 2),
          e(Dynset{NFT_DYNSET_OP_UPDATE, "dynmap", 0, 1, 2, 0, {}})},
         NFPROTO_IPV4},
        {"fwd to \"lo\"", {load("01000000"), e(Fwd{1, {}})}, NFPROTO_NETDEV, "filter", 0, "lo"},
        {"fwd ip to 10.0.0.1 device \"lo\"",
         {load("01000000"), load("0a000001", 2), e(Fwd{1, 2, NFPROTO_IPV4})},
         NFPROTO_NETDEV,
         "filter",
         0,
         "lo"},
    };
}

std::vector<Case> translations() {
    const Expression tcp = l4proto();
    return {
        {"snat to 10.0.0.1-10.0.0.9 random",
         {load("0a000001"), load("0a000009", 2),
          e(Nat{NFT_NAT_SNAT, NFPROTO_IPV4, 1, 2, {}, {}, NF_NAT_RANGE_PROTO_RANDOM | NF_NAT_RANGE_MAP_IPS})},
         NFPROTO_IPV4,
         "nat",
         NF_INET_POST_ROUTING},
        {"meta l4proto tcp dnat to 10.0.0.1:80",
         {tcp, is("06"), load("0a000001"), load("0050", 2),
          e(Nat{NFT_NAT_DNAT, NFPROTO_IPV4, 1, {}, 2, {}, NF_NAT_RANGE_MAP_IPS | NF_NAT_RANGE_PROTO_SPECIFIED})},
         NFPROTO_IPV4,
         "nat",
         NF_INET_PRE_ROUTING},
        {"masquerade random,persistent",
         {e(Masquerade{{}, {}, NF_NAT_RANGE_PROTO_RANDOM | NF_NAT_RANGE_PERSISTENT})},
         NFPROTO_INET,
         "nat",
         NF_INET_POST_ROUTING},
        {"meta l4proto tcp masquerade to :1024-2048",
         {tcp, is("06"), load("0400"), load("0800", 2), e(Masquerade{1, 2, NF_NAT_RANGE_PROTO_SPECIFIED})},
         NFPROTO_INET,
         "nat",
         NF_INET_POST_ROUTING},
        {"meta l4proto tcp redirect to :8080",
         {tcp, is("06"), load("1f90"), e(Redirect{1, {}, NF_NAT_RANGE_PROTO_SPECIFIED})},
         NFPROTO_INET,
         "nat",
         NF_INET_PRE_ROUTING},
    };
}

std::string_view family_word(std::uint8_t family) {
    switch (family) {
    case NFPROTO_IPV4: return "ip";
    case NFPROTO_IPV6: return "ip6";
    case NFPROTO_NETDEV: return "netdev";
    default: return "inet";
    }
}

// What the cases refer to by name, loaded by nft for both.
std::string scene(const Case& one) {
    const std::string family(family_word(one.family));
    std::string text = "table " + family + " t {\n counter c { }\n set s { type ipv4_addr; }\n";
    text += " map vm { type ipv4_addr : verdict; }\n map om { type ipv4_addr : counter; }\n";
    text += " set dyn { type ipv4_addr; flags dynamic,timeout; size 100; }\n";
    text += " map dynmap { type ipv4_addr : mark; flags dynamic; size 100; }\n chain other { }\n";
    static constexpr std::string_view kHooks[] = {"prerouting", "input", "forward", "output", "postrouting"};
    text += " chain c { type " + std::string(one.type) + " hook ";
    text += one.device.empty() ? std::string(kHooks[one.hook]) : "ingress device " + std::string(one.device);
    return text + " priority 0; }\n}\n";
}

void check(const Case& one) {
    CAPTURE(one.text);
    const std::string family(family_word(one.family));
    test::flush_ruleset();
    REQUIRE(test::nft_load(scene(one)).status == 0);
    if (!test::loaded_by_nft("add rule " + family + " t c " + std::string(one.text) + "\n")) return;
    const std::string expected = test::listing();

    test::flush_ruleset();
    REQUIRE(test::nft_load(scene(one)).status == 0);
    const auto answer = test::send(Program{{test::rule({one.family, "t"}, "c", one.expressions)}});
    CHECK_MESSAGE(answer.errors.empty(), test::text(answer));
    CHECK(test::listing() == expected);
}

} // namespace

TEST_CASE("the kernel lists loads and comparisons as nft's own") {
    for (const Case& one : loads())
        check(one);
}

TEST_CASE("the kernel lists statements as nft's own") {
    for (const Case& one : statements())
        check(one);
}

TEST_CASE("the kernel lists address translation as nft's own") {
    for (const Case& one : translations())
        check(one);
}
