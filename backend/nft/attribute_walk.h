// SPDX-License-Identifier: GPL-2.0-or-later
// Reading netlink attributes: one after the other, or all of a run by their types. Takes any octets; what does not
// fit is no attribute. Numbers are big-endian unless a function says otherwise, as nf_tables has them.
#pragma once

#include "compiler/support/bytes.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace rulec::nft {

using Octets = std::span<const unsigned char>;

struct Attribute {
    std::uint16_t type; // without NLA_F_NESTED
    Octets payload;
};

// Takes the first attribute off `run`; nothing if there is none that fits.
std::optional<Attribute> take_attribute(Octets& run);

// The attributes of one run by type; of a type that comes twice, the last. Refers to the octets.
class Attributes {
  public:
    explicit Attributes(Octets run);

    bool well_formed() const { return well_formed_; }
    bool has(std::uint16_t type) const { return type < kMost && there_[type]; }
    Octets payload(std::uint16_t type) const { return has(type) ? payloads_[type] : Octets(); }
    Attributes nested(std::uint16_t type) const { return Attributes(payload(type)); }

    // 0 or empty where there is no such attribute.
    std::uint64_t number(std::uint16_t type) const;
    std::uint32_t u32(std::uint16_t type) const { return static_cast<std::uint32_t>(number(type)); }
    std::uint16_t u16(std::uint16_t type) const { return static_cast<std::uint16_t>(number(type)); }
    std::uint8_t u8(std::uint16_t type) const { return static_cast<std::uint8_t>(number(type)); }
    std::string text(std::uint16_t type) const; // up to the NUL
    Bytes bytes(std::uint16_t type) const;

    template <class Number = std::uint32_t>
    std::optional<Number> maybe(std::uint16_t type) const {
        return has(type) ? std::optional(static_cast<Number>(number(type))) : std::nullopt;
    }

  private:
    static constexpr std::size_t kMost = 32; // nf_tables numbers the attributes of no nest that far
    std::array<Octets, kMost> payloads_;
    std::array<bool, kMost> there_{};
    bool well_formed_ = true;
};

} // namespace rulec::nft
