// SPDX-License-Identifier: GPL-2.0-or-later
// The rows of matches. Options stand in the order in which iptables-save prints them.
#include "backend/iptables/vocabulary.h"

#include <netinet/in.h>

namespace rulec::ipt {
namespace {

constexpr std::uint64_t kU8 = 0xff, kU16 = 0xffff, kU32 = 0xffffffff, kU64 = UINT64_MAX;

using enum Shape;
template <std::size_t N>
using Rows = std::array<OptionRow, N>;
template <std::size_t N>
using Protocols = std::array<std::uint8_t, N>;

constexpr Protocols<1> kTcp = {IPPROTO_TCP}, kUdp = {IPPROTO_UDP}, kDccp = {IPPROTO_DCCP}, kSctp = {IPPROTO_SCTP},
                       kIcmp = {IPPROTO_ICMP}, kIcmpv6 = {IPPROTO_ICMPV6}, kAh = {IPPROTO_AH}, kEsp = {IPPROTO_ESP},
                       kIpcomp = {IPPROTO_COMP}, kMh = {IPPROTO_MH};
constexpr Protocols<5> kWithPorts = {IPPROTO_TCP, IPPROTO_UDP, IPPROTO_UDPLITE, IPPROTO_DCCP, IPPROTO_SCTP};

constexpr Rows<6> kHeader = {{
    {.name = "source", .shape = address, .field = "% saddr", .negatable = true, .alias = "src", .letter = 's'},
    {.name = "destination", .shape = address, .field = "% daddr", .negatable = true, .alias = "dst", .letter = 'd'},
    {.name = "in-interface", .shape = interface, .field = "iifname", .negatable = true, .max = 15, .letter = 'i'},
    {.name = "out-interface", .shape = interface, .field = "oifname", .negatable = true, .max = 15, .letter = 'o'},
    {.name = "protocol", .shape = protocol, .negatable = true, .max = kU8, .alias = "proto", .letter = 'p'},
    {.name = "fragment", .shape = flag, .negatable = true, .letter = 'f'},
}};

constexpr Rows<13> kConntrack = {{
    {.name = "ctstate", .shape = word_list, .negatable = true, .words = kConntrackStates},
    {.name = "ctproto", .shape = protocol, .field = "ct original protocol", .negatable = true, .max = kU8},
    {.name = "ctorigsrc", .shape = address, .field = "ct original % saddr", .negatable = true},
    {.name = "ctorigdst", .shape = address, .field = "ct original % daddr", .negatable = true},
    {.name = "ctreplsrc", .shape = address, .field = "ct reply % saddr", .negatable = true},
    {.name = "ctrepldst", .shape = address, .field = "ct reply % daddr", .negatable = true},
    {.name = "ctorigsrcport", .shape = port, .field = "ct original proto-src", .negatable = true, .max = kU16},
    {.name = "ctorigdstport", .shape = port, .field = "ct original proto-dst", .negatable = true, .max = kU16},
    {.name = "ctreplsrcport", .shape = port, .field = "ct reply proto-src", .negatable = true, .max = kU16},
    {.name = "ctrepldstport", .shape = port, .field = "ct reply proto-dst", .negatable = true, .max = kU16},
    {.name = "ctstatus", .shape = word_list, .negatable = true, .words = kConntrackStatuses},
    {.name = "ctexpire", .shape = number_range, .negatable = true, .max = kU32},
    {.name = "ctdir", .shape = word, .field = "ct direction", .words = kDirections},
}};

constexpr Rows<1> kState = {{
    {.name = "state", .shape = word_list, .negatable = true, .words = kStates, .required = true},
}};

constexpr Rows<5> kTcpOptions = {{
    {.name = "source-port", .shape = port, .field = "tcp sport", .negatable = true, .max = kU16, .alias = "sport"},
    {.name = "destination-port",
     .shape = port,
     .field = "tcp dport",
     .negatable = true,
     .max = kU16,
     .alias = "dport"},
    {.name = "tcp-flags", .shape = tcp_flags, .negatable = true, .group = 1},
    {.name = "syn", .shape = flag, .negatable = true, .group = 1},
    {.name = "tcp-option", .shape = number, .negatable = true, .max = kU8},
}};
constexpr Rows<2> kUdpOptions = {{
    {.name = "source-port", .shape = port, .field = "udp sport", .negatable = true, .max = kU16, .alias = "sport"},
    {.name = "destination-port",
     .shape = port,
     .field = "udp dport",
     .negatable = true,
     .max = kU16,
     .alias = "dport"},
}};
constexpr Rows<4> kDccpOptions = {{
    {.name = "source-port", .shape = port, .field = "dccp sport", .negatable = true, .max = kU16, .alias = "sport"},
    {.name = "destination-port",
     .shape = port,
     .field = "dccp dport",
     .negatable = true,
     .max = kU16,
     .alias = "dport"},
    {.name = "dccp-types", .shape = word_list, .field = "dccp type", .negatable = true, .words = kDccpTypes},
    {.name = "dccp-option",
     .shape = number,
     .negatable = true,
     .max = kU8,
     .refusal = "options of DCCP: rulec and nft 1.0.6 have no words for them"},
}};
constexpr Rows<3> kSctpOptions = {{
    {.name = "source-port", .shape = port, .field = "sctp sport", .negatable = true, .max = kU16, .alias = "sport"},
    {.name = "destination-port",
     .shape = port,
     .field = "sctp dport",
     .negatable = true,
     .max = kU16,
     .alias = "dport"},
    {.name = "chunk-types", .shape = chunk_types, .negatable = true, .words = kSctpChunks},
}};
constexpr Rows<1> kIcmpOptions = {{{.name = "icmp-type", .shape = icmp_type, .negatable = true, .required = true}}};
constexpr Rows<1> kIcmp6Options = {
    {{.name = "icmpv6-type", .shape = icmp_type, .negatable = true, .required = true}}};
constexpr Rows<3> kMultiport = {{
    {.name = "source-ports", .shape = port_list, .negatable = true, .max = kU16, .alias = "sports", .group = 1},
    {.name = "destination-ports", .shape = port_list, .negatable = true, .max = kU16, .alias = "dports", .group = 1},
    {.name = "ports", .shape = port_list, .negatable = true, .max = kU16, .group = 1},
}};

constexpr Rows<2> kIprange = {{
    {.name = "src-range", .shape = address_range, .field = "% saddr", .negatable = true},
    {.name = "dst-range", .shape = address_range, .field = "% daddr", .negatable = true},
}};
constexpr Rows<4> kAddrtype = {{
    {.name = "src-type", .shape = word_list, .negatable = true, .words = kAddressTypes},
    {.name = "dst-type", .shape = word_list, .negatable = true, .words = kAddressTypes},
    {.name = "limit-iface-in", .shape = flag, .group = 1},
    {.name = "limit-iface-out", .shape = flag, .group = 1},
}};
constexpr Rows<4> kRpfilter = {{
    {.name = "loose", .shape = flag},
    {.name = "validmark", .shape = flag},
    {.name = "accept-local", .shape = flag},
    {.name = "invert", .shape = flag},
}};

constexpr Rows<2> kLimit = {{
    {.name = "limit", .shape = rate},
    {.name = "limit-burst", .shape = number, .max = 10000},
}};
constexpr Rows<13> kHashlimit = {{
    {.name = "hashlimit-upto", .shape = rate, .max = 1, .alias = "hashlimit", .group = 1},
    {.name = "hashlimit-above", .shape = rate, .max = 1, .group = 1},
    {.name = "hashlimit-burst", .shape = amount, .max = kU32},
    {.name = "hashlimit-mode", .shape = word_list, .words = kHashlimitModes},
    {.name = "hashlimit-name", .shape = text, .max = 255, .required = true},
    {.name = "hashlimit-htable-size", .shape = number, .max = kU32},
    {.name = "hashlimit-htable-max", .shape = number, .max = kU32},
    {.name = "hashlimit-htable-gcinterval", .shape = number, .max = kU32},
    {.name = "hashlimit-htable-expire", .shape = number, .max = kU32},
    {.name = "hashlimit-srcmask", .shape = number, .max = 128},
    {.name = "hashlimit-dstmask", .shape = number, .max = 128},
    {.name = "hashlimit-rate-match",
     .shape = flag,
     .refusal = "a measured rate without a limit (--hashlimit-rate-match)"},
    {.name = "hashlimit-rate-interval",
     .shape = number,
     .max = kU32,
     .refusal = "a measured rate without a limit (--hashlimit-rate-match)"},
}};
constexpr Rows<5> kConnlimit = {{
    {.name = "connlimit-upto", .shape = number, .max = kU32, .group = 1},
    {.name = "connlimit-above", .shape = number, .negatable = true, .max = kU32, .group = 1},
    {.name = "connlimit-mask", .shape = mask},
    {.name = "connlimit-saddr", .shape = flag, .group = 2},
    {.name = "connlimit-daddr", .shape = flag, .group = 2},
}};
constexpr Rows<12> kRecent = {{
    {.name = "set", .shape = flag, .negatable = true, .group = 1},
    {.name = "rcheck", .shape = flag, .negatable = true, .group = 1},
    {.name = "update", .shape = flag, .negatable = true, .group = 1},
    {.name = "remove", .shape = flag, .negatable = true, .group = 1},
    {.name = "seconds", .shape = number, .max = kU32},
    {.name = "reap", .shape = flag},
    {.name = "hitcount", .shape = number, .max = 255},
    {.name = "rttl", .shape = flag},
    {.name = "name", .shape = text, .max = 199},
    {.name = "mask", .shape = mask},
    {.name = "rsource", .shape = flag, .group = 2},
    {.name = "rdest", .shape = flag, .group = 2},
}};
constexpr Rows<1> kQuota = {{{.name = "quota", .shape = number, .negatable = true, .max = kU64, .required = true}}};
constexpr Rows<4> kStatistic = {{
    {.name = "mode", .shape = word, .words = kStatisticModes, .required = true},
    {.name = "probability", .shape = probability, .negatable = true, .max = 0x80000000},
    {.name = "every", .shape = number, .negatable = true, .max = kU32},
    {.name = "packet", .shape = number, .max = kU32},
}};
constexpr Rows<3> kConnbytes = {{
    {.name = "connbytes", .shape = open_range, .negatable = true, .max = kU64, .required = true},
    {.name = "connbytes-mode", .shape = word, .words = kConnbytesModes, .required = true},
    {.name = "connbytes-dir", .shape = word, .words = kConnbytesDirections, .required = true},
}};

constexpr Rows<1> kLength = {{{.name = "length",
                               .shape = number_range,
                               .field = "meta length",
                               .negatable = true,
                               .max = kU16,
                               .required = true}}};
constexpr Rows<3> kTtl = {{
    {.name = "ttl-eq", .shape = number, .field = "ip ttl", .negatable = true, .max = kU8, .alias = "ttl", .group = 1},
    {.name = "ttl-lt", .shape = number, .field = "ip ttl <", .max = kU8, .group = 1},
    {.name = "ttl-gt", .shape = number, .field = "ip ttl >", .max = kU8, .group = 1},
}};
constexpr Rows<3> kHl = {{
    {.name = "hl-eq",
     .shape = number,
     .field = "ip6 hoplimit",
     .negatable = true,
     .max = kU8,
     .alias = "hl",
     .group = 1},
    {.name = "hl-lt", .shape = number, .field = "ip6 hoplimit <", .max = kU8, .group = 1},
    {.name = "hl-gt", .shape = number, .field = "ip6 hoplimit >", .max = kU8, .group = 1},
}};
constexpr Rows<2> kDscp = {{
    {.name = "dscp", .shape = number, .field = "% dscp", .negatable = true, .max = 63, .group = 1},
    {.name = "dscp-class", .shape = word, .field = "% dscp", .negatable = true, .words = kDscpClasses, .group = 1},
}};
constexpr Rows<1> kTos = {
    {{.name = "tos", .shape = masked, .negatable = true, .max = kU8, .words = kTosNames, .required = true}}};
constexpr Rows<3> kEcn = {{
    {.name = "ecn-tcp-cwr", .shape = flag, .negatable = true},
    {.name = "ecn-tcp-ece", .shape = flag, .negatable = true},
    {.name = "ecn-ip-ect", .shape = number, .field = "% ecn", .negatable = true, .max = 3},
}};
constexpr Rows<1> kTcpmss = {{{.name = "mss",
                               .shape = number_range,
                               .field = "tcp option maxseg size",
                               .negatable = true,
                               .max = kU16,
                               .required = true}}};

constexpr Rows<1> kMark = {
    {{.name = "mark", .shape = masked, .field = "meta mark", .negatable = true, .max = kU32, .required = true}}};
constexpr Rows<1> kConnmark = {
    {{.name = "mark", .shape = masked, .field = "ct mark", .negatable = true, .max = kU32, .required = true}}};
constexpr Rows<2> kConnlabel = {{
    {.name = "label", .shape = label, .negatable = true, .max = 63, .required = true},
    {.name = "set", .shape = flag},
}};
constexpr Rows<1> kHelper = {{{.name = "helper", .shape = text, .negatable = true, .max = 29, .required = true}}};

constexpr Rows<1> kMac = {
    {{.name = "mac-source", .shape = mac, .field = "ether saddr", .negatable = true, .required = true}}};
constexpr Rows<1> kPkttype = {{{.name = "pkt-type",
                                .shape = word,
                                .field = "meta pkttype",
                                .negatable = true,
                                .words = kPacketTypes,
                                .required = true}}};
constexpr Rows<5> kPhysdev = {{
    {.name = "physdev-in", .shape = interface, .negatable = true, .max = 15},
    {.name = "physdev-out", .shape = interface, .negatable = true, .max = 15},
    {.name = "physdev-is-in", .shape = flag, .negatable = true},
    {.name = "physdev-is-out", .shape = flag, .negatable = true},
    {.name = "physdev-is-bridged", .shape = flag, .negatable = true},
}};
constexpr Rows<2> kDevgroup = {{
    {.name = "src-group", .shape = masked, .field = "meta iifgroup", .negatable = true, .max = kU32},
    {.name = "dst-group", .shape = masked, .field = "meta oifgroup", .negatable = true, .max = kU32},
}};
constexpr Rows<1> kCpu = {
    {{.name = "cpu", .shape = number, .field = "meta cpu", .negatable = true, .max = kU32, .required = true}}};
constexpr Rows<1> kRealm = {{{.name = "realm",
                              .shape = masked,
                              .field = "meta rtclassid",
                              .negatable = true,
                              .max = kU32,
                              .required = true}}};
constexpr Rows<2> kCgroup = {{
    {.name = "path", .shape = text, .negatable = true, .max = 4095, .group = 1},
    {.name = "cgroup", .shape = number, .field = "meta cgroup", .negatable = true, .max = kU32, .group = 1},
}};
constexpr Rows<4> kOwner = {{
    {.name = "uid-owner", .shape = owner, .field = "meta skuid", .negatable = true, .max = kU32},
    {.name = "gid-owner", .shape = owner, .field = "meta skgid", .negatable = true, .max = kU32},
    {.name = "socket-exists", .shape = flag, .negatable = true},
    {.name = "suppl-groups",
     .shape = flag,
     .refusal = "supplementary groups of the owner of a socket",
     .help = "`meta skgid` is the group that the process ran with: let it run with this one (`sg GROUP COMMAND`)"},
}};
constexpr Rows<3> kSocket = {{
    {.name = "transparent", .shape = flag},
    {.name = "nowildcard", .shape = flag},
    {.name = "restore-skmark", .shape = flag},
}};
constexpr std::string_view kAskXfrm =
    "`ipsec in reqid N` and `ipsec in spi N` name the policy, `ipsec in ip saddr` and `daddr` "
    "the ends of its tunnel; its protocol and mode are in `ip xfrm policy`";
constexpr Rows<10> kPolicy = {{
    {.name = "dir", .shape = word, .words = kPolicyDirections, .required = true},
    {.name = "pol", .shape = word, .words = kPolicyKinds, .required = true},
    {.name = "strict", .shape = flag, .refusal = "the whole of an IPsec policy (--strict)", .help = kAskXfrm},
    {.name = "reqid", .shape = number, .negatable = true, .max = kU32, .repeatable = true},
    {.name = "spi", .shape = number, .negatable = true, .max = kU32, .repeatable = true},
    {.name = "proto",
     .shape = protocol,
     .negatable = true,
     .max = kU8,
     .repeatable = true,
     .refusal = "the protocol of an IPsec transformation",
     .help = kAskXfrm},
    {.name = "mode",
     .shape = word,
     .negatable = true,
     .words = kPolicyModes,
     .repeatable = true,
     .refusal = "the mode of an IPsec transformation",
     .help = kAskXfrm},
    {.name = "tunnel-src", .shape = address, .negatable = true, .repeatable = true},
    {.name = "tunnel-dst", .shape = address, .negatable = true, .repeatable = true},
    {.name = "next", .shape = flag, .repeatable = true, .refusal = "the whole of an IPsec policy (--strict)"},
}};
constexpr Rows<9> kTime = {{
    {.name = "timestart", .shape = duration},
    {.name = "timestop", .shape = duration},
    {.name = "monthdays",
     .shape = text,
     .negatable = true,
     .max = 255,
     .refusal = "days of the month",
     .help = "`meta time \"2026-12-01\"-\"2026-12-03\"` names dates, `meta day` days of the week"},
    {.name = "weekdays", .shape = word_list, .negatable = true, .words = kWeekdays},
    {.name = "datestart", .shape = date},
    {.name = "datestop", .shape = date},
    {.name = "kerneltz",
     .shape = flag,
     .refusal = "the kernel's own time zone",
     .help = "say the times in UTC and leave --kerneltz out"},
    {.name = "contiguous", .shape = flag},
    {.name = "utc", .shape = flag},
}};
constexpr Rows<6> kString = {{
    {.name = "string", .shape = text, .negatable = true, .max = 128, .group = 1},
    {.name = "hex-string", .shape = text, .negatable = true, .max = 512, .group = 1},
    {.name = "algo", .shape = word, .words = kStringAlgorithms, .required = true},
    {.name = "from", .shape = number, .max = kU16},
    {.name = "to", .shape = number, .max = kU16},
    {.name = "icase", .shape = flag},
}};
constexpr Rows<1> kComment = {{{.name = "comment", .shape = text, .max = 255, .required = true}}};
constexpr Rows<10> kSet = {{
    {.name = "match-set", .shape = set, .negatable = true, .alias = "set", .required = true},
    {.name = "return-nomatch", .shape = flag},
    {.name = "update-counters", .shape = flag, .negatable = true},
    {.name = "update-subcounters", .shape = flag, .negatable = true},
    {.name = "packets-eq", .shape = number, .negatable = true, .max = kU64},
    {.name = "packets-lt", .shape = number, .max = kU64},
    {.name = "packets-gt", .shape = number, .max = kU64},
    {.name = "bytes-eq", .shape = number, .negatable = true, .max = kU64},
    {.name = "bytes-lt", .shape = number, .max = kU64},
    {.name = "bytes-gt", .shape = number, .max = kU64},
}};
constexpr Rows<1> kU32Match = {{{.name = "u32", .shape = text, .negatable = true, .max = 1023, .required = true}}};

// ---- extension headers of IPv6 and IPsec

constexpr Rows<1> kAh4 = {
    {{.name = "ahspi", .shape = number_range, .field = "ah spi", .negatable = true, .max = kU32}}};
constexpr Rows<3> kAh6 = {{
    {.name = "ahspi", .shape = number_range, .field = "ah spi", .negatable = true, .max = kU32},
    {.name = "ahlen", .shape = number, .negatable = true, .max = 1028},
    {.name = "ahres", .shape = flag},
}};
constexpr Rows<1> kEspOptions = {
    {{.name = "espspi", .shape = number_range, .field = "esp spi", .negatable = true, .max = kU32}}};
constexpr Rows<2> kIpcompOptions = {{
    {.name = "ipcompspi", .shape = number_range, .field = "comp cpi", .negatable = true, .max = kU16},
    {.name = "compres", .shape = flag},
}};
constexpr Rows<6> kFrag = {{
    {.name = "fragid", .shape = number_range, .field = "frag id", .negatable = true, .max = kU32},
    {.name = "fraglen", .shape = number, .negatable = true, .max = kU32},
    {.name = "fragres", .shape = flag},
    {.name = "fragfirst", .shape = flag},
    {.name = "fragmore", .shape = flag, .group = 1},
    {.name = "fraglast", .shape = flag, .group = 1},
}};
constexpr Rows<2> kHbh = {{
    {.name = "hbh-len", .shape = number, .negatable = true, .max = 2048},
    {.name = "hbh-opts", .shape = text, .max = 255, .refusal = "options of an extension header"},
}};
constexpr Rows<2> kDst = {{
    {.name = "dst-len", .shape = number, .negatable = true, .max = 2048},
    {.name = "dst-opts", .shape = text, .max = 255, .refusal = "options of an extension header"},
}};
constexpr Rows<6> kRt = {{
    {.name = "rt-type", .shape = number, .field = "rt type", .negatable = true, .max = kU8},
    {.name = "rt-segsleft", .shape = number_range, .field = "rt seg-left", .negatable = true, .max = kU8},
    {.name = "rt-len", .shape = number, .negatable = true, .max = 2048},
    {.name = "rt-0-res", .shape = flag, .refusal = "the reserved field of a routing header"},
    {.name = "rt-0-addrs", .shape = text, .max = 1023, .refusal = "a list of addresses in a routing header"},
    {.name = "rt-0-not-strict", .shape = flag, .refusal = "a list of addresses in a routing header"},
}};
constexpr Rows<1> kMhOptions = {{{.name = "mh-type",
                                  .shape = number_range,
                                  .field = "mh type",
                                  .negatable = true,
                                  .max = kU8,
                                  .words = kMobilityTypes}}};
constexpr Rows<2> kIpv6header = {{
    {.name = "header", .shape = word_list, .negatable = true, .words = kIpv6Headers, .required = true},
    {.name = "soft", .shape = flag},
}};

constexpr std::string_view kNoWords = "this match: nf_tables has nothing like it";

constexpr auto kMatches = std::to_array<ExtensionRow>({
    {.name = "tcp", .options = kTcpOptions, .protocols = kTcp},
    {.name = "udp", .options = kUdpOptions, .protocols = kUdp},
    {.name = "dccp", .options = kDccpOptions, .protocols = kDccp},
    {.name = "sctp", .options = kSctpOptions, .protocols = kSctp},
    {.name = "icmp", .options = kIcmpOptions, .families = Families::ipv4, .protocols = kIcmp},
    {.name = "icmp6", .options = kIcmp6Options, .families = Families::ipv6, .protocols = kIcmpv6},
    {.name = "multiport", .options = kMultiport, .protocols = kWithPorts, .needs_option = true},
    {.name = "conntrack", .options = kConntrack, .needs_option = true},
    {.name = "state", .options = kState},
    {.name = "comment", .options = kComment},
    {.name = "iprange", .options = kIprange, .needs_option = true},
    {.name = "addrtype", .options = kAddrtype, .needs_option = true},
    {.name = "rpfilter", .options = kRpfilter},
    {.name = "limit", .options = kLimit},
    {.name = "hashlimit", .options = kHashlimit},
    {.name = "connlimit", .options = kConnlimit, .needs_option = true},
    {.name = "recent", .options = kRecent, .needs_option = true},
    {.name = "quota", .options = kQuota},
    {.name = "statistic", .options = kStatistic},
    {.name = "connbytes", .options = kConnbytes},
    {.name = "length", .options = kLength},
    {.name = "ttl", .options = kTtl, .families = Families::ipv4, .needs_option = true},
    {.name = "hl", .options = kHl, .families = Families::ipv6, .needs_option = true},
    {.name = "dscp", .options = kDscp, .needs_option = true},
    {.name = "tos", .options = kTos},
    {.name = "ecn", .options = kEcn, .needs_option = true},
    {.name = "tcpmss", .options = kTcpmss, .protocols = kTcp},
    {.name = "mark", .options = kMark},
    {.name = "connmark", .options = kConnmark},
    {.name = "connlabel", .options = kConnlabel},
    {.name = "helper", .options = kHelper},
    {.name = "mac", .options = kMac},
    {.name = "pkttype", .options = kPkttype},
    {.name = "physdev",
     .options = kPhysdev,
     .needs_option = true,
     .refusal = "a port of a bridge outside of bridge tables (physdev)",
     .help = "filter between the ports of a bridge in `table bridge filter`, with `iifname` and `oifname`, and "
             "`sysctl net.bridge.bridge-nf-call-iptables=0` so that bridged packets do not come here at all"},
    {.name = "devgroup", .options = kDevgroup, .needs_option = true},
    {.name = "cpu", .options = kCpu},
    {.name = "realm", .options = kRealm, .families = Families::ipv4},
    {.name = "cgroup", .options = kCgroup, .needs_option = true},
    {.name = "owner", .options = kOwner, .needs_option = true},
    {.name = "socket", .options = kSocket},
    {.name = "policy", .options = kPolicy},
    {.name = "time", .options = kTime},
    {.name = "string", .options = kString, .needs_option = true},
    {.name = "set", .options = kSet},
    {.name = "u32", .options = kU32Match},
    {.name = "ah", .options = kAh4, .families = Families::ipv4, .protocols = kAh},
    {.name = "ah", .options = kAh6, .families = Families::ipv6},
    {.name = "esp", .options = kEspOptions, .protocols = kEsp},
    {.name = "ipcomp", .options = kIpcompOptions, .protocols = kIpcomp},
    {.name = "frag", .options = kFrag, .families = Families::ipv6},
    {.name = "hbh", .options = kHbh, .families = Families::ipv6},
    {.name = "dst", .options = kDst, .families = Families::ipv6},
    {.name = "rt", .options = kRt, .families = Families::ipv6},
    {.name = "mh", .options = kMhOptions, .families = Families::ipv6, .protocols = kMh},
    {.name = "ipv6header", .options = kIpv6header, .families = Families::ipv6},
    {.name = "eui64", .families = Families::ipv6, .refusal = kNoWords},
    {.name = "srh", .families = Families::ipv6, .refusal = kNoWords},
    {.name = "bpf",
     .refusal = kNoWords,
     .help = "nf_tables runs no programs of BPF: say what the program looks at, `@nh` and `@th` reach any octet"},
    {.name = "cluster",
     .refusal = "this match: the hash of nf_tables deals connections out in another way",
     .help =
         "if all nodes change together, `jhash ct original ip saddr mod NODES seed SEED == NODE` shares them out"},
    {.name = "ipvs", .refusal = kNoWords},
    {.name = "l2tp", .refusal = kNoWords},
    {.name = "nfacct",
     .refusal = "an object of nfacct",
     .help = "a counter of the table counts as well: `counter NAME { }` beside the chains, `counter name NAME` in "
             "the rule; "
             "`nft list counters` shows it instead of `nfacct list`"},
    {.name = "osf",
     .families = Families::ipv4,
     .protocols = kTcp,
     .refusal = "the genres of osf: a packet that several entries of pf.os fit has the name of the first one only",
     .help = "`osf name \"Linux\"` is the same where no two genres have the same fingerprint"},
    {.name = "rateest", .refusal = kNoWords},
});

constexpr ExtensionRow kHeaderRow = {.name = "", .options = kHeader};

} // namespace

const ExtensionRow& header_row() {
    return kHeaderRow;
}

std::span<const ExtensionRow> matches() {
    return kMatches;
}

} // namespace rulec::ipt
