// SPDX-License-Identifier: GPL-2.0-or-later
// print_value(): a value as nft's listings spell it, and as nft and parse_value() read it back. The inverse of
// parse_value(). Text of types that only a host can name (interfaces, users, groups, cgroups) is the number: who
// knows the host's names looks there first.
#pragma once

#include "compiler/catalog/datatype.h"

#include <string>

namespace rulec::catalog {

enum class ValueStyle : std::uint8_t {
    value,  // by name; flags that stand together `syn | ack`
    list,   // flags `syn,ack`, as where bits are tested
    number, // without the type's names: ends of a range, where a hyphen in a name could not be told from the range's
};

// `bytes`: canonical octets of a value that is `bit_len` bits long. Hours and dates are local time (TZ), as nft reads
// them.
std::string print_value(const DataType& type, std::uint32_t bit_len, BytesView bytes,
                        ValueStyle style = ValueStyle::value);

// "1d2h3m4s", "500ms"; "0s" for nothing.
std::string print_duration_ms(std::uint64_t ms);

// May the type's ranges be written as prefixes in sets, `10.0.0.0/8`?
bool ranges_are_prefixes(const DataType& type);

} // namespace rulec::catalog
