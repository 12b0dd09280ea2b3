// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/catalog/datatype.h"
#include "compiler/catalog/parse_literal.h"

#include <algorithm>
#include <array>

namespace rulec::catalog {
namespace {

std::optional<unsigned> hex_digit(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
    return std::nullopt;
}

// One to `max_digits` hex digits.
std::optional<unsigned> parse_group(std::string_view text, std::size_t max_digits) {
    if (text.empty() || text.size() > max_digits) return std::nullopt;
    unsigned value = 0;
    for (const char c : text) {
        const auto digit = hex_digit(c);
        if (!digit) return std::nullopt;
        value = value << 4 | *digit;
    }
    return value;
}

// The groups of one side of "::", written to `out` as halfwords; none if malformed or more than eight.
// A dotted quad may stand last.
std::optional<std::size_t> parse_halfwords(std::string_view text, bool quad_may_end,
                                           std::span<std::uint16_t, 8> out) {
    std::size_t count = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(':'), text.size());
        const std::string_view group = text.substr(0, end);
        const bool last = end == text.size();
        if (last && quad_may_end && group.find('.') != group.npos) {
            const auto quad = parse_ipv4(group);
            if (!quad || std::ranges::count(group, '.') != 3 || count > 6) return std::nullopt;
            out[count++] = static_cast<std::uint16_t>((*quad)[0] << 8 | (*quad)[1]);
            out[count++] = static_cast<std::uint16_t>((*quad)[2] << 8 | (*quad)[3]);
            return count;
        }
        const auto value = parse_group(group, 4);
        if (!value || count == 8) return std::nullopt;
        out[count++] = static_cast<std::uint16_t>(*value);
        if (last) break;
        text.remove_prefix(end + 1);
        if (text.empty()) return std::nullopt; // a single colon at the end
    }
    return count;
}

} // namespace

std::optional<std::array<unsigned char, 4>> parse_dotted_quad(std::string_view text) {
    std::array<unsigned char, 4> quad{};
    std::size_t at = 0;
    for (std::size_t part = 0; part < quad.size(); ++part) {
        if (part > 0 && (at == text.size() || text[at++] != '.')) return std::nullopt;
        unsigned value = 0;
        const std::size_t begin = at;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at)
            value = value * 10 + static_cast<unsigned>(text[at] - '0');
        const std::size_t digits = at - begin;
        if (digits == 0 || digits > 3 || value > 255 || (digits > 1 && text[begin] == '0')) return std::nullopt;
        quad[part] = static_cast<unsigned char>(value);
    }
    if (at != text.size()) return std::nullopt;
    return quad;
}

std::optional<Bytes> parse_ipv4(std::string_view text) {
    if (const auto quad = parse_dotted_quad(text)) return Bytes(quad->begin(), quad->end());
    std::uint64_t value = 0;
    for (unsigned part = 0; part < 4; ++part) {
        const std::size_t end = std::min(text.find('.'), text.size());
        const auto number = parse_number(text.substr(0, end));
        if (!number) return std::nullopt;
        const bool last = end == text.size();
        const unsigned room_bits = last ? 32 - 8 * part : 8;
        if (*number >> room_bits != 0) return std::nullopt;
        value = value << room_bits | *number;
        if (last) return big_endian(value, 4);
        text.remove_prefix(end + 1);
    }
    return std::nullopt;
}

std::optional<Bytes> parse_ipv6(std::string_view text) {
    if (text.size() >= 2 && text.front() == '[' && text.back() == ']') text = text.substr(1, text.size() - 2);
    if (text.find(':') == text.npos) return std::nullopt;

    std::array<std::uint16_t, 8> words{}, tail{};
    const std::size_t gap = text.find("::");
    const auto head_len = parse_halfwords(text.substr(0, gap), gap == text.npos, words);
    if (!head_len) return std::nullopt;
    if (gap == text.npos) {
        if (*head_len != 8) return std::nullopt;
    } else {
        const auto tail_len = parse_halfwords(text.substr(gap + 2), true, tail);
        if (!tail_len || *head_len + *tail_len > 7) return std::nullopt;
        std::copy_n(tail.begin(), *tail_len, words.end() - static_cast<std::ptrdiff_t>(*tail_len));
    }

    Bytes address;
    for (const std::uint16_t word : words) {
        address.push_back(static_cast<unsigned char>(word >> 8));
        address.push_back(static_cast<unsigned char>(word & 0xff));
    }
    return address;
}

std::optional<Bytes> parse_mac(std::string_view text, std::size_t byte_len) {
    Bytes octets;
    for (;;) {
        const std::size_t end = std::min(text.find_first_of(":-"), text.size());
        const auto octet = parse_group(text.substr(0, end), 2);
        if (!octet) return std::nullopt;
        octets.push_back(static_cast<unsigned char>(*octet));
        if (end == text.size()) break;
        text.remove_prefix(end + 1);
    }
    if (octets.size() > byte_len) return std::nullopt;
    return Bytes(byte_len - octets.size(), 0) + octets;
}

} // namespace rulec::catalog
