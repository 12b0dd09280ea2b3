// SPDX-License-Identifier: GPL-2.0-or-later
// The part of argument_values.h that is about addresses.
#include "backend/iptables/argument_values.h"

#include <algorithm>
#include <array>
#include <tuple>

#include <arpa/inet.h>

namespace rulec::ipt {
namespace {

std::size_t byte_len(Family family) {
    return family == Family::ipv4 ? 4 : 16;
}

// "10/8" is 10.0.0.0/8, but only with a mask.
std::string padded(std::string_view text, Family family) {
    std::string full(text);
    if (family == Family::ipv6 || text.empty()) return full;
    for (auto dots = std::ranges::count(text, '.'); dots < 3; ++dots)
        full += ".0";
    return full;
}

} // namespace

std::optional<Bytes> read_plain_address(std::string_view text, Family family) {
    std::array<unsigned char, 16> octets{};
    if (text.find('\0') != text.npos) return std::nullopt;
    const int kind = family == Family::ipv4 ? AF_INET : AF_INET6;
    if (inet_pton(kind, std::string(text).c_str(), octets.data()) != 1) return std::nullopt;
    return Bytes(octets.data(), byte_len(family));
}

std::optional<Bytes> read_mask(std::string_view text, Family family) {
    const std::size_t len = byte_len(family);
    if (const auto bits = read_number(text, len * 8)) return prefix_mask(*bits, len);
    return read_plain_address(text, family);
}

std::optional<Address> read_address(std::string_view text, Family family) {
    const auto [address_text, mask_text] = cut(text, '/');
    const auto mask = mask_text ? read_mask(*mask_text, family) : prefix_mask(byte_len(family) * 8, byte_len(family));
    const auto octets =
        read_plain_address(mask_text ? padded(address_text, family) : std::string(address_text), family);
    if (!mask || !octets) return std::nullopt;
    return Address{.octets = bit_and(*octets, *mask), .mask = *mask};
}

std::optional<AddressRange> read_address_range(std::string_view text, Family family) {
    const auto [first_text, last_text] = cut(text, '-');
    const auto first = read_plain_address(first_text, family);
    const auto last = last_text ? read_plain_address(*last_text, family) : first;
    if (!first || !last || *last < *first) return std::nullopt;
    return AddressRange{*first, *last};
}

std::optional<std::string> read_mac(std::string_view text) {
    const auto parts = split(text, ':');
    if (parts.size() != 6) return std::nullopt;
    Bytes octets;
    for (const std::string_view part : parts) {
        const auto octet = part.size() <= 2 ? read_hex(part, 0xff) : std::nullopt;
        if (!octet) return std::nullopt;
        octets.push_back(static_cast<unsigned char>(*octet));
    }
    std::string mac;
    for (std::size_t i = 0; i < octets.size(); ++i)
        mac += (i > 0 ? ":" : "") + to_hex(BytesView(octets).substr(i, 1));
    return mac;
}

// ---- nat

std::optional<NatTarget> read_nat_port_range(std::string_view text) {
    NatTarget target;
    const auto [ports_text, base_text] = cut(text, '/');
    if (base_text) {
        const auto base = read_service(*base_text);
        if (!base || *base == 0) return std::nullopt;
        target.base_port = static_cast<std::uint16_t>(*base);
    }
    // A name may hold a hyphen, but a range is of numbers.
    if (const auto port = read_service(ports_text)) {
        if (target.base_port) return std::nullopt;
        target.ports = NumberRange{*port, *port};
        return target;
    }
    const auto range =
        read_range(ports_text, '-', 65535, [](std::string_view end) { return read_number(end, 65535); });
    if (!range || ports_text.starts_with('-') || ports_text.ends_with('-')) return std::nullopt;
    target.ports = *range;
    return target;
}

// IPv6 addresses stand in brackets where a port follows: one pair around all of a range.
std::optional<NatTarget> read_nat(std::string_view text, Family family) {
    NatTarget target;
    std::string_view addresses = text;
    std::optional<std::string_view> ports;
    if (family == Family::ipv6 && text.starts_with('[')) {
        const std::size_t end = text.find(']');
        if (end == text.npos) return std::nullopt;
        addresses = text.substr(1, end - 1);
        const std::string_view rest = text.substr(end + 1);
        if (!rest.empty() && rest[0] != ':') return std::nullopt;
        if (!rest.empty()) ports = rest.substr(1);
    } else if (family == Family::ipv4 || (text.starts_with(':') && !text.starts_with("::"))) {
        std::tie(addresses, ports) = cut(text, ':');
    }
    if (ports) {
        auto with_ports = read_nat_port_range(*ports);
        if (!with_ports) return std::nullopt;
        target = *with_ports;
    }
    if (addresses.empty() && ports) return target;
    target.addresses = read_address_range(addresses, family);
    return target.addresses ? std::optional(target) : std::nullopt;
}

} // namespace rulec::ipt
