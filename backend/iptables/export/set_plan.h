// SPDX-License-Identifier: GPL-2.0-or-later
// SetPlan: the type of ipset that holds what a named set of nf_tables holds, and where its parts are in the key.
//
//   type ipv4_addr; flags interval                    hash:net
//   type inet_service . ipv4_addr                     hash:ip,port, with the parts the other way round
//   type ipv4_addr . inet_proto . inet_service        hash:ip,port, whose port part has the protocol
//
// It depends on the set alone. Which end of the packet a part is, and of which protocol its ports are, is the
// business of each rule that looks it up: set_use.h.
#pragma once

#include "backend/ipset/types.h"
#include "backend/iptables/export/context.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace rulec::ipt {

struct PlannedPart {
    ipset::Part part = ipset::Part::ip;
    std::uint32_t key_part = 0;    // index into the set's key
    std::uint32_t at = 0, len = 0; // octets in the key of an element
};

struct SetPlan {
    const ipset::TypeRow* type = nullptr; // null: no type means the same, see `refusal`
    ipset::Family family = ipset::Family::inet;
    std::vector<PlannedPart> parts;      // in the order of the type
    std::optional<PlannedPart> protocol; // of the port part, where the key has it
    std::string_view refusal;            // a sentence
};

// `changes`: packets add elements.
SetPlan plan_set(const model::Set& set, bool changes);

bool is_time_of_ipset(const std::optional<std::uint64_t>& time_ms);
constexpr std::string_view kTimesOfIpset = "ipset counts whole seconds, up to 24 days";

// TCP, UDP, UDP-Lite and SCTP.
bool has_ports_in_ipset(std::uint64_t protocol);

} // namespace rulec::ipt
