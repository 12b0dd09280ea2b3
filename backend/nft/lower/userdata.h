// SPDX-License-Identifier: GPL-2.0-or-later
// User data: octets that the kernel keeps with an object and gives back unread. A row of attributes, each one octet
// of type, one of length, then the value; numbers in the machine's order. The types are those that nft writes.
#pragma once

#include "compiler/support/bytes.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace rulec::nft {

// Types of comments. Tables, chains, rules, elements and objects have 0.
inline constexpr std::uint8_t kCommentAttribute = 0;
inline constexpr std::uint8_t kSetCommentAttribute = 7;

class Userdata {
  public:
    Userdata& bytes(std::uint8_t type, BytesView value);
    Userdata& number(std::uint8_t type, std::uint32_t value);
    Userdata& text(std::uint8_t type, std::string_view value); // with a terminating zero
    const Bytes& get() const { return bytes_; }

  private:
    Bytes bytes_;
};

// Nothing where there is no comment; an empty one is kept.
Bytes comment_userdata(const std::optional<std::string>& comment);

} // namespace rulec::nft
