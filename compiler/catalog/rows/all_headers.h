// SPDX-License-Identifier: GPL-2.0-or-later
// Every header and its rows. `id` is nft's number of the header in typeof user data. Aliases follow the name
// that listings use. Included where the table is searched or indexed, nowhere else.
#pragma once

#include "compiler/catalog/rows/exthdr.h"
#include "compiler/catalog/rows/ip_options.h"
#include "compiler/catalog/rows/keys_ct.h"
#include "compiler/catalog/rows/keys_meta.h"
#include "compiler/catalog/rows/keys_routing.h"
#include "compiler/catalog/rows/keys_socket.h"
#include "compiler/catalog/rows/payload_icmp.h"
#include "compiler/catalog/rows/payload_link.h"
#include "compiler/catalog/rows/payload_network.h"
#include "compiler/catalog/rows/payload_security.h"
#include "compiler/catalog/rows/payload_transport.h"
#include "compiler/catalog/rows/sctp_chunks.h"
#include "compiler/catalog/rows/tcp_options.h"

namespace rulec::catalog::rows {

using H = HeaderKind;
using P = PayloadBase;

// clang-format off
inline constexpr Header kHeaders[] = {
    // kind          name       base       number ethertype nfproto id csum fields       doc (kind of checksum, first kernel)
    {H::payload,     "ether",   P::link,         0, 0,       0, 17,  0, kEtherFields,    "Ethernet header"},
    {H::payload,     "vlan",    P::link,         0, 0x8100,  0, 16,  0, kVlanFields,     "IEEE 802.1Q tag"},
    {H::payload,     "arp",     P::network,      0, 0x0806,  0, 15,  0, kArpFields,      "ARP header"},
    {H::payload,     "ip",      P::network,      0, 0x0800,  2, 12, 10, kIpFields,       "IPv4 header"},
    {H::payload,     "ip6",     P::network,      0, 0x86dd, 10, 13,  0, kIp6Fields,      "IPv6 header"},
    {H::payload,     "icmp",    P::transport,    1, 0,       2,  4,  2, kIcmpFields,     "ICMP header"},
    {H::payload,     "icmpv6",  P::transport,   58, 0,      10, 14,  2, kIcmpv6Fields,   "ICMPv6 header"},
    {H::payload,     "igmp",    P::transport,    2, 0,       2,  5,  2, kIgmpFields,     "IGMP header"},
    {H::payload,     "tcp",     P::transport,    6, 0,       0,  8, 16, kTcpFields,      "TCP header"},
    {H::payload,     "udp",     P::transport,   17, 0,       0,  6,  6, kUdpFields,      "UDP header"},
    {H::payload,     "udplite", P::transport,  136, 0,       0,  7,  0, kUdpliteFields,  "UDP-Lite header"},
    {H::payload,     "dccp",    P::transport,   33, 0,       0,  9,  0, kDccpFields,     "DCCP header"},
    {H::payload,     "sctp",    P::transport,  132, 0,       0, 10,  8, kSctpFields,     "SCTP common header", 2},
    {H::payload,     "th",      P::transport,    0, 0,       0, 11,  0, kThFields,       "any transport header with ports"},
    {H::payload,     "ah",      P::transport,   51, 0,       0,  1,  0, kAhFields,       "authentication header"},
    {H::payload,     "esp",     P::transport,   50, 0,       0,  2,  0, kEspFields,      "encapsulating security payload"},
    {H::payload,     "comp",    P::transport,  108, 0,       0,  3,  0, kCompFields,     "IP payload compression"},

    {H::exthdr,      "hbh",     P::none,         0, 0,      10,  1,  0, kHbhFields,      "hop-by-hop options"},
    {H::exthdr,      "rt",      P::none,        43, 0,      10,  2,  0, kRtFields,       "routing header"},
    {H::exthdr,      "rt0",     P::none,        43, 0,      10,  3,  0, kRt0Fields,      "routing header of type 0"},
    {H::exthdr,      "rt2",     P::none,        43, 0,      10,  4,  0, kRt2Fields,      "routing header of type 2"},
    {H::exthdr,      "srh",     P::none,        43, 0,      10,  5,  0, kSrhFields,      "segment routing header"},
    {H::exthdr,      "frag",    P::none,        44, 0,      10,  6,  0, kFragFields,     "fragment header"},
    {H::exthdr,      "dst",     P::none,        60, 0,      10,  7,  0, kDstFields,      "destination options"},
    {H::exthdr,      "mh",      P::none,       135, 0,      10,  8,  0, kMhFields,       "mobility header"},

    {H::tcp_option,  "eol",     P::none,         0, 0,       0,  0,  0, {},              "end of the option list"},
    {H::tcp_option,  "nop",     P::none,         1, 0,       0,  0,  0, {},              "padding"},
    {H::tcp_option,  "maxseg",  P::none,         2, 0,       0,  0,  0, kTcpMaxsegFields, "maximum segment size"},
    {H::tcp_option,  "mss",     P::none,         2, 0,       0,  0,  0, kTcpMaxsegFields, "maxseg by another name"},
    {H::tcp_option,  "window",  P::none,         3, 0,       0,  0,  0, kTcpWindowFields, "window scale"},
    {H::tcp_option,  "sack-perm", P::none,       4, 0,       0,  0,  0, kTcpLengthOnly,  "selective acknowledgement permitted"},
    {H::tcp_option,  "sack-permitted", P::none,  4, 0,       0,  0,  0, kTcpLengthOnly,  "sack-perm by another name"},
    {H::tcp_option,  "sack",    P::none,         5, 0,       0,  0,  0, kTcpSack0Fields, "selective acknowledgement, first block"},
    {H::tcp_option,  "sack0",   P::none,         5, 0,       0,  0,  0, kTcpSack0Fields, "selective acknowledgement, first block"},
    {H::tcp_option,  "sack1",   P::none,         5, 0,       0,  0,  0, kTcpSack1Fields, "selective acknowledgement, second block"},
    {H::tcp_option,  "sack2",   P::none,         5, 0,       0,  0,  0, kTcpSack2Fields, "selective acknowledgement, third block"},
    {H::tcp_option,  "sack3",   P::none,         5, 0,       0,  0,  0, kTcpSack3Fields, "selective acknowledgement, fourth block"},
    {H::tcp_option,  "timestamp", P::none,       8, 0,       0,  0,  0, kTcpTimestampFields, "timestamps"},
    {H::tcp_option,  "echo",    P::none,         8, 0,       0,  0,  0, kTcpLengthOnly,  "timestamp, by a name that nft reads so"},
    {H::tcp_option,  "md5sig",  P::none,        19, 0,       0,  0,  0, kTcpLengthOnly,  "MD5 signature"},
    {H::tcp_option,  "mptcp",   P::none,        30, 0,       0,  0,  0, kTcpMptcpFields, "multipath TCP"},
    {H::tcp_option,  "fastopen", P::none,       34, 0,       0,  0,  0, kTcpLengthOnly,  "fast open cookie"},

    {H::ip_option,   "lsrr",    P::none,       131, 0,       2,  0,  0, kIpRouteFields,  "loose source route", 0, {5, 3}},
    {H::ip_option,   "rr",      P::none,         7, 0,       2,  0,  0, kIpRouteFields,  "record route", 0, {5, 3}},
    {H::ip_option,   "ssrr",    P::none,       137, 0,       2,  0,  0, kIpRouteFields,  "strict source route", 0, {5, 3}},
    {H::ip_option,   "ra",      P::none,       148, 0,       2,  0,  0, kIpRouterAlertFields, "router alert", 0, {5, 3}},

    {H::sctp_chunk,  "data",    P::none,         0, 0,       0,  0,  0, kChunkDataFields, "payload data", 0, {5, 14}},
    {H::sctp_chunk,  "init",    P::none,         1, 0,       0,  0,  0, kChunkInitFields, "initiation", 0, {5, 14}},
    {H::sctp_chunk,  "init-ack", P::none,        2, 0,       0,  0,  0, kChunkInitFields, "initiation acknowledgement", 0, {5, 14}},
    {H::sctp_chunk,  "sack",    P::none,         3, 0,       0,  0,  0, kChunkSackFields, "selective acknowledgement", 0, {5, 14}},
    {H::sctp_chunk,  "heartbeat", P::none,       4, 0,       0,  0,  0, kChunkFields,    "heartbeat request", 0, {5, 14}},
    {H::sctp_chunk,  "heartbeat-ack", P::none,   5, 0,       0,  0,  0, kChunkFields,    "heartbeat acknowledgement", 0, {5, 14}},
    {H::sctp_chunk,  "abort",   P::none,         6, 0,       0,  0,  0, kChunkFields,    "abort", 0, {5, 14}},
    {H::sctp_chunk,  "shutdown", P::none,        7, 0,       0,  0,  0, kChunkShutdownFields, "shutdown", 0, {5, 14}},
    {H::sctp_chunk,  "shutdown-ack", P::none,    8, 0,       0,  0,  0, kChunkFields,    "shutdown acknowledgement", 0, {5, 14}},
    {H::sctp_chunk,  "error",   P::none,         9, 0,       0,  0,  0, kChunkFields,    "operation error", 0, {5, 14}},
    {H::sctp_chunk,  "cookie-echo", P::none,    10, 0,       0,  0,  0, kChunkFields,    "state cookie", 0, {5, 14}},
    {H::sctp_chunk,  "cookie-ack", P::none,     11, 0,       0,  0,  0, kChunkFields,    "cookie acknowledgement", 0, {5, 14}},
    {H::sctp_chunk,  "ecne",    P::none,        12, 0,       0,  0,  0, kChunkLowestTsnFields, "explicit congestion notification echo", 0, {5, 14}},
    {H::sctp_chunk,  "cwr",     P::none,        13, 0,       0,  0,  0, kChunkLowestTsnFields, "congestion window reduced", 0, {5, 14}},
    {H::sctp_chunk,  "shutdown-complete", P::none, 14, 0,    0,  0,  0, kChunkFields,    "shutdown complete", 0, {5, 14}},
    {H::sctp_chunk,  "asconf-ack", P::none,    128, 0,       0,  0,  0, kChunkSeqnoFields, "address configuration acknowledgement", 0, {5, 14}},
    {H::sctp_chunk,  "forward-tsn", P::none,   192, 0,       0,  0,  0, kChunkForwardTsnFields, "forward cumulative sequence number", 0, {5, 14}},
    {H::sctp_chunk,  "asconf",  P::none,       193, 0,       0,  0,  0, kChunkSeqnoFields, "address configuration change", 0, {5, 14}},

    {H::meta,        "meta",    P::none,         0, 0,       0,  0,  0, kMetaFields,     "facts about the packet"},
    {H::ct,          "ct",      P::none,         0, 0,       0,  0,  0, kCtFields,       "the connection of the packet"},
    {H::rt,          "rt",      P::none,         0, 0,       0,  0,  0, kRtKeyFields,    "the route of the packet"},
    {H::socket,      "socket",  P::none,         0, 0,       0,  0,  0, kSocketFields,   "the socket of the packet", 0, {4, 18}},
    {H::osf,         "osf",     P::none,         0, 0,       0,  0,  0, kOsfFields,      "operating system of the sender", 0, {4, 19}},
    {H::fib,         "fib",     P::none,         0, 0,       0,  0,  0, kFibFields,      "what the routing table says"},
    {H::ipsec,       "ipsec",   P::none,         0, 0,       0,  0,  0, kIpsecFields,    "the IPsec state of the packet", 0, {4, 20}},
};
// clang-format on

} // namespace rulec::catalog::rows
