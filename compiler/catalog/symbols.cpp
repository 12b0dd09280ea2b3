// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/catalog/symbols.h"

#include <algorithm>

namespace rulec::catalog {
namespace {

// syslog(2), in nft's spelling alone: it knows no panic, error or warning. audit is its own.
constexpr Symbol kLogLevels[] = {
    {"emerg", 0},  {"alert", 1}, {"crit", 2},  {"err", 3},   {"warn", 4},
    {"notice", 5}, {"info", 6},  {"debug", 7}, {"audit", 8},
};
// NF_LOG_*
constexpr Symbol kLogFlags[] = {
    {"tcp-sequence", 0x01}, {"tcp-options", 0x02}, {"ip-options", 0x04},
    {"skuid", 0x08},        {"ether", 0x20},       {"all", 0x2f},
};
constexpr Symbol kRateUnits[] = {
    {"second", 1}, {"minute", 60}, {"hour", 3600}, {"day", 86400}, {"week", 604800},
};
constexpr Symbol kByteUnits[] = {{"bytes", 1}, {"kbytes", 1024}, {"mbytes", 1048576}};
// NFT_SET_*
constexpr Symbol kSetFlags[] = {{"constant", 0x2}, {"interval", 0x4}, {"timeout", 0x10}, {"dynamic", 0x20}};
// NF_NAT_RANGE_*
constexpr Symbol kNatFlags[] = {{"random", 0x4}, {"persistent", 0x8}, {"fully-random", 0x10}};
// NFT_QUEUE_FLAG_*
constexpr Symbol kQueueFlags[] = {{"bypass", 0x1}, {"fanout", 0x2}};
// NFTA_FIB_F_*
constexpr Symbol kFibFlags[] = {{"saddr", 0x1}, {"daddr", 0x2}, {"mark", 0x4}, {"iif", 0x8}, {"oif", 0x10}};
// NFT_FIB_RESULT_*
constexpr Symbol kFibResults[] = {{"oif", 1}, {"oifname", 2}, {"type", 3}};
// NFT_TABLE_F_*
constexpr Symbol kTableFlags[] = {{"dormant", 0x1}, {"owner", 0x2}};
// NFT_FLOWTABLE_*
constexpr Symbol kFlowtableFlags[] = {{"offload", 0x1}};
// NF_SYNPROXY_OPT_*
constexpr Symbol kSynproxyFlags[] = {{"sack-perm", 0x04}, {"timestamp", 0x08}};
// CTA_TIMEOUT_TCP_* and CTA_TIMEOUT_UDP_*, less one: the kernel's arrays begin at the first state.
constexpr Symbol kTcpTimeoutStates[] = {
    {"syn_sent", 0},  {"syn_recv", 1}, {"established", 2}, {"fin_wait", 3}, {"close_wait", 4}, {"last_ack", 5},
    {"time_wait", 6}, {"close", 7},    {"syn_sent2", 8},   {"retrans", 9},  {"unack", 10},
};
constexpr Symbol kUdpTimeoutStates[] = {{"unreplied", 0}, {"replied", 1}};

} // namespace

std::span<const Symbol> words(Vocabulary vocabulary) {
    switch (vocabulary) {
    case Vocabulary::log_level: return kLogLevels;
    case Vocabulary::log_flag: return kLogFlags;
    case Vocabulary::rate_unit_s: return kRateUnits;
    case Vocabulary::byte_unit: return kByteUnits;
    case Vocabulary::set_flag: return kSetFlags;
    case Vocabulary::nat_flag: return kNatFlags;
    case Vocabulary::queue_flag: return kQueueFlags;
    case Vocabulary::fib_flag: return kFibFlags;
    case Vocabulary::fib_result: return kFibResults;
    case Vocabulary::table_flag: return kTableFlags;
    case Vocabulary::flowtable_flag: return kFlowtableFlags;
    case Vocabulary::synproxy_flag: return kSynproxyFlags;
    case Vocabulary::tcp_timeout_state: return kTcpTimeoutStates;
    case Vocabulary::udp_timeout_state: return kUdpTimeoutStates;
    }
    return {};
}

std::optional<std::uint64_t> find(Vocabulary vocabulary, std::string_view name) {
    const auto symbols = words(vocabulary);
    const auto row = std::ranges::find(symbols, name, &Symbol::name);
    if (row == symbols.end()) return std::nullopt;
    return row->value;
}

} // namespace rulec::catalog
