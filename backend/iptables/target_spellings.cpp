// SPDX-License-Identifier: GPL-2.0-or-later
// The rows of targets. Options stand in the order in which iptables-save prints them.
#include "backend/iptables/vocabulary.h"

#include <netinet/in.h>

namespace rulec::ipt {
namespace {

constexpr std::uint64_t kU8 = 0xff, kU16 = 0xffff, kU32 = 0xffffffff;

using enum Shape;
template <std::size_t N>
using Rows = std::array<OptionRow, N>;

constexpr std::array<std::uint8_t, 1> kTcp = {IPPROTO_TCP};
constexpr std::array<std::uint8_t, 2> kTcpUdp = {IPPROTO_TCP, IPPROTO_UDP};

constexpr Rows<1> kReject4 = {{{.name = "reject-with", .shape = word, .words = kRejectTypes4}}};
constexpr Rows<1> kReject6 = {{{.name = "reject-with", .shape = word, .words = kRejectTypes6}}};

// iptables keeps 29 octets of a prefix, nf_tables 127.
constexpr Rows<7> kLog = {{
    {.name = "log-prefix", .shape = text, .max = 127},
    {.name = "log-level", .shape = word, .words = kLogLevels},
    {.name = "log-tcp-sequence", .shape = flag},
    {.name = "log-tcp-options", .shape = flag},
    {.name = "log-ip-options", .shape = flag},
    {.name = "log-uid", .shape = flag},
    {.name = "log-macdecode", .shape = flag},
}};
constexpr Rows<5> kNflog = {{
    {.name = "nflog-prefix", .shape = text, .max = 63},
    {.name = "nflog-group", .shape = number, .max = kU16},
    {.name = "nflog-range", .shape = number, .max = kU32},
    {.name = "nflog-size", .shape = number, .max = kU32},
    {.name = "nflog-threshold", .shape = number, .max = kU16},
}};
constexpr Rows<4> kNfqueue = {{
    {.name = "queue-num", .shape = number, .max = kU16, .group = 1},
    {.name = "queue-balance", .shape = number_range, .max = kU16, .group = 1},
    {.name = "queue-bypass", .shape = flag},
    {.name = "queue-cpu-fanout", .shape = flag},
}};
constexpr Rows<1> kAudit = {{{.name = "type", .shape = word, .words = kAuditTypes, .required = true}}};

constexpr Rows<4> kSnatOptions = {{
    {.name = "to-source", .shape = nat_target, .required = true},
    {.name = "random", .shape = flag},
    {.name = "random-fully", .shape = flag},
    {.name = "persistent", .shape = flag},
}};
constexpr Rows<3> kDnatOptions = {{
    {.name = "to-destination", .shape = nat_target, .required = true},
    {.name = "random", .shape = flag},
    {.name = "persistent", .shape = flag},
}};
constexpr Rows<3> kMasquerade = {{
    {.name = "to-ports", .shape = nat_ports},
    {.name = "random", .shape = flag},
    {.name = "random-fully", .shape = flag},
}};
constexpr Rows<2> kRedirect = {{{.name = "to-ports", .shape = nat_ports}, {.name = "random", .shape = flag}}};
constexpr Rows<1> kNetmap = {{{.name = "to", .shape = address, .required = true}}};
constexpr Rows<3> kTproxy = {{
    {.name = "on-port", .shape = number, .max = kU16, .required = true},
    {.name = "on-ip", .shape = address},
    {.name = "tproxy-mark", .shape = masked, .max = kU32},
}};
constexpr Rows<2> kTee = {
    {{.name = "gateway", .shape = address, .required = true}, {.name = "oif", .shape = interface, .max = 15}}};
constexpr Rows<4> kSynproxy = {{
    {.name = "sack-perm", .shape = flag},
    {.name = "timestamp", .shape = flag},
    {.name = "wscale", .shape = number, .max = 14},
    {.name = "mss", .shape = number, .max = kU16},
}};

constexpr Rows<5> kMark = {{
    {.name = "set-xmark", .shape = masked, .max = kU32, .group = 1},
    {.name = "set-mark", .shape = masked, .max = kU32, .group = 1},
    {.name = "and-mark", .shape = number, .max = kU32, .group = 1},
    {.name = "or-mark", .shape = number, .max = kU32, .group = 1},
    {.name = "xor-mark", .shape = number, .max = kU32, .group = 1},
}};
constexpr Rows<12> kConnmark = {{
    {.name = "set-xmark", .shape = masked, .max = kU32, .group = 1},
    {.name = "set-mark", .shape = masked, .max = kU32, .group = 1},
    {.name = "save-mark", .shape = flag, .group = 1},
    {.name = "restore-mark", .shape = flag, .group = 1},
    {.name = "and-mark", .shape = number, .max = kU32, .group = 1},
    {.name = "or-mark", .shape = number, .max = kU32, .group = 1},
    {.name = "xor-mark", .shape = number, .max = kU32, .group = 1},
    {.name = "nfmask", .shape = number, .max = kU32},
    {.name = "ctmask", .shape = number, .max = kU32},
    {.name = "mask", .shape = number, .max = kU32},
    {.name = "left-shift-mark", .shape = number, .max = 31, .group = 2},
    {.name = "right-shift-mark", .shape = number, .max = 31, .group = 2},
}};
constexpr Rows<8> kCt = {{
    {.name = "notrack", .shape = flag},
    {.name = "helper", .shape = text, .max = 15},
    {.name = "timeout",
     .shape = text,
     .max = 31,
     .refusal = "a timeout policy that is not in the dump: declare a `ct timeout` and say `ct timeout set`"},
    {.name = "ctevents", .shape = word_list, .words = kCtEvents},
    {.name = "expevents", .shape = text, .max = 31, .refusal = "events of expectations"},
    {.name = "zone", .shape = zone, .max = kU16, .words = kZones, .group = 1},
    {.name = "zone-orig", .shape = zone, .max = kU16, .words = kZones, .group = 1},
    {.name = "zone-reply", .shape = zone, .max = kU16, .words = kZones, .group = 1},
}};

constexpr Rows<2> kTcpmss = {{
    {.name = "set-mss", .shape = number, .max = kU16, .group = 1},
    {.name = "clamp-mss-to-pmtu", .shape = flag, .group = 1},
}};
constexpr Rows<1> kTcpoptstrip = {{{.name = "strip-options", .shape = text, .max = 255, .required = true}}};
constexpr Rows<3> kTtl = {{
    {.name = "ttl-set", .shape = number, .max = kU8, .group = 1},
    {.name = "ttl-dec", .shape = number, .max = kU8, .group = 1},
    {.name = "ttl-inc", .shape = number, .max = kU8, .group = 1},
}};
constexpr Rows<3> kHl = {{
    {.name = "hl-set", .shape = number, .max = kU8, .group = 1},
    {.name = "hl-dec", .shape = number, .max = kU8, .group = 1},
    {.name = "hl-inc", .shape = number, .max = kU8, .group = 1},
}};
constexpr Rows<2> kDscp = {{
    {.name = "set-dscp", .shape = number, .max = 63, .group = 1},
    {.name = "set-dscp-class", .shape = word, .words = kDscpClasses, .group = 1},
}};
constexpr Rows<4> kTos = {{
    {.name = "set-tos", .shape = masked, .max = kU8, .words = kTosNames, .group = 1},
    {.name = "and-tos", .shape = number, .max = kU8, .group = 1},
    {.name = "or-tos", .shape = number, .max = kU8, .group = 1},
    {.name = "xor-tos", .shape = number, .max = kU8, .group = 1},
}};
constexpr std::string_view kEcnBits = "flags of TCP changed in a packet, others kept";
constexpr std::string_view kEcnHelp = "without ECN in their first segment connections do without it: `tcp flags & "
                                      "(fin | syn | rst | ack | ecn | cwr) == (syn | "
                                      "ecn | cwr) tcp flags set syn`";
constexpr Rows<4> kEcn = {{
    {.name = "ecn-tcp-remove", .shape = flag, .refusal = kEcnBits, .help = kEcnHelp},
    {.name = "ecn-tcp-ece", .shape = number, .max = 1, .refusal = kEcnBits, .help = kEcnHelp},
    {.name = "ecn-tcp-cwr", .shape = number, .max = 1, .refusal = kEcnBits, .help = kEcnHelp},
    {.name = "ecn-ip-ect", .shape = number, .max = 3},
}};
constexpr Rows<1> kClassify = {{{.name = "set-class", .shape = traffic_class, .max = kU32, .required = true}}};
constexpr std::string_view kMapSet = "an element's own mark, priority and queue (--map-set)";
constexpr Rows<8> kSet = {{
    {.name = "add-set", .shape = set},
    {.name = "del-set", .shape = set},
    {.name = "map-set", .shape = set, .refusal = kMapSet},
    {.name = "map-mark", .shape = flag, .refusal = kMapSet},
    {.name = "map-prio", .shape = flag, .refusal = kMapSet},
    {.name = "map-queue", .shape = flag, .refusal = kMapSet},
    {.name = "exist", .shape = flag},
    {.name = "timeout", .shape = number, .max = 2147483},
}};
constexpr Rows<2> kConnsecmark = {
    {{.name = "save", .shape = flag, .group = 1}, {.name = "restore", .shape = flag, .group = 1}}};

constexpr Rows<1> kSecmark = {{{.name = "selctx", .shape = text, .max = 255, .required = true}}};

constexpr std::string_view kPrefixHelp = "where connections may be tracked: `snat ip6 prefix to NET` in postrouting, "
                                         "and `dnat ip6 prefix to NET` in prerouting, "
                                         "of a nat chain";
constexpr std::string_view kNoWords = "this target: nf_tables has nothing like it";

constexpr auto kTargets = std::to_array<ExtensionRow>({
    {.name = "ACCEPT", .kind = Kind::target},
    {.name = "DROP", .kind = Kind::target},
    {.name = "RETURN", .kind = Kind::target},
    {.name = "QUEUE", .kind = Kind::target},
    {.name = "REJECT", .kind = Kind::target, .options = kReject4, .families = Families::ipv4, .table = "filter"},
    {.name = "REJECT", .kind = Kind::target, .options = kReject6, .families = Families::ipv6, .table = "filter"},
    {.name = "LOG", .kind = Kind::target, .options = kLog},
    {.name = "NFLOG", .kind = Kind::target, .options = kNflog},
    {.name = "NFQUEUE", .kind = Kind::target, .options = kNfqueue},
    {.name = "AUDIT", .kind = Kind::target, .options = kAudit},
    {.name = "TRACE", .kind = Kind::target, .table = "raw"},
    {.name = "SNAT", .kind = Kind::target, .options = kSnatOptions, .table = "nat"},
    {.name = "DNAT", .kind = Kind::target, .options = kDnatOptions, .table = "nat"},
    {.name = "MASQUERADE", .kind = Kind::target, .options = kMasquerade, .table = "nat"},
    {.name = "REDIRECT", .kind = Kind::target, .options = kRedirect, .table = "nat"},
    {.name = "NETMAP", .kind = Kind::target, .options = kNetmap, .table = "nat"},
    {.name = "TPROXY", .kind = Kind::target, .options = kTproxy, .protocols = kTcpUdp, .table = "mangle"},
    {.name = "TEE", .kind = Kind::target, .options = kTee},
    {.name = "SYNPROXY", .kind = Kind::target, .options = kSynproxy, .protocols = kTcp},
    {.name = "MARK", .kind = Kind::target, .options = kMark, .needs_option = true},
    {.name = "CONNMARK", .kind = Kind::target, .options = kConnmark, .needs_option = true},
    {.name = "CT", .kind = Kind::target, .options = kCt, .table = "raw"},
    {.name = "NOTRACK", .kind = Kind::target, .table = "raw"},
    {.name = "TCPMSS", .kind = Kind::target, .options = kTcpmss, .protocols = kTcp, .needs_option = true},
    {.name = "TCPOPTSTRIP", .kind = Kind::target, .options = kTcpoptstrip, .protocols = kTcp},
    {.name = "TTL",
     .kind = Kind::target,
     .options = kTtl,
     .families = Families::ipv4,
     .needs_option = true,
     .table = "mangle"},
    {.name = "HL",
     .kind = Kind::target,
     .options = kHl,
     .families = Families::ipv6,
     .needs_option = true,
     .table = "mangle"},
    {.name = "DSCP", .kind = Kind::target, .options = kDscp, .needs_option = true, .table = "mangle"},
    {.name = "TOS", .kind = Kind::target, .options = kTos, .needs_option = true, .table = "mangle"},
    {.name = "ECN",
     .kind = Kind::target,
     .options = kEcn,
     .families = Families::ipv4,
     .needs_option = true,
     .table = "mangle"},
    {.name = "CLASSIFY", .kind = Kind::target, .options = kClassify},
    {.name = "SET", .kind = Kind::target, .options = kSet, .needs_option = true},
    {.name = "CONNSECMARK",
     .kind = Kind::target,
     .options = kConnsecmark,
     .needs_option = true,
     .refusal = "security marks of connections as CONNSECMARK handles them: `ct secmark set meta secmark` and the "
                "way back are nearest"},
    {.name = "SECMARK", .kind = Kind::target, .options = kSecmark},
    {.name = "CHECKSUM",
     .kind = Kind::target,
     .refusal = kNoWords,
     .help = "clients of DHCP from before 2012 needed it: leave the rule out, or keep it in iptables beside rulec's "
             "tables"},
    {.name = "CLUSTERIP",
     .kind = Kind::target,
     .families = Families::ipv4,
     .refusal = "CLUSTERIP, which Linux 6.9 removed",
     .help = "addresses that several hosts share are the business of keepalived (VRRP) or of a load balancer"},
    {.name = "DNPT", .kind = Kind::target, .families = Families::ipv6, .refusal = kNoWords, .help = kPrefixHelp},
    {.name = "SNPT", .kind = Kind::target, .families = Families::ipv6, .refusal = kNoWords, .help = kPrefixHelp},
    {.name = "HMARK",
     .kind = Kind::target,
     .refusal = "this target: the hash of nf_tables gives other marks",
     .help =
         "where only the spread matters: `meta mark set jhash ip saddr . ip daddr mod MOD seed SEED offset OFFSET`"},
    {.name = "IDLETIMER", .kind = Kind::target, .refusal = kNoWords},
    {.name = "LED", .kind = Kind::target, .refusal = kNoWords},
    {.name = "RATEEST", .kind = Kind::target, .refusal = kNoWords},
    {.name = "ULOG",
     .kind = Kind::target,
     .families = Families::ipv4,
     .refusal = "ULOG, which Linux 3.17 removed: NFLOG is its successor"},
});

} // namespace

std::span<const ExtensionRow> targets() {
    return kTargets;
}

} // namespace rulec::ipt
