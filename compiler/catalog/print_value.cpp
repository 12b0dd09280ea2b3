// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/catalog/print_value.h"

#include "compiler/catalog/parse_literal.h"
#include "compiler/catalog/well_known_names.h"

#include <algorithm>
#include <array>
#include <bit>

#include <arpa/inet.h>
#include <fmt/chrono.h>
#include <fmt/format.h>

namespace rulec::catalog {
namespace {

// Any number, most significant octet first, in decimal.
std::string print_decimal(BytesView bytes) {
    if (bytes.size() <= sizeof(std::uint64_t)) return fmt::to_string(from_big_endian(bytes));
    Bytes left(bytes);
    std::string digits;
    while (std::ranges::any_of(left, [](unsigned char octet) { return octet != 0; })) {
        unsigned rest = 0;
        for (unsigned char& octet : left) {
            rest = rest << 8 | octet;
            octet = static_cast<unsigned char>(rest / 10);
            rest %= 10;
        }
        digits.insert(digits.begin(), static_cast<char>('0' + rest));
    }
    return digits.empty() ? "0" : digits;
}

std::string print_hex(std::uint32_t bit_len, BytesView bytes) {
    const std::string digits = to_hex(bytes);
    const std::size_t wanted = bit_len == 0 ? digits.size() : (bit_len + 3) / 4;
    return "0x" + digits.substr(digits.size() - std::min(digits.size(), wanted));
}

std::string print_plain_number(const DataType& type, std::uint32_t bit_len, BytesView bytes) {
    constexpr std::size_t kLargestDecimal = 8; // octets; beyond it hex is easier on the eye, and what nft shows
    if (type.basehex) return print_hex(bit_len, bytes);
    if (bytes.size() <= kLargestDecimal) return print_decimal(bytes);
    const std::string digits = to_hex(bytes);
    const std::size_t first = std::min(digits.find_first_not_of('0'), digits.size() - 1);
    return "0x" + digits.substr(first);
}

// Names that nft 1.0.6 lists and does not read back: in these places it takes them for the beginning of something
// else.
bool reads_back(const DataType& type, std::string_view name) {
    constexpr std::string_view kKeywords[] = {"helper", "mark", "secmark"};
    return type.id != TypeId::ct_event || std::ranges::find(kKeywords, name) == std::end(kKeywords);
}

std::string_view symbol_of(const DataType& type, std::uint64_t number) {
    const auto row = std::ranges::find(type.symbols, number, &Symbol::value);
    return row == type.symbols.end() || !reads_back(type, row->name) ? std::string_view() : row->name;
}

// Every bit by its name, lowest first; empty if one has none.
std::string print_flags(const DataType& type, std::uint64_t number, ValueStyle style) {
    std::string text;
    for (std::uint64_t left = number; left != 0; left &= left - 1) {
        const std::string_view name = symbol_of(type, left & (~left + 1));
        if (name.empty()) return {};
        if (!text.empty()) text += style == ValueStyle::list ? "," : " | ";
        text += name;
    }
    return text;
}

// Names that a host's own files give are quoted in listings.
bool is_quoted(const DataType& type) {
    return type.id == TypeId::realm || type.id == TypeId::devgroup || type.notation == Notation::day;
}

std::string print_number_or_symbol(const DataType& type, std::uint32_t bit_len, BytesView bytes, ValueStyle style) {
    const bool plain = style == ValueStyle::number || bytes.size() > sizeof(std::uint64_t);
    if (plain) return print_plain_number(type, bit_len, bytes);
    const std::uint64_t number = from_big_endian(bytes);
    if (const auto name = symbol_of(type, number); !name.empty())
        return is_quoted(type) ? fmt::format("\"{}\"", name) : std::string(name);
    std::string flags = type.bitmask ? print_flags(type, number, style) : "";
    return flags.empty() ? print_plain_number(type, bit_len, bytes) : flags;
}

std::string print_address(int family, BytesView bytes) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    const std::size_t expected = family == AF_INET ? 4 : 16;
    if (bytes.size() != expected) return print_hex(0, bytes);
    return inet_ntop(family, bytes.data(), text.data(), text.size());
}

std::string print_mac(BytesView bytes) {
    std::string text;
    for (const unsigned char octet : bytes)
        text += fmt::format("{}{:02x}", text.empty() ? "" : ":", octet);
    return text;
}

// A star at the end would be a wildcard, and is one only when a prefix is meant: `eth\*` is the name with a star.
std::string print_string(BytesView bytes) {
    const BytesView used = bytes.substr(0, std::min(bytes.find(static_cast<unsigned char>(0)), bytes.size()));
    std::string text(used.begin(), used.end());
    if (text.ends_with('*')) text.insert(text.size() - 1, 1, '\\');
    return fmt::format("\"{}\"", text);
}

std::string print_protocol(BytesView bytes, ValueStyle style) {
    const std::uint64_t number = from_big_endian(bytes);
    const bool plain = style == ValueStyle::number || number > 255;
    const std::string_view name = plain ? "" : protocol_name(static_cast<std::uint8_t>(number));
    return name.empty() ? print_decimal(bytes) : std::string(name);
}

constexpr std::int64_t kDay_s = 86'400;

std::string print_hour(std::uint64_t utc_s) {
    const auto local = (static_cast<std::int64_t>(utc_s) + utc_offset_s(std::time(nullptr)) + kDay_s) % kDay_s;
    const std::string minutes = fmt::format("{:02}:{:02}", local / 3600, local / 60 % 60);
    return local % 60 == 0 ? fmt::format("\"{}\"", minutes) : fmt::format("\"{}:{:02}\"", minutes, local % 60);
}

std::string print_date(std::uint64_t ns) {
    constexpr std::uint64_t kSecond = 1'000'000'000;
    const auto when = static_cast<std::time_t>(ns / kSecond);
    std::tm local{};
    const std::time_t shifted = when + utc_offset_s(when);
    gmtime_r(&shifted, &local);
    return fmt::format("\"{:%Y-%m-%d %H:%M:%S}\"", local);
}

std::string print_classid(const DataType& type, BytesView bytes) {
    const std::uint64_t number = from_big_endian(bytes);
    if (const auto name = symbol_of(type, number); !name.empty()) return std::string(name);
    return fmt::format("{:x}:{:x}", number >> 16, number & 0xffff);
}

// The numbers of the bits that are set.
std::string print_bits(BytesView bytes) {
    std::string text;
    for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
        if ((bytes[bytes.size() - 1 - bit / 8] >> (bit % 8) & 1) == 0) continue;
        text += fmt::format("{}{}", text.empty() ? "" : ",", bit);
    }
    return text;
}

} // namespace

std::string print_duration_ms(std::uint64_t ms) {
    struct Unit {
        std::string_view name;
        std::uint64_t ms;
    };
    constexpr Unit kUnits[] = {{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}};
    std::string text;
    for (const Unit& unit : kUnits) {
        if (ms >= unit.ms) text += fmt::format("{}{}", ms / unit.ms, unit.name);
        ms %= unit.ms;
    }
    return text.empty() ? "0s" : text;
}

bool ranges_are_prefixes(const DataType& type) {
    return type.notation == Notation::address4 || type.notation == Notation::address6 || type.id == TypeId::mark ||
           type.id == TypeId::ether_addr;
}

std::string print_value(const DataType& type, std::uint32_t bit_len, BytesView bytes, ValueStyle style) {
    switch (type.notation) {
    case Notation::number:
    case Notation::boolean:
    case Notation::day:
    case Notation::interface:
    case Notation::user:
    case Notation::group:
    case Notation::cgroup:
    case Notation::verdict: return print_number_or_symbol(type, bit_len, bytes, style);
    case Notation::service: return print_decimal(bytes);
    case Notation::protocol: return print_protocol(bytes, style);
    case Notation::address4: return print_address(AF_INET, bytes);
    case Notation::address6: return print_address(AF_INET6, bytes);
    case Notation::mac: return print_mac(bytes);
    case Notation::string: return print_string(bytes);
    case Notation::time: return print_duration_ms(from_big_endian(bytes));
    case Notation::date: return print_date(from_big_endian(bytes));
    case Notation::hour: return print_hour(from_big_endian(bytes));
    case Notation::classid: return print_classid(type, bytes);
    case Notation::bit: return print_bits(bytes);
    }
    return print_hex(bit_len, bytes);
}

} // namespace rulec::catalog
