// SPDX-License-Identifier: GPL-2.0-or-later
// NameIndex: finds a row by its name in constant time. Built at compile time, so a program pays nothing at start.
// It is an open-addressed table of row numbers; it holds no names, the caller compares.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rulec::catalog {

// Four characters and the length tell nearly all of our words apart, and cost less than reading all of them.
// `salt` separates namespaces that share a table.
constexpr std::uint32_t hash_name(std::string_view name, std::uint32_t salt = 0) {
    if (name.empty()) return salt;
    const auto at = [name](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(name[i])); };
    const std::size_t len = name.size();
    std::uint32_t h = at(0) | at(len / 2) << 8 | at(len - 1) << 16 | at(len / 4) << 24;
    h ^= (static_cast<std::uint32_t>(len) + salt * 61) * 0x9e3779b1U;
    h *= 0x85ebca6bU;
    return h ^ (h >> 15);
}

// `Slots` is a power of two, at least twice the number of rows.
template <std::size_t Slots>
class NameIndex {
  public:
    static constexpr std::uint16_t kEmpty = 0xffff;

    constexpr NameIndex() { slots_.fill(kEmpty); }

    constexpr void add(std::uint32_t hash, std::size_t row) {
        std::size_t i = hash % Slots;
        while (slots_[i] != kEmpty)
            i = (i + 1) % Slots;
        slots_[i] = static_cast<std::uint16_t>(row);
    }

    // The first row with this hash for which `matches(row)`; kEmpty if there is none.
    template <class Matches>
    constexpr std::uint16_t find(std::uint32_t hash, Matches matches) const {
        std::size_t i = hash % Slots;
        while (slots_[i] != kEmpty && !matches(slots_[i]))
            i = (i + 1) % Slots;
        return slots_[i];
    }

  private:
    std::array<std::uint16_t, Slots> slots_;
    static_assert((Slots & (Slots - 1)) == 0);
};

} // namespace rulec::catalog
