// SPDX-License-Identifier: GPL-2.0-or-later
// Typed arguments as values of the language of rules.
#pragma once

#include "backend/iptables/ruleset.h"
#include "compiler/catalog/datatype.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rulec::ipt {

std::string address_text(BytesView octets);
std::string range_text(const AddressRange& range); // A-B, or A
std::string range_text(const NumberRange& range);
std::optional<std::size_t> prefix_len(BytesView mask); // none: it has holes
std::string hex_text(std::uint64_t number);
std::string symbol_text(catalog::TypeId type, std::uint64_t number); // by name, where the type has one
std::string protocol_text(std::uint64_t number);
std::string protocols_text(std::span<const std::uint64_t> numbers); // `{ tcp, udp }`
std::string braced(const std::vector<std::string>& values);         // `{ a, b }`, or `a` alone
std::string joined(const Words& words);                             // `new,established`

} // namespace rulec::ipt
