// SPDX-License-Identifier: GPL-2.0-or-later
#include "samples.h"

namespace rulec::test {

const std::vector<std::string_view>& sample_rules() {
    static const std::vector<std::string_view> rules = {
        "accept",
        "drop comment \"no more\"",
        "tcp dport 22 accept",
        "tcp dport { 22, 80-90, http, } counter accept",
        "tcp dport {80:accept}",
        "ip saddr 10.0.0.0/8 ip daddr != 192.168.0.1-192.168.0.9 drop",
        "ip6 saddr { ::1, fe80::/10, 2001:db8::1.2.3.4 } return",
        "ether saddr 00:1:22:33:44:f5 continue",
        "meta protocol ip meta l4proto { tcp, udp } jump missing",
        "icmp type redirect icmpv6 type { nd-router-advert, echo-request } accept",
        "ip length 100 th flags syn ct mark 1 ct helper \"ftp\"",
        "ct state established,related accept",
        "ct state vmap { invalid : drop, new : jump a, established : goto b }",
        "ct original ip saddr 1.2.3.4 ct reply proto-src 22 ct count over 10 drop",
        "ct status ! dnat ct direction original",
        "ct mark set meta mark & 0xff | 0x10",
        "meta mark set ip saddr map { 10.0.0.1 : 1, 10.0.0.2 : 2 }",
        "meta priority set 1:2 meta priority { 1:2, abcd:1 }",
        "iif lo iifname eth* oifname { \"eth0\", wg0 } accept",
        "ip saddr . tcp dport { 10.0.0.1 . 22, 10.0.0.0/8 . 80-90 } accept",
        "ip saddr . tcp dport @s accept",
        "ip saddr & 255.255.0.0 == 10.1.0.0 ip saddr and 255.0.0.0 eq 10.0.0.0",
        "tcp flags syn,ack / syn,ack,fin,rst drop",
        "tcp flags & (fin | syn) == syn ip dscp lshift 2 xor 1 ne 5",
        "tcp option maxseg size set rt mtu tcp option sack-perm missing tcp option @255,8,8 1",
        "sctp chunk data flags 1 sctp chunk init exists dccp option 1 exists",
        "reset tcp option sack-perm counter",
        "rt0 addr[1] ::1 rt ip nexthop 10.0.0.1 rt classid 5 exthdr hbh exists",
        "fib saddr . iif oif missing drop",
        "fib daddr type { broadcast, multicast } drop",
        "socket transparent 1 socket cgroupv2 level 2 \"x\" ipsec in reqid 1 ipsec out spnum 1 ip saddr 10.0.0.1",
        "osf name \"Linux\" osf ttl loose version \"4.14\"",
        "vxlan ip saddr 10.0.0.1 arp saddr ip 10.0.0.1 arp operation request",
        "@th,16,16 22 @nh,0,8 & 0xf0 == 0x40",
        "numgen inc mod 2 offset 1 vmap { 0 : jump a, 1 : jump b }",
        "jhash ip saddr . tcp dport mod 4 seed 0x12 offset 1 1 symhash mod 2 0",
        "counter packets 1 bytes 2 quota over 25 mbytes used 1 bytes limit rate 10/second burst 5 packets last used "
        "never",
        "limit rate over 1 mbytes/second burst 2 kbytes drop",
        "counter name tcp dport map { 22 : \"a\", 23 : \"b\" } quota name \"q\" limit name l",
        "log prefix \"in: \" level warn group 2 snaplen 64 queue-threshold 2 flags tcp sequence,options flags ip "
        "options",
        "reject with icmpx type port-unreachable",
        "reject with tcp reset",
        "snat to 10.0.0.1-10.0.0.9:1024-2048 random,persistent",
        "dnat ip to ip saddr . tcp dport map { 10.0.0.1 . 80 : 10.0.0.2 . 8080 }",
        "dnat ip6 to [2001:db8::1]:80 masquerade to :1024-2048 redirect to :22",
        "snat ip prefix to ip saddr map { 10.0.0.0/24 : 10.1.0.0/24 }",
        "dnat ip addr . port to tcp dport map @m",
        "tproxy ip to 127.0.0.1:80 notrack",
        "queue flags bypass,fanout to 1-3",
        "queue num 1 bypass",
        "dup to 10.0.0.1 device \"eth0\" fwd ip to 10.0.0.1 device eth1",
        "flow add @f synproxy mss 1460 wscale 7 timestamp sack-perm",
        "add @s { ip saddr . tcp dport timeout 1m limit rate over 5/second } update @m { ip saddr : tcp dport }",
        "delete @s { ip saddr } add $s { ip saddr }",
        "meter m size 10 { ip saddr timeout 1h30m counter } accept",
        "jump { tcp dport 22 accept; udp dport 53 accept\n drop }",
        "ip protocol set tcp ip daddr set $addr meta mark set $a . $b",
        "xt target \"TCPMSS\"",
        "ether type 8021ad vlan id 1 vlan type 8021q",
        "meta day \"Monday\" meta hour \"10:00\"-\"12:00\" accept",
    };
    return rules;
}

const std::vector<std::string_view>& sample_files() {
    static const std::vector<std::string_view> files = {
        R"(#!/usr/sbin/nft -f
flush ruleset
define nets = { 10.0.0.0/8, 192.168.0.0/16 } # ours
define off = -100
redefine off = 5; undefine off
include "other.rules"

table inet gateway {
    comment "the gateway"; flags dormant
    define inner = 10.0.0.1
    set s {
        typeof ip saddr . tcp dport
        flags interval, timeout
        timeout 1h30m; gc-interval 10s
        size 65535; policy memory; auto-merge
        counter limit rate 1/second
        elements = { 10.0.0.1 . 80 timeout 1m expires 30s comment "x" counter packets 1 bytes 2,
                     10.0.0.0/8 . 1-1024, }
        comment "known"
    }
    map m { type ipv4_addr . inet_service : verdict; elements = { 10.0.0.1 . 80 : jump input, 10.0.0.2 . 22 : accept } }
    map o { type ipv4_addr : ct helper }
    map i { typeof ip saddr : interval ip daddr; elements = $nets }
    set l { type ipv4_addr; elements = file("list.txt") }
    counter c { packets 1 bytes 2; comment "counted" }
    quota q { over 25 mbytes used 10 bytes }
    limit l { rate 10/second burst 5 packets }
    ct helper h { type "ftp" protocol tcp; l3proto ip }
    ct timeout t { protocol tcp; l3proto ip; policy = { established : 100, close : 4 } }
    ct expectation e { protocol tcp; dport 9876; timeout 2m; size 12; l3proto ip }
    synproxy y { mss 1460; wscale 7; timestamp sack-perm }
    secmark x { "system_u:object_r:ssh_server_packet_t:s0" }
    flowtable f { hook ingress priority filter + 10; devices = { eth0, "eth1" }; flags offload; counter }
    chain input {
        type filter hook input priority mangle - 5; policy drop
        ct state established,related \
            accept
    }
    chain ingress { type filter hook ingress devices = { eth0, eth1 } priority -150; accept }
}
)",
        R"(add table ip t
add chain ip t c { type nat hook prerouting priority dstnat; policy accept; }
add rule ip t c tcp dport 22 accept
insert rule t c index 0 drop
replace rule ip t c handle 5 accept
t c position 3 accept
add set ip t s { type ipv4_addr; }
add element ip t s { 10.0.0.1, 10.0.0.2 timeout 5s }
add element t s $some
add element t s file("list.txt")
add map t m { type ipv4_addr : mark; }
create counter t c; add quota t q over 5 mbytes
add ct helper ip t h { type "ftp" protocol tcp; }
add limit t l { rate 1/second; }
delete element t s { 10.0.0.1 }
delete rule t c handle 7; delete table handle 3; destroy chain t c
delete ct timeout ip t x
flush chain t c; flush table ip t
rename chain t c d
list ruleset; list chain ip t c; monitor; describe tcp dport; reset counters
)",
    };
    return files;
}

} // namespace rulec::test
