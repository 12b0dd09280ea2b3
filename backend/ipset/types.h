// SPDX-License-Identifier: GPL-2.0-or-later
// The types of ipset's sets: a row each. Facts from ipset(8) 7.17.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace rulec::ipset {

enum class Family : std::uint8_t { inet, inet6 };

enum class Part : std::uint8_t {
    ip,        // an address; a set may mask it (netmask)
    net,       // a network
    port,      // protocol and port; of ICMP type and code
    mark,      // of the packet
    mac,       // source address of the frame
    interface, // by name
    set,       // another set, of which the packet is in
};

enum class Storage : std::uint8_t { hash, bitmap, list };

struct TypeRow {
    std::string_view name; // "hash:ip,port"
    Storage storage;
    std::span<const Part> parts;
};

std::span<const TypeRow> types();
const TypeRow* find_type(std::string_view name); // null: no such type

// Octets of a part in Elements.
std::uint32_t part_len(Part part, Family family);

constexpr std::size_t kMaxName = 31;
constexpr std::uint64_t kLongestTimeout_s = 2147483;

} // namespace rulec::ipset
