// SPDX-License-Identifier: GPL-2.0-or-later
// What parse_value() makes of a literal, in one line: hex octets, "?kind name" for a fact of the host, "!kind" for
// an error. Short enough for tables of cases.
#pragma once

#include "compiler/catalog/datatype.h"
#include "compiler/support/overloaded.h"

#include <string>

#include <fmt/format.h>

namespace rulec::catalog {

inline std::string value_of(TypeId id, std::uint32_t bit_len, LiteralForm form, std::string_view text) {
    static constexpr std::string_view kFacts[] = {"interface", "user", "group", "cgroup"};
    static constexpr std::string_view kErrors[] = {"unknown", "malformed", "range", "type"};
    const auto show = overloaded{
        [](const Bytes& octets) { return to_hex(octets); },
        [](const HostFact& fact) {
            return fmt::format("?{} {}", kFacts[static_cast<std::size_t>(fact.kind)], fact.name);
        },
        [](const ValueError& error) { return fmt::format("!{}", kErrors[static_cast<std::size_t>(error.kind)]); },
    };
    return std::visit(show, parse_value(type(id), bit_len, form, text));
}

// With the length of the type.
inline std::string value_of(TypeId id, LiteralForm form, std::string_view text) {
    return value_of(id, type(id).bit_len, form, text);
}

} // namespace rulec::catalog
