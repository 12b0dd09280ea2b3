// SPDX-License-Identifier: GPL-2.0-or-later
// Matches to conditions. Most options are `FIELD [!=] VALUE` by their row; a match that is more than that has a
// function of its own, found by its name.
#pragma once

#include "backend/iptables/import/rule_context.h"

#include <span>

namespace rulec::ipt {

// All conditions of the rule, without comments. `protocol_is_implied`: leave out -p, later conditions say it.
Alternatives conditions(RuleContext& context);

// FIELD [!=] VALUE of an option whose row has a field.
Clause field_clause(RuleContext& context, const Option& option);
Clause test(std::string field, bool negated, std::string value);

// Bits of the octet that IPv4 calls type of service and IPv6 traffic class. In IPv6 it lies across two octets, and
// both are read: what nft 1.0.6 makes of masks on fields that begin inside of an octet does not work.
Clause tos_clause(const RuleContext& context, const Masked& bits, bool negated);

using WriteMatch = Alternatives (*)(RuleContext&, const Extension&);
struct MatchWriter {
    std::string_view match;
    WriteMatch write;
};
std::span<const MatchWriter> packet_writers();     // match_packet.cpp: what is in the packet
std::span<const MatchWriter> octet_writers();      // match_octets.cpp: octets by their place
std::span<const MatchWriter> exthdr_writers();     // match_exthdr.cpp: extension headers, SCTP
std::span<const MatchWriter> connection_writers(); // match_connection.cpp: connection tracking
std::span<const MatchWriter> host_writers();       // match_host.cpp: routes, sockets, time, chance
std::span<const MatchWriter> stateful_writers();   // match_stateful.cpp: what counts or remembers
std::span<const MatchWriter> set_writers();        // match_set.cpp: sets of ipset

// Clauses of the options that have a field, for writers that add to them.
Clauses field_clauses(RuleContext& context, const Extension& match);

// Every way of `a` with every way of `b`.
Alternatives both(const Alternatives& a, const Alternatives& b);

} // namespace rulec::ipt
