// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/import/u32_text.h"

#include "backend/iptables/argument_values.h"
#include "backend/iptables/import/value_text.h"

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

constexpr std::uint64_t kWord = 0xffffffff;

std::string without_spaces(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (c != ' ' && c != '\t') result += c;
    }
    return result;
}

// A number at the front of `text`, which is cut off.
std::optional<std::uint64_t> take_number(std::string_view& text) {
    const std::size_t end = std::min(text.find_first_of("&<>@=,:"), text.size());
    const auto number = read_number(text.substr(0, end), kWord);
    text.remove_prefix(end);
    return number;
}

bool take(std::string_view& text, std::string_view word) {
    if (!text.starts_with(word)) return false;
    text.remove_prefix(word.size());
    return true;
}

// The length of the header of IPv4, from where on offsets count then: "0>>22&0x3c@", its numbers written anyhow.
bool take_header_length(std::string_view& text) {
    std::string_view rest = text;
    const auto takes = [&](std::uint64_t number, std::string_view sign) {
        return take_number(rest) == number && take(rest, sign);
    };
    if (!takes(0, ">>") || !takes(22, "&") || !takes(0x3c, "@")) return false;
    text = rest;
    return true;
}

// What the word at the offset goes through before it is compared: (word & mask) >> shift.
struct Reading {
    std::uint64_t mask = kWord;
    std::uint64_t shift = 0;
};

std::optional<Reading> read_operations(std::string_view& text) {
    Reading reading;
    while (!text.empty()) {
        const bool shifts = take(text, ">>");
        if (!shifts && !take(text, "&")) return std::nullopt;
        const auto number = take_number(text);
        if (!number) return std::nullopt;
        if (shifts) {
            reading.shift += *number;
            if (reading.shift > 31) return std::nullopt;
        } else {
            reading.mask &= *number << reading.shift;
        }
    }
    reading.mask &= kWord << reading.shift;
    return reading;
}

// Values of the result, as values of the word before it was shifted.
std::optional<std::string> read_values(std::string_view text, const Reading& reading) {
    std::vector<std::string> values;
    for (const std::string_view part : split(text, ',')) {
        const auto range = read_range(part, ':', kWord, [](std::string_view end) { return read_number(end, kWord); });
        if (!range) return std::nullopt;
        const std::uint64_t first = range->first << reading.shift;
        const std::uint64_t last = (range->last << reading.shift);
        if (last > kWord) return std::nullopt;
        values.push_back(first == last ? hex_text(first) : fmt::format("{}-{}", hex_text(first), hex_text(last)));
    }
    return braced(values);
}

std::optional<Clause> read_test(std::string_view text) {
    const auto [left, right] = cut(text, '=');
    if (!right) return std::nullopt;
    std::string_view location = left;
    const std::string_view base = take_header_length(location) ? "th" : "nh";
    const auto offset = take_number(location);
    if (!offset || *offset > 200) return std::nullopt;
    const auto reading = read_operations(location);
    if (!reading) return std::nullopt;
    const auto values = read_values(*right, *reading);
    if (!values) return std::nullopt;
    std::string field = fmt::format("@{},{},32", base, *offset * 8);
    if (reading->mask != kWord) field += fmt::format(" & {}", hex_text(reading->mask));
    return Clause{.field = std::move(field), .value = *values};
}

} // namespace

std::optional<Clauses> u32_tests(std::string_view text) {
    const std::string compact = without_spaces(text);
    std::string_view rest = compact;
    Clauses tests;
    for (;;) {
        const std::size_t end = rest.find("&&");
        auto one = read_test(rest.substr(0, end));
        if (!one) return std::nullopt;
        tests.push_back(*std::move(one));
        if (end == rest.npos) return tests;
        rest.remove_prefix(end + 2);
    }
}

} // namespace rulec::ipt
