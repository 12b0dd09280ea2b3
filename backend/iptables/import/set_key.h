// SPDX-License-Identifier: GPL-2.0-or-later
// A key of ipset as a key of nf_tables: types, fields of the packet, and how elements are written.
#pragma once

#include "backend/ipset/sets.h"
#include "backend/iptables/import/set_boxes.h"
#include "backend/iptables/ruleset.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace rulec::ipt {

// ipset keeps the type and code of ICMP where others have their port, and 0 for protocols without ports; nf_tables
// reads them at other places of the packet. So a set with ports is up to three.
enum class Face : std::uint8_t {
    whole,     // of sets without a port, or with numbers of ports only
    ports,     // TCP, UDP, UDP-Lite, SCTP
    icmp,      // ICMP of the set's family
    protocols, // any other
};

constexpr std::array<std::uint64_t, 4> kProtocolsWithPorts = {6, 17, 132, 136};
bool has_ports(std::uint64_t protocol);

bool is_whole(const ipset::Set& set); // has the face `whole` only
Face face_of(const ipset::Set& set, std::size_t element);
// Is there an element of it? Of ports there may be, once tools fill the set.
bool has_face(const ipset::Set& set, Face face);
std::uint64_t icmp_of(ipset::Family family);
Face face_of_protocol(std::uint64_t protocol, ipset::Family family);
std::string_view name_suffix(Face face);

std::string type_text(const ipset::Set& set, Face face); // "ipv4_addr . inet_proto . inet_service"

// What rules look up, with src or dst for each of the key's parts. `cut_addresses`: a netmask is applied to the
// packet's address, for sets whose elements are not as wide as the mask leaves them.
struct KeyText {
    std::string text;    // "ip saddr . meta l4proto . th dport"
    bool masked = false; // it is a computation, which `==` has to follow
    bool names_family = false;
};
KeyText key_text(const ipset::Set& set, Face face, const std::vector<bool>& from_destination, bool cut_addresses);

std::string element_text(const ipset::Set& set, Face face, const Box& box); // the key alone

} // namespace rulec::ipt
