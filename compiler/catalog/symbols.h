// SPDX-License-Identifier: GPL-2.0-or-later
// Small vocabularies of statements: log levels and flags, reject codes, time units, set flags... name and number.
#pragma once

#include "compiler/catalog/datatype.h"

#include <optional>
#include <span>
#include <string_view>

namespace rulec::catalog {

enum class Vocabulary : std::uint8_t {
    log_level, // emerg 0, alert, crit, err, warn, notice, info, debug 7; audit 8
    log_flag,  // "tcp sequence" is two words in the source: tcp-sequence, tcp-options, ip-options, skuid, ether, all:
               // NF_LOG_*
    rate_unit_s,    // second 1, minute 60, hour 3600, day 86400, week 604800
    byte_unit,      // bytes 1, kbytes 1024, mbytes 1048576
    set_flag,       // constant interval timeout dynamic: NFT_SET_*
    nat_flag,       // random fully-random persistent: NF_NAT_RANGE_*
    queue_flag,     // bypass fanout: NFT_QUEUE_FLAG_*
    fib_flag,       // saddr daddr mark iif oif: NFTA_FIB_F_*
    fib_result,     // oif oifname type: NFT_FIB_RESULT_*
    table_flag,     // dormant owner: NFT_TABLE_F_*
    flowtable_flag, // offload
    synproxy_flag,  // timestamp sack-perm (NF_SYNPROXY_OPT_*)
    tcp_timeout_state,
    udp_timeout_state, // indexes of `policy = { established : 100 }` in ct timeout
};

std::optional<std::uint64_t> find(Vocabulary vocabulary, std::string_view name);
std::span<const Symbol> words(Vocabulary vocabulary);

} // namespace rulec::catalog
