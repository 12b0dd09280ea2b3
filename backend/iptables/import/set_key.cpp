// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/import/set_key.h"

#include "backend/iptables/import/value_text.h"
#include "compiler/catalog/datatype.h"
#include "compiler/support/check.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <netinet/in.h>

namespace rulec::ipt {
namespace {

using ipset::Part;

static_assert(kProtocolsWithPorts ==
              std::array<std::uint64_t, 4>{IPPROTO_TCP, IPPROTO_UDP, IPPROTO_SCTP, IPPROTO_UDPLITE});

bool is_v4(const ipset::Set& set) {
    return set.family == ipset::Family::inet;
}

// ---- types and fields, by part

std::string_view port_type(const ipset::Set& set, Face face) {
    switch (face) {
    case Face::whole: return "inet_service";
    case Face::ports: return "inet_proto . inet_service";
    case Face::icmp: return is_v4(set) ? "icmp_type . icmp_code" : "icmpv6_type . icmpv6_code";
    case Face::protocols: return "inet_proto";
    }
    return {};
}

std::string_view part_type(const ipset::Set& set, Part part, Face face) {
    switch (part) {
    case Part::ip:
    case Part::net: return is_v4(set) ? "ipv4_addr" : "ipv6_addr";
    case Part::port: return port_type(set, face);
    case Part::mark: return "mark";
    case Part::mac: return "ether_addr";
    case Part::interface: return "ifname";
    case Part::set: break;
    }
    RULEC_CHECK(false, "lists have no key");
    return {};
}

std::string port_field(const ipset::Set& set, Face face, bool destination) {
    const std::string_view end = destination ? "dport" : "sport";
    switch (face) {
    case Face::whole: return fmt::format("th {}", end);
    case Face::ports: return fmt::format("meta l4proto . th {}", end);
    case Face::icmp: return is_v4(set) ? "icmp type . icmp code" : "icmpv6 type . icmpv6 code";
    case Face::protocols: return "meta l4proto";
    }
    return {};
}

std::string part_field(const ipset::Set& set, Part part, Face face, bool destination) {
    switch (part) {
    case Part::ip:
    case Part::net: return fmt::format("{} {}", is_v4(set) ? "ip" : "ip6", destination ? "daddr" : "saddr");
    case Part::port: return port_field(set, face, destination);
    case Part::mark: return "meta mark";
    case Part::mac: return destination ? "ether daddr" : "ether saddr";
    case Part::interface: return destination ? "oifname" : "iifname";
    case Part::set: break;
    }
    RULEC_CHECK(false, "lists have no key");
    return {};
}

// The mask of a part before it is looked up; empty: none.
std::string mask_text(const ipset::Set& set, Part part, bool cut_addresses) {
    if (part == Part::mark && set.markmask) return hex_text(*set.markmask);
    if (part != Part::ip) return {};
    if (!set.bitmask.empty()) return address_text(set.bitmask);
    if (!set.netmask || !cut_addresses) return {};
    return address_text(prefix_mask(*set.netmask, ipset::part_len(part, set.family)));
}

// ---- elements

std::string addresses_text(BytesView low, BytesView high) {
    if (low == high) return address_text(low);
    const Bytes mask = bit_not(bit_xor(low, high));
    const auto len = prefix_len(mask);
    if (len && bit_and(low, mask) == low) return fmt::format("{}/{}", address_text(low), *len);
    return fmt::format("{}-{}", address_text(low), address_text(high));
}

std::string port_range_text(BytesView low, BytesView high) {
    return range_text(NumberRange{from_big_endian(low.substr(1)), from_big_endian(high.substr(1))});
}

std::string port_text(Face face, BytesView low, BytesView high) {
    switch (face) {
    case Face::whole: return port_range_text(low, high);
    case Face::ports: return fmt::format("{} . {}", protocol_text(low[0]), port_range_text(low, high));
    case Face::icmp: return fmt::format("{} . {}", low[1], low[2]);
    case Face::protocols: return protocol_text(low[0]);
    }
    return {};
}

std::string interface_text(const ipset::Set& set, BytesView index, std::size_t element) {
    const auto* extra = set.elements.extra_at(element);
    const bool wildcard = extra != nullptr && extra->wildcard;
    return fmt::format("\"{}{}\"", set.elements.names[from_big_endian(index)], wildcard ? "*" : "");
}

std::string mac_text(BytesView octets) {
    return fmt::format("{:02x}", fmt::join(octets, ":"));
}

std::string part_text(const ipset::Set& set, Part part, Face face, const Box& box) {
    switch (part) {
    case Part::ip:
    case Part::net: return addresses_text(box.low, box.high);
    case Part::port: return port_text(face, box.low, box.high);
    case Part::mark: return hex_text(from_big_endian(box.low));
    case Part::mac: return mac_text(box.low);
    case Part::interface: return interface_text(set, box.low, box.element);
    case Part::set: break;
    }
    RULEC_CHECK(false, "lists have no key");
    return {};
}

std::optional<std::size_t> port_offset(const ipset::Set& set) {
    std::size_t offset = 0;
    for (const Part part : set.type->parts) {
        if (part == Part::port) return offset;
        offset += ipset::part_len(part, set.family);
    }
    return std::nullopt;
}

} // namespace

bool has_ports(std::uint64_t protocol) {
    return std::ranges::find(kProtocolsWithPorts, protocol) != kProtocolsWithPorts.end();
}

bool is_whole(const ipset::Set& set) {
    return set.type->storage == ipset::Storage::bitmap || !port_offset(set);
}

std::uint64_t icmp_of(ipset::Family family) {
    if (family == ipset::Family::inet) return IPPROTO_ICMP;
    return IPPROTO_ICMPV6;
}

Face face_of_protocol(std::uint64_t protocol, ipset::Family family) {
    if (has_ports(protocol)) return Face::ports;
    return protocol == icmp_of(family) ? Face::icmp : Face::protocols;
}

bool has_face(const ipset::Set& set, Face face) {
    if (is_whole(set) || face == Face::whole) return is_whole(set) && face == Face::whole;
    if (face == Face::ports) return true;
    for (std::size_t i = 0; i < set.elements.count; ++i) {
        if (face_of(set, i) == face) return true;
    }
    return false;
}

Face face_of(const ipset::Set& set, std::size_t element) {
    if (is_whole(set)) return Face::whole;
    return face_of_protocol(set.elements.low_at(element)[*port_offset(set)], set.family);
}

std::string_view name_suffix(Face face) {
    switch (face) {
    case Face::whole:
    case Face::ports: return "";
    case Face::icmp: return "_icmp";
    case Face::protocols: return "_protocols";
    }
    return {};
}

std::string type_text(const ipset::Set& set, Face face) {
    std::vector<std::string_view> types;
    for (const Part part : set.type->parts)
        types.push_back(part_type(set, part, face));
    return fmt::format("{}", fmt::join(types, " . "));
}

KeyText key_text(const ipset::Set& set, Face face, const std::vector<bool>& from_destination, bool cut_addresses) {
    KeyText key;
    const std::span<const Part> parts = set.type->parts;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        std::string field = part_field(set, parts[i], face, from_destination[i]);
        const std::string mask = mask_text(set, parts[i], cut_addresses);
        if (!mask.empty()) field = fmt::format("{} & {}", field, mask);
        if (!mask.empty() && parts.size() > 1) field = fmt::format("({})", field);
        key.masked = key.masked || (!mask.empty() && parts.size() == 1);
        key.names_family = key.names_family || parts[i] == Part::ip || parts[i] == Part::net;
        key.text += (i > 0 ? " . " : "") + field;
    }
    key.names_family = key.names_family || face == Face::icmp;
    return key;
}

std::string element_text(const ipset::Set& set, Face face, const Box& box) {
    std::string text;
    std::size_t offset = 0;
    for (const Part part : set.type->parts) {
        const std::size_t len = ipset::part_len(part, set.family);
        const Box slice = {box.low.substr(offset, len), box.high.substr(offset, len), box.element};
        text += (offset > 0 ? " . " : "") + part_text(set, part, face, slice);
        offset += len;
    }
    return text;
}

} // namespace rulec::ipt
