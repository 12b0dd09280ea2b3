// SPDX-License-Identifier: GPL-2.0-or-later
// Reading user data (lower/userdata.h): octets that somebody wrote beside an object, so they may be anything.
#pragma once

#include "compiler/support/bytes.h"

#include <cstdint>
#include <optional>
#include <string>

namespace rulec::nft {

class UserdataReader {
  public:
    explicit UserdataReader(BytesView octets) : octets_(octets) {}

    // The value of the first attribute of this type.
    std::optional<BytesView> find(std::uint8_t type) const;
    std::optional<std::uint32_t> number(std::uint8_t type) const; // in the machine's order
    std::optional<std::string> text(std::uint8_t type) const;     // up to its zero

  private:
    BytesView octets_;
};

} // namespace rulec::nft
