// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/catalog/datatype.h"
#include "compiler/catalog/parse_literal.h"

#include <charconv>

namespace rulec::catalog {
namespace {

// More octets than any field has. A number that long is only looked through: multiplying on would take a time that
// grows with the square of its digits.
constexpr std::size_t kTooLarge = 256;

// The base that the prefix of `text` says, without which `text` is left.
unsigned take_prefix(std::string_view& text) {
    if (text.starts_with("0x") || text.starts_with("0X")) {
        text.remove_prefix(2);
        return 16;
    }
    return text.size() > 1 && text.front() == '0' ? 8 : 10;
}

// value * base + digit, on octets with the least significant first.
void append_digit(Bytes& little_endian, unsigned base, unsigned digit) {
    unsigned carry = digit;
    for (unsigned char& octet : little_endian) {
        carry += octet * base;
        octet = static_cast<unsigned char>(carry & 0xff);
        carry >>= 8;
    }
    if (carry != 0) little_endian.push_back(static_cast<unsigned char>(carry));
}

} // namespace

std::optional<std::uint64_t> parse_number(std::string_view text) {
    const unsigned base = take_prefix(text);
    std::uint64_t value = 0;
    const char* const last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, value, static_cast<int>(base));
    if (error != std::errc{} || end != last) return std::nullopt;
    return value;
}

std::optional<Bytes> parse_integer(std::string_view text, unsigned base) {
    if (base == 0) base = take_prefix(text);
    if (text.empty()) return std::nullopt;
    Bytes little_endian;
    for (const char c : text) {
        unsigned digit = 0;
        const auto [end, error] = std::from_chars(&c, &c + 1, digit, static_cast<int>(base));
        if (error != std::errc{} || end != &c + 1) return std::nullopt;
        if (little_endian.size() < kTooLarge) append_digit(little_endian, base, digit);
    }
    return reversed(little_endian);
}

} // namespace rulec::catalog
