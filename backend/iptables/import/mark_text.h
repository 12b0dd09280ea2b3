// SPDX-License-Identifier: GPL-2.0-or-later
// iptables' arithmetic of marks: the bits of a mask are cleared, then those of a value flipped.
#pragma once

#include "backend/iptables/ruleset.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rulec::ipt {

inline constexpr std::uint64_t kAllBits = 0xffffffff; // of a mark

struct MarkChange {
    std::uint64_t value = 0; // xor
    std::uint64_t mask = 0;  // cleared before
};

// What the options of MARK, CONNMARK or TOS ask for; nothing if none of them does. `all`: the bits that there are.
std::optional<MarkChange> change_of(const Extension& target, std::uint64_t all);
// The value of "meta mark" or "ct mark" behind the change.
std::string changed_mark(std::string_view field, const MarkChange& change);
// "meta mark set ..."
std::string mark_set(std::string_view field, const MarkChange& change);

} // namespace rulec::ipt
