// SPDX-License-Identifier: GPL-2.0-or-later
// Traffic: a class of packets, by what is known of every packet in it. may_match() answers whether a test can be true
// of one of them; "no" is certain, and what is not understood is "yes". Named sets may hold anything: packets and
// other programs fill them.
#pragma once

#include "compiler/model/ruleset.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rulec::lint {

// The field's values lie in [low, high], or outside of it. Octets as in constants (model/value.h).
struct Known {
    std::string_view header, field;
    Bytes low, high;
    bool outside = false;
    bool in_named_sets = true; // perhaps; false: certainly in none
};

struct Traffic {
    std::vector<Known> known;
    std::uint8_t nf_proto = 0; // 2, 10; 0: either, or something else
    std::uint8_t l4proto = 0;  // IPPROTO_*, 0: any

    // What is known of a value; null: nothing.
    const Known* find(const model::Value& value) const;
};

// Packets of IP version `nf_proto` (0: either) that carry `l4proto`, and no more than that.
Traffic ip_traffic(std::uint8_t nf_proto, std::uint8_t l4proto);
Known number(std::string_view header, std::string_view field, std::uint64_t low, std::uint64_t high,
             std::size_t byte_len);
void came_from_loopback(Traffic& traffic, bool did);
void came_from_unnamed_interface(Traffic& traffic); // an Ethernet that no rule and no set knows by name

enum class CtState : std::uint32_t { established = 2, new_ = 8, untracked = 64 }; // bits of `ct state`
void in_state(Traffic& traffic, CtState state);
// Goes to one of the last thousand ports that Linux connects from (ip_local_port_range): no service has all of them.
void to_ephemeral_port(Traffic& traffic);

bool may_match(const model::Match& match, const Traffic& traffic, const model::Table& table);

// Can element `i` of a set be what `key` gives?
bool may_be_element(const model::Value& key, const model::Set& set, std::size_t i, const Traffic& traffic);

} // namespace rulec::lint
