// SPDX-License-Identifier: GPL-2.0-or-later
// The notations that parse_value() reads, one function each. Private to the catalogue. Addresses come back as
// octets in network order; none: the text is not in the notation.
#pragma once

#include "compiler/support/bytes.h"

#include <cstdint>
#include <ctime>
#include <optional>
#include <string_view>

namespace rulec::catalog {

// One to four parts, each decimal, octal or hex; the last fills what remains: "10.0.0.1", "10.1", "0x0a000001".
// This is inet_aton(3), which nft's resolver applies to every IPv4 literal.
std::optional<Bytes> parse_ipv4(std::string_view text);

// RFC 4291 text, dotted quad at the end included; square brackets may enclose it.
std::optional<Bytes> parse_ipv6(std::string_view text);

// Up to `byte_len` groups of one or two hex digits between ':' or '-'; fewer fill the low end: "1" is
// 00:00:00:00:00:01.
std::optional<Bytes> parse_mac(std::string_view text, std::size_t byte_len);

// A number, most significant octet first without leading zeros. `base` 0: by prefix, as in C. Of one too large for
// any field no more than that is known: the result has 256 octets.
std::optional<Bytes> parse_integer(std::string_view text, unsigned base);

// "17:00", "17:00:30" in the local time zone (environment variable TZ), to seconds of the day in UTC.
// The offset is today's, as in nft: a time of day knows no date. Text after the time makes it malformed.
std::optional<std::uint64_t> parse_hour_s(std::string_view text);

// "2024-01-31", with " 10:00" or " 10:00:00" in the local time zone, or seconds since 1970; to nanoseconds since
// 1970 in UTC. As in nft, text after the longest date that can be read is ignored.
std::optional<std::uint64_t> parse_date_ns(std::string_view text);

// Seconds that local time is ahead of UTC at `when`.
std::int64_t utc_offset_s(std::time_t when);

} // namespace rulec::catalog
