// SPDX-License-Identifier: GPL-2.0-or-later
// The words that options of matches and targets take, what they are in the language of rules, and their numbers. Of
// several words with one number the first is how iptables-save prints it. An empty word of the rules: none.
#pragma once

#include "backend/iptables/spellings.h"

#include <array>

namespace rulec::ipt {

// linux/netfilter/nf_conntrack_common.h and xt_conntrack.h: bits.
enum StateBit : std::uint32_t {
    kInvalid = 1,
    kEstablished = 2,
    kRelated = 4,
    kNew = 8,
    kUntracked = 64,
    kSnat = 128,
    kDnat = 256
};
inline constexpr auto kConntrackStates = std::to_array<Word>({
    {"INVALID", "invalid", kInvalid},
    {"NEW", "new", kNew},
    {"RELATED", "related", kRelated},
    {"ESTABLISHED", "established", kEstablished},
    {"UNTRACKED", "untracked", kUntracked},
    {"SNAT", "snat", kSnat}, // these two are bits of the status
    {"DNAT", "dnat", kDnat},
});
inline constexpr auto kStates = std::to_array<Word>({
    {"INVALID", "invalid", kInvalid},
    {"NEW", "new", kNew},
    {"RELATED", "related", kRelated},
    {"ESTABLISHED", "established", kEstablished},
    {"UNTRACKED", "untracked", kUntracked},
});
inline constexpr auto kConntrackStatuses = std::to_array<Word>({
    {"NONE", "", 0},
    {"EXPECTED", "expected", 1},
    {"SEEN_REPLY", "seen-reply", 2},
    {"ASSURED", "assured", 4},
    {"CONFIRMED", "confirmed", 8},
});
inline constexpr auto kDirections = std::to_array<Word>({{"ORIGINAL", "original", 0}, {"REPLY", "reply", 1}});

// linux/netfilter/xt_addrtype.h and rtnetlink.h.
inline constexpr auto kAddressTypes = std::to_array<Word>({
    {"UNSPEC", "unspec", 0},
    {"UNICAST", "unicast", 1},
    {"LOCAL", "local", 2},
    {"BROADCAST", "broadcast", 3},
    {"ANYCAST", "anycast", 4},
    {"MULTICAST", "multicast", 5},
    {"BLACKHOLE", "blackhole", 6},
    {"UNREACHABLE", "unreachable", 7},
    {"PROHIBIT", "prohibit", 8},
    {"THROW", "", 9},
    {"NAT", "", 10},
    {"XRESOLVE", "", 11},
});
inline constexpr auto kPacketTypes = std::to_array<Word>({
    {"unicast", "unicast", 0},
    {"broadcast", "broadcast", 1},
    {"multicast", "multicast", 2},
    {"host", "unicast", 0}, // the kernel's word
});

// syslog.h; numbers are levels too.
inline constexpr auto kLogLevels = std::to_array<Word>({
    {"0", "emerg", 0},       {"1", "alert", 1},     {"2", "crit", 2},       {"3", "err", 3},
    {"4", "warn", 4},        {"5", "notice", 5},    {"6", "info", 6},       {"7", "debug", 7},
    {"emerg", "emerg", 0},   {"panic", "emerg", 0}, {"alert", "alert", 1},  {"crit", "crit", 2},
    {"err", "err", 3},       {"error", "err", 3},   {"warning", "warn", 4}, {"warn", "warn", 4},
    {"notice", "notice", 5}, {"info", "info", 6},   {"debug", "debug", 7},
});

// The words of the rules are what stands behind `reject with`. `icmpx`, where there is one, is the same in a table of
// both families.
inline constexpr auto kRejectTypes4 = std::to_array<Word>({
    {"icmp-port-unreachable", "icmp type port-unreachable", 3},
    {"icmp-net-unreachable", "icmp type net-unreachable", 0},
    {"icmp-host-unreachable", "icmp type host-unreachable", 1},
    {"icmp-proto-unreachable", "icmp type prot-unreachable", 2},
    {"icmp-net-prohibited", "icmp type net-prohibited", 9},
    {"icmp-host-prohibited", "icmp type host-prohibited", 10},
    {"icmp-admin-prohibited", "icmp type admin-prohibited", 13},
    {"tcp-reset", "tcp reset", 100},
    {"port-unreach", "", 3},
    {"net-unreach", "", 0},
    {"host-unreach", "", 1},
    {"proto-unreach", "", 2},
    {"net-prohib", "", 9},
    {"host-prohib", "", 10},
    {"admin-prohib", "", 13},
    {"tcp-rst", "", 100},
});
inline constexpr auto kRejectTypes6 = std::to_array<Word>({
    {"icmp6-port-unreachable", "icmpv6 type port-unreachable", 4},
    {"icmp6-no-route", "icmpv6 type no-route", 0},
    {"icmp6-adm-prohibited", "icmpv6 type admin-prohibited", 1},
    {"icmp6-addr-unreachable", "icmpv6 type addr-unreachable", 3},
    {"icmp6-policy-fail", "icmpv6 type policy-fail", 5},
    {"icmp6-reject-route", "icmpv6 type reject-route", 6},
    {"tcp-reset", "tcp reset", 100},
    {"port-unreach", "", 4},
    {"no-route", "", 0},
    {"adm-prohibited", "", 1},
    {"addr-unreach", "", 3},
    {"policy-fail", "", 5},
    {"reject-route", "", 6},
});

// RFC 2474, 2597, 3246.
inline constexpr auto kDscpClasses = std::to_array<Word>({
    {"CS0", "cs0", 0},    {"CS1", "cs1", 8},    {"CS2", "cs2", 16},   {"CS3", "cs3", 24},   {"CS4", "cs4", 32},
    {"CS5", "cs5", 40},   {"CS6", "cs6", 48},   {"CS7", "cs7", 56},   {"BE", "cs0", 0},     {"AF11", "af11", 10},
    {"AF12", "af12", 12}, {"AF13", "af13", 14}, {"AF21", "af21", 18}, {"AF22", "af22", 20}, {"AF23", "af23", 22},
    {"AF31", "af31", 26}, {"AF32", "af32", 28}, {"AF33", "af33", 30}, {"AF41", "af41", 34}, {"AF42", "af42", 36},
    {"AF43", "af43", 38}, {"EF", "ef", 46},
});

// RFC 1349; with these names the two low bits of the octet are left alone.
inline constexpr auto kTosNames = std::to_array<Word>({
    {"Minimize-Delay", "", 16},
    {"Maximize-Throughput", "", 8},
    {"Maximize-Reliability", "", 4},
    {"Minimize-Cost", "", 2},
    {"Normal-Service", "", 0},
});

// RFC 4960, 3758, 5061, 4895, 6525, 8260, 4820.
inline constexpr auto kSctpChunks = std::to_array<Word>({
    {"DATA", "data", 0},
    {"INIT", "init", 1},
    {"INIT_ACK", "init-ack", 2},
    {"SACK", "sack", 3},
    {"HEARTBEAT", "heartbeat", 4},
    {"HEARTBEAT_ACK", "heartbeat-ack", 5},
    {"ABORT", "abort", 6},
    {"SHUTDOWN", "shutdown", 7},
    {"SHUTDOWN_ACK", "shutdown-ack", 8},
    {"ERROR", "error", 9},
    {"COOKIE_ECHO", "cookie-echo", 10},
    {"COOKIE_ACK", "cookie-ack", 11},
    {"ECN_ECNE", "ecne", 12},
    {"ECN_CWR", "cwr", 13},
    {"SHUTDOWN_COMPLETE", "shutdown-complete", 14},
    {"I_DATA", "", 64},
    {"RE_CONFIG", "", 130},
    {"PAD", "", 132},
    {"ASCONF", "asconf", 193},
    {"ASCONF_ACK", "asconf-ack", 128},
    {"FORWARD_TSN", "forward-tsn", 192},
    {"I_FORWARD_TSN", "", 194},
});
// RFC 4340.
inline constexpr auto kDccpTypes = std::to_array<Word>({
    {"REQUEST", "request", 0},
    {"RESPONSE", "response", 1},
    {"DATA", "data", 2},
    {"ACK", "ack", 3},
    {"DATAACK", "dataack", 4},
    {"CLOSEREQ", "closereq", 5},
    {"CLOSE", "close", 6},
    {"RESET", "reset", 7},
    {"SYNC", "sync", 8},
    {"SYNCACK", "syncack", 9},
    {"INVALID", "", 10},
});
// RFC 6275.
inline constexpr auto kMobilityTypes = std::to_array<Word>({
    {"binding-refresh-request", "", 0},
    {"brr", "", 0},
    {"home-test-init", "", 1},
    {"hoti", "", 1},
    {"careof-test-init", "", 2},
    {"coti", "", 2},
    {"home-test", "", 3},
    {"hot", "", 3},
    {"careof-test", "", 4},
    {"cot", "", 4},
    {"binding-update", "", 5},
    {"bu", "", 5},
    {"binding-acknowledgement", "", 6},
    {"ba", "", 6},
    {"binding-error", "", 7},
    {"be", "", 7},
});

// The numbers are nf_tables': Sunday is 0.
inline constexpr auto kWeekdays = std::to_array<Word>({
    {"Mon", "Monday", 1},   {"Tue", "Tuesday", 2}, {"Wed", "Wednesday", 3},
    {"Thu", "Thursday", 4}, {"Fri", "Friday", 5},  {"Sat", "Saturday", 6},
    {"Sun", "Sunday", 0},   {"1", "", 1},          {"2", "", 2},
    {"3", "", 3},           {"4", "", 4},          {"5", "", 5},
    {"6", "", 6},           {"7", "", 0},          {"Mo", "", 1}, // iptables looks at two letters
    {"Monday", "", 1},      {"Tu", "", 2},         {"Tuesday", "", 2},
    {"We", "", 3},          {"Wednesday", "", 3},  {"Th", "", 4},
    {"Thursday", "", 4},    {"Fr", "", 5},         {"Friday", "", 5},
    {"Sa", "", 6},          {"Saturday", "", 6},   {"Su", "", 0},
    {"Sunday", "", 0},
});

inline constexpr auto kConnbytesModes =
    std::to_array<Word>({{"packets", "packets", 0}, {"bytes", "bytes", 1}, {"avgpkt", "avgpkt", 2}});
inline constexpr auto kConnbytesDirections =
    std::to_array<Word>({{"original", "original ", 0}, {"reply", "reply ", 1}, {"both", "", 2}});
inline constexpr auto kHashlimitModes = std::to_array<Word>(
    {{"srcip", "% saddr", 1}, {"dstip", "% daddr", 2}, {"srcport", "sport", 4}, {"dstport", "dport", 8}});
inline constexpr auto kStatisticModes = std::to_array<Word>({{"random", "", 0}, {"nth", "", 1}});
inline constexpr auto kPolicyDirections = std::to_array<Word>({{"in", "in", 0}, {"out", "out", 1}});
inline constexpr auto kPolicyKinds = std::to_array<Word>({{"ipsec", "exists", 1}, {"none", "missing", 0}});
inline constexpr auto kPolicyModes = std::to_array<Word>({{"transport", "", 0}, {"tunnel", "", 1}});
inline constexpr auto kIpv6Headers = std::to_array<Word>({
    {"hop-by-hop", "hbh", 0},
    {"hop", "hbh", 0},
    {"ipv6-opts", "dst", 60},
    {"dst", "dst", 60},
    {"ipv6-route", "rt", 43},
    {"route", "rt", 43},
    {"ipv6-frag", "frag", 44},
    {"frag", "frag", 44},
    {"ah", "", 51},
    {"auth", "", 51},
    {"esp", "", 50},
    {"ipv6-nonxt", "", 59},
    {"none", "", 59},
    {"protocol", "", 255},
    {"prot", "", 255},
});
inline constexpr auto kCtEvents = std::to_array<Word>({
    {"new", "new", 0},
    {"related", "related", 1},
    {"destroy", "destroy", 2},
    {"reply", "reply", 3},
    {"assured", "assured", 4},
    {"protoinfo", "protoinfo", 5},
    {"helper", "helper", 6},
    {"mark", "mark", 7},
    {"natseqinfo", "seqadj", 8},
    {"secmark", "secmark", 9},
});
inline constexpr auto kStringAlgorithms = std::to_array<Word>({{"bm", "", 0}, {"kmp", "", 1}});
inline constexpr auto kAuditTypes = std::to_array<Word>({{"accept", "", 0}, {"drop", "", 1}, {"reject", "", 2}});
inline constexpr auto kZones = std::to_array<Word>({{"mark", "meta mark", 0}});

} // namespace rulec::ipt
