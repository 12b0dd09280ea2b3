// SPDX-License-Identifier: GPL-2.0-or-later
// iptables' arithmetic of marks: the bits of a mask are cleared, then those of a value flipped.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rulec::ipt {

struct MarkChange {
    std::uint64_t value = 0; // xor
    std::uint64_t mask = 0;  // cleared before
};

// The value of "meta mark" or "ct mark" behind the change.
std::string changed_mark(std::string_view field, const MarkChange& change);
// "meta mark set ..."
std::string mark_set(std::string_view field, const MarkChange& change);

} // namespace rulec::ipt
