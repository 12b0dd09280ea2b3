// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/backend/samples.h"

#include <charconv>

#include <linux/netfilter.h>
#include <linux/netfilter/nf_log.h>
#include <linux/netfilter/nf_nat.h>
#include <linux/netfilter/nf_tables.h>

namespace rulec::test {

using namespace nft;

Bytes octets(std::string_view hex) {
    Bytes bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        unsigned char octet = 0;
        std::from_chars(hex.data() + i, hex.data() + i + 2, octet, 16);
        bytes.push_back(octet);
    }
    return bytes;
}

const std::vector<ExpressionSample>& expression_samples() {
    const auto e = [](decltype(Expression::node) node) { return Expression{std::move(node), {}}; };
    static const std::vector<ExpressionSample> kSamples = {
        {e(PayloadLoad{NFT_PAYLOAD_TRANSPORT_HEADER, 2, 2, 1}), "payload",
         "[ payload load 2b @ transport header + 2 => reg 1 ]"},
        {e(PayloadSet{1, NFT_PAYLOAD_NETWORK_HEADER, 8, 2, 1, 10, 1}), "payload",
         "[ payload write reg 1 => 2b @ network header + 8 csum_type 1 csum_off 10 csum_flags 0x1 ]"},
        {e(ExthdrLoad{NFT_EXTHDR_OP_IPV6, 44, 0, 1, NFT_EXTHDR_F_PRESENT, 1}), "exthdr",
         "[ exthdr load ipv6 1b @ 44 + 0 present => reg 1 ]"},
        {e(ExthdrSet{1, NFT_EXTHDR_OP_TCPOPT, 2, 2, 2}), "exthdr", "[ exthdr write tcpopt reg 1 => 2b @ 2 + 2 ]"},
        {e(ExthdrReset{NFT_EXTHDR_OP_TCPOPT, 34}), "exthdr", "[ exthdr reset tcpopt 34 ]"},
        {e(MetaLoad{NFT_META_SDIFNAME, 1}), "meta", "[ meta load sdifname => reg 1 ]"},
        {e(MetaSet{NFT_META_MARK, 1}), "meta", "[ meta set mark with reg 1 ]"},
        {e(CtLoad{NFT_CT_DST_IP6, 0, 1}), "ct", "[ ct load dst_ip6 => reg 1 , dir original ]"},
        {e(CtSet{NFT_CT_ZONE, 1, 1}), "ct", "[ ct set zone with reg 1 , dir reply ]"},
        {e(RtLoad{NFT_RT_NEXTHOP4, 1}), "rt", "[ rt load nexthop4 => reg 1 ]"},
        {e(SocketLoad{NFT_SOCKET_CGROUPV2, 2, 1}), "socket", "[ socket load cgroupv2 2 => reg 1 ]"},
        {e(OsfLoad{1, 2, 1}), "osf", "[ osf dreg 1 ttl 2 flags 0x1 ]"},
        {e(XfrmLoad{1, NFT_XFRM_KEY_SADDR_IP4, 1, 2}), "xfrm", "[ xfrm load out 2 saddr4 => reg 1 ]"},
        {e(FibLoad{NFT_FIB_RESULT_OIF, NFTA_FIB_F_SADDR | NFTA_FIB_F_IIF, 1}), "fib",
         "[ fib saddr . iif oif => reg 1 ]"},
        {e(NumgenLoad{1, 2, NFT_NG_RANDOM, 100}), "numgen", "[ numgen reg 1 = random mod 2 offset 100 ]"},
        {e(HashLoad{NFT_HASH_JENKINS, 2, 8, 1, 16, 0xbeef, 0}), "hash",
         "[ hash reg 1 = jhash(reg 2, 8, 0xbeef) % mod 16 ]"},
        {e(HashLoad{NFT_HASH_SYM, 0, 0, 1, 16, {}, 3}), "hash", "[ hash reg 1 = symhash() % mod 16 offset 3 ]"},
        {e(Bitwise{1, 2, 4, octets("ffffff00"), octets("00000001")}), "bitwise",
         "[ bitwise reg 2 = ( reg 1 & 0xffffff00 ) ^ 0x00000001 ]"},
        {e(BitShift{1, 1, 4, true, 8}), "bitwise", "[ bitwise reg 1 = ( reg 1 << 8 ) ]"},
        {e(ByteorderSwap{1, 1, true, 4, 2}), "byteorder", "[ byteorder reg 1 = hton(reg 1, 2, 4) ]"},
        {e(Compare{1, NFT_CMP_EQ, octets("0016")}), "cmp", "[ cmp eq reg 1 0x0016 ]"},
        {e(Compare{9, NFT_CMP_GTE, octets("fe80000000000000000000000000000a")}), "cmp",
         "[ cmp gte reg 9 0xfe80000000000000000000000000000a ]"},
        {e(RangeCompare{1, NFT_RANGE_NEQ, octets("000a"), octets("0014")}), "range",
         "[ range neq reg 1 0x000a 0x0014 ]"},
        {e(Lookup{1, "s", 4, {}, true}), "lookup", "[ lookup reg 1 set s 0x1 ]"},
        {e(Lookup{1, "__map%d", 5, 0, false}), "lookup", "[ lookup reg 1 set __map%d dreg 0 0x0 ]"},
        {e(Immediate{1, octets("0a000001")}), "immediate", "[ immediate reg 1 0x0a000001 ]"},
        {e(Immediate{0, Verdict{NFT_JUMP, "other"}}), "immediate", "[ immediate reg 0 jump -> other ]"},
        {e(Immediate{0, Verdict{NFT_JUMP, "", 3}}), "immediate", "[ immediate reg 0 jump -> chain id 3 ]"},
        {e(Immediate{0, Verdict{NF_DROP, ""}}), "immediate", "[ immediate reg 0 drop ]"},
        {e(Counter{1, 2}), "counter", "[ counter pkts 1 bytes 2 ]"},
        {e(Limit{10, 60, 5, NFT_LIMIT_PKT_BYTES, 1}), "limit",
         "[ limit rate 10/minute burst 5 type bytes flags 0x1 ]"},
        {e(Quota{25, 3, 1}), "quota", "[ quota bytes 25 consumed 3 flags 1 ]"},
        {e(Connlimit{20, 1}), "connlimit", "[ connlimit count 20 flags 0x1 ]"},
        {e(Last{true, 100}), "last", "[ last 100 ]"},
        {e(Last{}), "last", "[ last never ]"},
        {e(Log{.prefix = "a b", .group = 2, .snaplen = 33, .queue_threshold = 4, .level = {}}), "log",
         "[ log prefix \"a b\" group 2 snaplen 33 qthreshold 4 ]"},
        {e(Log{.prefix = {}, .group = {}, .snaplen = {}, .queue_threshold = {}, .level = 7, .flags = NF_LOG_UID}),
         "log", "[ log level 7 uid ]"},
        {e(Reject{NFT_REJECT_TCP_RST, 0}), "reject", "[ reject type 1 code 0 ]"},
        {e(Nat{NFT_NAT_DNAT, NFPROTO_IPV6, 1, 2, 9, 10, NF_NAT_RANGE_MAP_IPS}), "nat",
         "[ nat dnat ip6 addr_min reg 1 addr_max reg 2 proto_min reg 9 proto_max reg 10 flags 0x1 ]"},
        {e(Masquerade{{}, {}, 4}), "masq", "[ masq flags 0x4 ]"},
        {e(Redirect{1, 2, 2}), "redir", "[ redir proto_min reg 1 proto_max reg 2 flags 0x2 ]"},
        {e(Tproxy{NFPROTO_IPV4, 1, 2}), "tproxy", "[ tproxy ip addr reg 1 port reg 2 ]"},
        {e(Tproxy{NFPROTO_UNSPEC, {}, 1}), "tproxy", "[ tproxy port reg 1 ]"},
        {e(Notrack{}), "notrack", "[ notrack ]"},
        {e(Queue{1, 3, {}, NFT_QUEUE_FLAG_BYPASS}), "queue", "[ queue num 1-3 bypass ]"},
        {e(Queue{0, 1, 1, 0}), "queue", "[ queue sreg_qnum 1 ]"},
        {e(Dup{1, 2}), "dup", "[ dup sreg_addr 1 sreg_dev 2 ]"},
        {e(Fwd{1, 2, NFPROTO_IPV4}), "fwd", "[ fwd sreg_dev 1 sreg_addr 2 nfproto 2 ]"},
        {e(Synproxy{1460, 7, 3}), "synproxy", "[ synproxy mss 1460 wscale 7 flags 0x3 ]"},
        {e(Objref{NFT_OBJECT_COUNTER, "c", {}, {}}), "objref", "[ objref type 1 name c ]"},
        {e(Objref{0, {}, 1, "om", 6}), "objref", "[ objref sreg 1 set om ]"},
        {e(FlowOffload{"ft"}), "flow_offload", "[ flow add flowtable ft ]"},
        {e(Foreign{"match", octets("080001007463700008000200000000000800030001020304")}), "match",
         "[ xt match \"tcp\" ]"},
        {e(Dynset{NFT_DYNSET_OP_UPDATE, "d", 7, 1, 2, 5000, {e(Counter{}), e(Limit{5, 1, 5, 0, 0})}}), "dynset",
         "[ dynset update reg_key 1 set d sreg_data 2 timeout 5000ms expr [ counter pkts 0 bytes 0 ] "
         "[ limit rate 5/second burst 5 type packets flags 0x0 ] ]"},
    };
    return kSamples;
}

Program sample_program() {
    const TableRef table{NFPROTO_INET, "t"};
    NewTable new_table;
    new_table.table = table;
    new_table.userdata = octets("000568656c6c00");
    NewChain input;
    input.table = table;
    input.name = "input";
    input.hook =
        Hook{.number = NF_INET_LOCAL_IN, .priority = -10, .type = "filter", .policy = NF_DROP, .devices = {}};
    NewChain bound;
    bound.table = table;
    bound.flags = NFT_CHAIN_BINDING;
    bound.id = 3;
    NewObject counter;
    counter.table = table;
    counter.name = "c";
    counter.body = Counter{3, 4};
    NewObject timeout = counter;
    timeout.name = "slow";
    timeout.body = NewObject::CtTimeout{6, NFPROTO_IPV4, {{2, 100}, {7, 4}}};
    NewFlowtable flowtable;
    flowtable.table = table;
    flowtable.name = "ft";
    flowtable.hook = 0;
    flowtable.priority = 5;
    flowtable.devices = {"lo", "eth0"};
    NewSet map;
    map.table = table;
    map.name = "verdicts";
    map.id = 1;
    map.flags = NFT_SET_MAP | NFT_SET_INTERVAL | NFT_SET_CONCAT;
    map.key_type = 461;
    map.key_len = 8;
    map.field_lens = {4, 2};
    map.data = SetData{NFT_DATA_VERDICT, 0};
    NewElements elements;
    elements.table = table;
    elements.set = "verdicts";
    elements.set_id = 1;
    elements.key_len = 8;
    elements.count = 2;
    elements.keys = octets("0a000000005000000102030400160000");
    elements.key_ends = octets("0affffff005a00000102030400160000");
    elements.verdict_table = {{NFT_JUMP, "", 3}, {NF_ACCEPT, ""}};
    elements.verdicts = {0, 1};
    elements.extras.push_back({.index = 1,
                               .timeout_ms = 5000,
                               .expiration_ms = {},
                               .userdata = octets("00027800"),
                               .expressions = {{Counter{}, {}}},
                               .object = {}});
    NewRule rule;
    rule.table = table;
    rule.chain = "input";
    rule.expressions = {{Counter{}, {}}, {Immediate{0, Verdict{NFT_JUMP, "", 3}}, {}}};
    NewRule inner = rule;
    inner.chain.clear();
    inner.chain_id = 3;
    inner.expressions = {{Immediate{0, Verdict{NF_ACCEPT, ""}}, {}}};
    return {{new_table, DelTable{.table = table, .span = {}}, new_table, input, bound, counter, timeout, flowtable,
             map, elements, inner, rule}};
}

} // namespace rulec::test
