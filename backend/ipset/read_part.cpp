// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/ipset/read_part.h"

#include "backend/iptables/argument_values.h"
#include "backend/iptables/icmp_types.h"
#include "compiler/catalog/datatype.h"

#include <algorithm>
#include <utility>

#include <netinet/in.h>

namespace rulec::ipset {
namespace {

using ipt::cut;

PartRange one(Bytes octets) {
    return {.low = octets, .high = std::move(octets)};
}

ipt::Family ipt_family(Family family) {
    return family == Family::inet ? ipt::Family::ipv4 : ipt::Family::ipv6;
}

std::optional<PartRange> read_network(std::string_view address, std::string_view bits_text, Family family) {
    const std::size_t len = part_len(Part::ip, family);
    const auto octets = ipt::read_plain_address(address, ipt_family(family));
    const auto bits = ipt::read_number(bits_text, len * 8);
    if (!octets || !bits) return std::nullopt;
    const Bytes mask = prefix_mask(*bits, len);
    return PartRange{.low = bit_and(*octets, mask), .high = bit_or(*octets, bit_not(mask))};
}

// ---- ports

constexpr std::uint8_t kWithPorts[] = {IPPROTO_TCP, IPPROTO_UDP, IPPROTO_UDPLITE, IPPROTO_SCTP};

Bytes port_octets(std::uint64_t protocol, std::uint64_t port) {
    return big_endian(protocol << 16 | port, 3);
}

// Names with a dash stand in brackets.
std::optional<std::uint64_t> read_port(std::string_view text) {
    if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
    return ipt::read_service(text);
}

std::optional<PartRange> read_port_range(std::uint64_t protocol, std::string_view text) {
    const std::size_t name_end = text.starts_with('[') ? text.find(']') : 0;
    const std::size_t dash = name_end == text.npos ? text.npos : text.find('-', name_end);
    const auto first = read_port(text.substr(0, dash));
    const auto last = dash == text.npos ? first : read_port(text.substr(dash + 1));
    if (!first || !last || *last < *first) return std::nullopt;
    return PartRange{port_octets(protocol, *first), port_octets(protocol, *last)};
}

// "8/0", "echo-request"; a name without a code has the code 0.
std::optional<PartRange> read_icmp(std::uint64_t protocol, std::string_view text, Family family) {
    const auto [type_text, code_text] = cut(text, '/');
    if (code_text) {
        const auto type = ipt::read_number(type_text, 255);
        const auto code = ipt::read_number(*code_text, 255);
        return type && code ? std::optional(one(port_octets(protocol, *type << 8 | *code))) : std::nullopt;
    }
    const auto names = ipt::icmp_names(ipt_family(family));
    const auto found = std::ranges::find(names, text, &ipt::IcmpName::name);
    if (found == names.end()) return std::nullopt;
    return one(port_octets(protocol, static_cast<std::uint64_t>(found->type) << 8 |
                                         static_cast<std::uint64_t>(std::max(found->code, 0))));
}

} // namespace

std::optional<PartRange> read_addresses(std::string_view text, Family family, bool networks) {
    const auto [address, bits] = cut(text, '/');
    if (bits) return networks || family == Family::inet ? read_network(address, *bits, family) : std::nullopt;
    const auto [first_text, last_text] = cut(text, '-');
    if (last_text && family == Family::inet6) return std::nullopt;
    auto first = ipt::read_plain_address(first_text, ipt_family(family));
    auto last = last_text ? ipt::read_plain_address(*last_text, ipt_family(family)) : first;
    if (!first || !last || *last < *first) return std::nullopt;
    return PartRange{*std::move(first), *std::move(last)};
}

std::optional<PartRange> read_ports(std::string_view text, Family family) {
    auto [protocol_text, rest] = cut(text, ':');
    if (!rest) return read_port_range(IPPROTO_TCP, text);
    if (protocol_text == "icmpv6") protocol_text = "ipv6-icmp";
    const auto protocol = ipt::find_protocol_number(protocol_text);
    if (!protocol || *protocol == 0) return std::nullopt;
    if (std::ranges::find(kWithPorts, *protocol) != std::end(kWithPorts)) return read_port_range(*protocol, *rest);
    if (*protocol == IPPROTO_ICMP || *protocol == IPPROTO_ICMPV6) {
        const bool of_family = (*protocol == IPPROTO_ICMP) == (family == Family::inet);
        return of_family ? read_icmp(*protocol, *rest, family) : std::nullopt;
    }
    if (ipt::read_number(*rest, 0) != 0U) return std::nullopt;
    return one(port_octets(*protocol, 0));
}

std::optional<PartRange> read_mark(std::string_view text) {
    const auto number = ipt::read_number(text, UINT32_MAX);
    return number ? std::optional(one(big_endian(*number, 4))) : std::nullopt;
}

std::optional<PartRange> read_mac(std::string_view text) {
    Bytes octets;
    for (const std::string_view part : ipt::split(text, ':')) {
        const auto octet = part.size() <= 2 ? ipt::read_hex(part, 0xff) : std::nullopt;
        if (!octet) return std::nullopt;
        octets.push_back(static_cast<unsigned char>(*octet));
    }
    return octets.size() == 6 ? std::optional(one(std::move(octets))) : std::nullopt;
}

} // namespace rulec::ipset
