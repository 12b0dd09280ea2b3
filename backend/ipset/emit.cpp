// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/ipset/emit.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>

#include <arpa/inet.h>
#include <fmt/format.h>

namespace rulec::ipset {
namespace {

void add_number(std::string& text, std::uint64_t value) {
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    text.append(digits.data(), end);
}

void add_address(std::string& text, BytesView octets) {
    if (octets.size() == 4) {
        for (std::size_t i = 0; i < 4; ++i) {
            if (i > 0) text += '.';
            add_number(text, octets[i]);
        }
        return;
    }
    std::array<char, INET6_ADDRSTRLEN> spelled{};
    text += inet_ntop(AF_INET6, octets.data(), spelled.data(), spelled.size());
}

// The length of the prefix that low to high are; none: they are no prefix.
std::optional<std::size_t> prefix_len(BytesView low, BytesView high) {
    std::size_t len = 0;
    while (len < low.size() && low[len] == high[len])
        ++len;
    if (len == low.size()) return len * 8;
    const auto differing = static_cast<unsigned char>(low[len] ^ high[len]);
    const bool whole = (differing & (differing + 1)) == 0 && (low[len] & differing) == 0 &&
                       std::ranges::all_of(low.substr(len + 1), [](unsigned char octet) { return octet == 0; }) &&
                       std::ranges::all_of(high.substr(len + 1), [](unsigned char octet) { return octet == 0xff; });
    return whole ? std::optional(len * 8 + static_cast<std::size_t>(std::countl_zero(differing))) : std::nullopt;
}

void add_addresses(std::string& text, BytesView low, BytesView high) {
    add_address(text, low);
    if (low == high) return;
    if (const auto len = prefix_len(low, high)) {
        text += '/';
        add_number(text, *len);
    } else {
        text += '-';
        add_address(text, high);
    }
}

struct ProtocolName {
    std::uint8_t number;
    std::string_view name;
};
constexpr auto kProtocolNames = std::to_array<ProtocolName>({
    {1, "icmp"},
    {6, "tcp"},
    {17, "udp"},
    {58, "icmpv6"},
    {132, "sctp"},
    {136, "udplite"},
});

void add_protocol(std::string& text, std::uint8_t protocol) {
    const auto* row = std::ranges::find(kProtocolNames, protocol, &ProtocolName::number);
    if (row != kProtocolNames.end()) {
        text += row->name;
    } else {
        add_number(text, protocol);
    }
    text += ':';
}

std::uint64_t port_number(BytesView part) {
    return from_big_endian(part.substr(1));
}

bool is_icmp(std::uint8_t protocol) {
    return protocol == 1 || protocol == 58;
}

// "tcp:80", "tcp:80-90", "icmp:8/0"; in a bitmap of ports without the protocol.
void add_ports(std::string& text, BytesView low, BytesView high, Storage storage) {
    if (storage == Storage::hash) add_protocol(text, low[0]);
    if (storage == Storage::hash && is_icmp(low[0])) {
        text += fmt::format("{}/{}", low[1], low[2]);
        return;
    }
    add_number(text, port_number(low));
    if (low == high) return;
    text += '-';
    add_number(text, port_number(high));
}

void add_mac(std::string& text, BytesView octets) {
    for (std::size_t i = 0; i < octets.size(); ++i)
        text += fmt::format("{}{:02X}", i == 0 ? "" : ":", octets[i]);
}

void add_part(std::string& text, const Set& set, Part part, BytesView low, BytesView high) {
    switch (part) {
    case Part::ip:
    case Part::net: return add_addresses(text, low, high);
    case Part::port: return add_ports(text, low, high, set.type->storage);
    case Part::mark: text += fmt::format("0x{:08x}", from_big_endian(low)); return;
    case Part::mac: return add_mac(text, low);
    case Part::interface:
    case Part::set: text += set.elements.names[from_big_endian(low)]; return;
    }
}

void add_key(std::string& text, const Set& set, std::size_t i, const ElementExtra* extra) {
    const BytesView low = set.elements.low_at(i), high = set.elements.high_at(i);
    std::size_t at = 0;
    for (const Part part : set.type->parts) {
        const std::size_t len = part_len(part, set.family);
        if (at > 0) text += ',';
        if (part == Part::interface && extra != nullptr && extra->physdev) text += "physdev:";
        add_part(text, set, part, low.substr(at, len), high.substr(at, len));
        at += len;
    }
}

template <class Number>
void add_word(std::string& text, std::string_view word, const std::optional<Number>& value) {
    if (!value) return;
    text += word;
    add_number(text, *value);
}

void add_extra(std::string& text, const ElementExtra& extra) {
    add_word(text, " timeout ", extra.timeout_s);
    add_word(text, " packets ", extra.packets);
    add_word(text, " bytes ", extra.bytes);
    if (extra.comment) text += fmt::format(" comment \"{}\"", *extra.comment);
    if (extra.wildcard) text += " wildcard";
    if (extra.nomatch) text += " nomatch";
}

// "10.0.0.0-10.0.0.255" or "0-65535".
std::string bitmap_range(const Set& set) {
    const auto end = [&](BytesView octets) {
        std::string text;
        if (set.type->parts[0] == Part::port) {
            add_number(text, port_number(octets));
        } else {
            add_address(text, octets);
        }
        return text;
    };
    return end(set.first) + '-' + end(set.last);
}

std::string create_line(const Set& set) {
    std::string text = fmt::format("create {} {}", set.name, set.type->name);
    switch (set.type->storage) {
    case Storage::hash:
        if (set.type->parts[0] != Part::mac) text += set.family == Family::inet ? " family inet" : " family inet6";
        break;
    case Storage::bitmap: text += " range " + bitmap_range(set); break;
    case Storage::list: break;
    }
    if (set.netmask) text += fmt::format(" netmask {}", *set.netmask);
    if (!set.bitmask.empty()) {
        text += " bitmask ";
        add_address(text, set.bitmask);
    }
    if (set.markmask) text += fmt::format(" markmask 0x{:08x}", *set.markmask);
    add_word(text, " hashsize ", set.hashsize);
    add_word(text, " maxelem ", set.maxelem);
    add_word(text, " size ", set.list_size);
    add_word(text, " timeout ", set.timeout_s);
    if (set.counters) text += " counters";
    if (set.comments) text += " comment";
    if (set.skbinfo) text += " skbinfo";
    if (set.forceadd) text += " forceadd";
    return text;
}

Span element_span(const Set& set, std::size_t i) {
    return set.elements.spans.empty() ? set.span : set.elements.spans[i];
}

void add_set(RestoreText& out, const Set& set) {
    out.text += create_line(set) + '\n';
    out.lines.push_back(set.span);
    const std::string head = "add " + set.name + ' ';
    auto extra = set.elements.extras.begin();
    for (std::size_t i = 0; i < set.elements.count; ++i) {
        out.text += head;
        const bool has_extra = extra != set.elements.extras.end() && extra->index == i;
        add_key(out.text, set, i, has_extra ? &*extra : nullptr);
        if (has_extra) add_extra(out.text, *extra++);
        out.text += '\n';
        out.lines.push_back(element_span(set, i));
    }
}

} // namespace

RestoreText emit(const Sets& sets) {
    RestoreText out;
    for (const Set& set : sets.sets)
        add_set(out, set);
    return out;
}

} // namespace rulec::ipset
