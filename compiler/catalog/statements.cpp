// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/catalog/statements.h"

namespace rulec::catalog {
namespace {

// clang-format off
constexpr StatementExample kStatements[] = {
    // name            example                                                     doc
    {"accept",         "accept",                                                   "verdict: the packet passes this hook"},
    {"drop",           "drop",                                                     "verdict: the packet is gone"},
    {"continue",       "continue",                                                 "verdict: on to the next rule"},
    {"return",         "return",                                                   "verdict: back to the chain that jumped here"},
    {"jump",           "jump other",                                               "verdict: through another chain, and back", "chain other { }"},
    {"goto",           "goto other",                                               "verdict: to another chain, not back", "chain other { }"},
    {"jump { }",       "jump { counter; drop; }",                                  "a chain without a name"},
    {"vmap",           "meta mark vmap { 1 : accept, 2-5 : drop }",                "verdict by value"},
    {"reject",         "reject",                                                   "drops with an answer"},
    {"reject with",    "reject with icmpx admin-prohibited",                       "the answer by name: icmp, icmpv6, icmpx, tcp reset"},
    {"counter",        "counter",                                                  "counts packets and octets"},
    {"counter name",   "counter name \"c\"",                                       "a named counter", "counter c { }"},
    {"limit",          "limit rate over 10/second burst 5 packets",                "matches up to a rate, or above it"},
    {"limit name",     "limit name \"l\"",                                         "a named limit", "limit l { rate 400/minute; }"},
    {"quota",          "quota over 25 mbytes",                                     "matches until so much is used, or beyond"},
    {"quota name",     "quota name \"q\"",                                         "a named quota", "quota q { 25 mbytes; }"},
    {"ct count",       "ct count over 10",                                         "matches by the number of connections"},
    {"last",           "last",                                                     "remembers when a packet came last (nft 1.0.7 and later)"},
    {"log",            "log prefix \"in: \" level info",                           "writes a line to the kernel's log"},
    {"log group",      "log group 1 snaplen 64 queue-threshold 8",                 "hands packets to a listener in user space"},
    {"log flags",      "log flags tcp sequence,options flags ip options",          "what else the line says"},
    {"notrack",        "notrack",                                                  "no connection tracking for the packet"},
    {"queue",          "queue flags bypass to 0-3",                                "asks a program for the verdict"},
    {"snat",           "snat ip to 10.0.0.1",                                      "changes the source address", {}, ChainType::nat},
    {"snat range",     "meta l4proto tcp snat ip to 10.0.0.1-10.0.0.9:1024-65535", "several addresses and ports", {}, ChainType::nat},
    {"snat prefix",    "snat ip prefix to ip saddr map { 10.0.0.0/24 : 10.1.0.0/24 }", "one prefix to another, host by host", {}, ChainType::nat},
    {"dnat",           "tcp dport 80 dnat ip to 10.0.0.2:8080",                    "changes the destination address", {}, ChainType::nat},
    {"dnat map",       "dnat ip addr . port to tcp dport map { 80 : 10.0.0.2 . 8080 }", "the destination by a map", {}, ChainType::nat},
    {"masquerade",     "masquerade random,persistent",                             "snat to the address of the interface", {}, ChainType::nat},
    {"redirect",       "tcp dport 80 redirect to :8080",                           "dnat to this host", {}, ChainType::nat},
    {"tproxy",         "tcp dport 80 tproxy ip to 127.0.0.1:8080",                 "hands the packet to a local socket"},
    {"dup",            "dup to \"lo\"",                                            "sends a copy out of an interface"},
    {"dup to address", "dup to 10.0.0.1",                                          "sends a copy to a host"},
    {"fwd",            "fwd to \"lo\"",                                            "sends the packet out of an interface"},
    {"synproxy",       "tcp dport 80 synproxy mss 1460 wscale 7 timestamp sack-perm", "answers SYN for a server"},
    {"set field",      "meta mark set 0x1",                                        "gives a settable field a value"},
    {"set from map",   "meta mark set tcp dport map { 22 : 1, 80-90 : 2 }",        "a value looked up"},
    {"set computed",   "meta mark set meta mark and 0xff or 0x100",                "a value computed"},
    {"set payload",    "tcp dport set 8080",                                       "changes the packet, checksums included"},
    {"ct helper set",  "ct helper set \"h\"",                                      "gives a connection a helper", "ct helper h { type \"ftp\" protocol tcp; }"},
    {"ct timeout set", "ct timeout set \"t\"",                                     "gives a connection other times", "ct timeout t { protocol tcp; policy = { established : 60 }; }"},
    {"ct expectation set", "ct expectation set \"e\"",                             "expects another connection", "ct expectation e { protocol tcp; dport 5432; timeout 1h; size 12; l3proto ip; }"},
    {"reset tcp option", "reset tcp option sack-perm",                             "overwrites a TCP option with padding"},
    {"add to set",     "add @seen { meta mark timeout 5m }",                       "adds an element unless it is there", "set seen { type mark; size 1000; flags dynamic,timeout; }"},
    {"update set",     "update @seen { meta mark counter }",                       "adds an element, or renews its time", "set seen { type mark; size 1000; flags dynamic,timeout; }"},
    {"delete from set", "delete @seen { meta mark }",                              "removes an element", "set seen { type mark; size 1000; flags dynamic,timeout; }"},
    {"meter",          "meter m size 1000 { meta mark limit rate 5/second }",      "an older spelling of a dynamic set"},
    {"flow add",       "ct state established flow add @f",                         "lets the flowtable forward the connection", "flowtable f { hook ingress priority filter; }"},
    // matches
    {"=",              "meta mark 1",                                              "equal; `==` may be written"},
    {"!=",             "meta mark != 1",                                           "not equal"},
    {"<, <=, >, >=",   "meta length > 1000",                                       "order"},
    {"range",          "meta length 100-200",                                      "between, both ends included"},
    {"prefix",         "ip saddr 10.0.0.0/8",                                      "an address and so many bits"},
    {"{ }",            "meta mark { 1, 5-9 }",                                     "any of a set"},
    {"@set",           "meta mark @s",                                             "any of a named set", "set s { type mark; }"},
    {".",              "ip saddr . tcp dport { 10.0.0.1 . 22, 10.0.1.0/24 . 80-90 }", "several fields at once"},
    {"&, |, ^, <<, >>", "meta mark & 0xff == 0x1",                                 "bits of a field"},
    {"flags",          "tcp flags syn / syn,ack",                                  "bits out of a mask"},
    {"exists",         "tcp option maxseg exists",                                 "a header or option is there"},
    {"raw payload",    "@th,16,16 22",                                             "bits by base, offset and length: ll, nh, th, ih"},
    {"numgen",         "numgen random mod 10 < 3",                                 "a number: random, or counting (inc)"},
    {"jhash",          "jhash ip saddr . ip daddr mod 4 seed 0xabcd 0",            "a hash of fields"},
    {"symhash",        "symhash mod 4 0",                                          "a hash of the connection"},
    {"comment",        "accept comment \"why\"",                                   "ends a rule"},
};

constexpr DeclarationExample kDeclarations[] = {
    {"set", "set s {\n\ttype ipv4_addr . inet_service\n\tflags interval\n\telements = { 10.0.0.0/8 . 80-90 }\n}",
     "flags: constant, interval, timeout, dynamic; further lines: timeout, gc-interval, size, policy, auto-merge, comment, statements"},
    {"set typeof", "set s {\n\ttypeof ip saddr . tcp dport\n\telements = { 10.0.0.1 . 22 comment \"door\" }\n}",
     "the type by a field that has it"},
    {"map", "map m {\n\ttype inet_service : ipv4_addr\n\telements = { 80 : 10.0.0.2, 443 : 10.0.0.3 }\n}", "keys with values"},
    {"vmap", "map v {\n\ttype mark : verdict\n\telements = { 1 : accept, * : drop }\n}", "keys with verdicts; `*` is whatever else"},
    {"map of ranges", "map r {\n\ttype ipv4_addr : interval ipv4_addr\n\tflags interval\n\telements = { 10.0.0.0/24 : 10.1.0.0/24 }\n}",
     "for `snat prefix` and ranges of addresses"},
    {"map of objects", "counter web { }\nmap o {\n\ttype inet_service : counter\n\telements = { 80 : \"web\" }\n}", "keys with named objects"},
    {"counter", "counter c {\n\tpackets 0 bytes 0\n\tcomment \"all\"\n}", "a named counter"},
    {"quota", "quota q {\n\tover 25 mbytes\n}", "a named quota"},
    {"limit", "limit l {\n\trate 400/minute burst 5 packets\n}", "a named limit"},
    {"ct helper", "ct helper h {\n\ttype \"ftp\" protocol tcp\n\tl3proto inet\n}", "a connection tracking helper"},
    {"ct timeout", "ct timeout t {\n\tprotocol tcp\n\tl3proto ip\n\tpolicy = { established : 60, close : 5 }\n}", "times of connection states, in seconds"},
    {"ct expectation", "ct expectation e {\n\tprotocol tcp\n\tdport 5432\n\ttimeout 1h\n\tsize 12\n\tl3proto ip\n}", "a connection to come"},
    {"synproxy", "synproxy y {\n\tmss 1460\n\twscale 7\n\ttimestamp sack-perm\n}", "options of a SYN proxy"},
    {"flowtable", "flowtable f {\n\thook ingress priority filter\n\tdevices = { lo }\n}", "forwards known connections past the hooks"},
    {"chain", "chain plain {\n\tcounter\n}", "a chain to jump to"},
    {"base chain", "chain input {\n\ttype filter hook input priority filter; policy drop;\n}", "a chain that the kernel calls"},
    {"chain of a device", "chain early {\n\ttype filter hook ingress devices = { \"lo\" } priority filter; policy accept;\n}",
     "netdev and inet ingress, netdev egress", Family::netdev},
};
// clang-format on

} // namespace

std::span<const StatementExample> statement_examples() {
    return kStatements;
}

std::span<const DeclarationExample> declaration_examples() {
    return kDeclarations;
}

} // namespace rulec::catalog
