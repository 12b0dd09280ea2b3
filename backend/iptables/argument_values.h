// SPDX-License-Identifier: GPL-2.0-or-later
// The notations of iptables' arguments, one function each: text to value, or nothing if it is not in the notation.
#pragma once

#include "backend/iptables/ruleset.h"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace rulec::ipt {

// The parts between separators; an empty text has one empty part.
std::vector<std::string_view> split(std::string_view text, char separator);
// What stands before and behind the first separator, if there is one.
std::pair<std::string_view, std::optional<std::string_view>> cut(std::string_view text, char separator);

std::optional<std::uint64_t> read_number(std::string_view text, std::uint64_t max);
std::optional<std::uint64_t> read_hex(std::string_view text, std::uint64_t max); // with 0x or without
std::optional<std::uint64_t> find_protocol_number(std::string_view text);
std::optional<std::uint64_t> read_service(std::string_view text); // a port or the name of a service

// N, or FIRST:LAST with another separator; an end that is left out is 0 or `max`. Nothing if it runs backwards.
template <class ReadEnd>
std::optional<NumberRange> read_range(std::string_view text, char separator, std::uint64_t max, ReadEnd read_end) {
    const auto [first_text, last_text] = cut(text, separator);
    if (!last_text) {
        const auto number = read_end(first_text);
        return number ? std::optional(NumberRange{*number, *number}) : std::nullopt;
    }
    const auto first = first_text.empty() ? std::optional<std::uint64_t>(0) : read_end(first_text);
    const auto last = last_text->empty() ? std::optional(max) : read_end(*last_text);
    if (!first || !last || *first > *last) return std::nullopt;
    return NumberRange{*first, *last};
}

// "0.25" as parts of `whole`, rounded.
std::optional<std::uint64_t> read_fraction(std::string_view text, std::uint64_t whole);

std::optional<std::uint64_t> read_time_of_day(std::string_view text); // seconds
std::optional<std::uint64_t> read_date(std::string_view text);        // seconds since 1970, UTC

std::optional<Address> read_address(std::string_view text, Family family);
std::optional<Bytes> read_plain_address(std::string_view text, Family family); // without mask
std::optional<AddressRange> read_address_range(std::string_view text, Family family);
std::optional<Bytes> read_mask(std::string_view text, Family family);
std::optional<std::string> read_mac(std::string_view text);

std::optional<Rate> read_rate(std::string_view text, bool bytes_are_possible);
std::optional<Rate> read_amount(std::string_view text, std::uint64_t max);
std::optional<std::uint8_t> read_flags(std::string_view text); // "SYN,ACK", ALL, NONE

std::optional<NatTarget> read_nat(std::string_view text, Family family);
std::optional<NatTarget> read_nat_port_range(std::string_view text); // "1024", "1024-2048", "1024-2048/5000"

std::optional<ChunkTypes::Scope> read_chunk_scope(std::string_view text);
std::optional<ChunkTypes::Chunk> read_chunk(std::string_view text, WordTable types); // "DATA", "DATA:uBE"

} // namespace rulec::ipt
