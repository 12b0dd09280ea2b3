// SPDX-License-Identifier: GPL-2.0-or-later
// The notations of the parts of ipset's elements, one function each (ipset(8)): text to octets as sets.h has them, or
// nothing if it is not in the notation.
#pragma once

#include "backend/ipset/types.h"
#include "compiler/support/bytes.h"

#include <optional>
#include <string_view>

namespace rulec::ipset {

// First and last; equal if it is one value.
struct PartRange {
    Bytes low, high;
};

// "10.0.0.1", "10.0.0.1-10.0.0.9", "10.0.0.0/8". IPv6 has no ranges, and networks only where `networks`.
std::optional<PartRange> read_addresses(std::string_view text, Family family, bool networks);
// "80", "http", "udp:53", "tcp:80-90", "icmp:echo-request", "icmp:8/0", "gre:0"; TCP if it names none.
std::optional<PartRange> read_ports(std::string_view text, Family family);
std::optional<PartRange> read_mark(std::string_view text);
std::optional<PartRange> read_mac(std::string_view text);

} // namespace rulec::ipset
