// SPDX-License-Identifier: GPL-2.0-or-later
// User data: octets that the kernel keeps with an object and gives back unread. A row of attributes, each one octet
// of type, one of length, then the value; numbers in the machine's order. The types are those that nft writes.
#pragma once

#include "compiler/support/bytes.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace rulec::nft {

// Types of the attributes, seen in what nft 1.0.6 made. Of tables, chains, rules, elements and objects:
inline constexpr std::uint8_t kCommentAttribute = 0;
// of elements:
inline constexpr std::uint8_t kFlagsAttribute = 1;
inline constexpr std::uint32_t kOpenIntervalFlag = 1; // no end follows: the interval reaches to the last key
// of sets:
inline constexpr std::uint8_t kKeyByteorder = 0, kDataByteorder = 1, kMergeElements = 2, kKeyTypeof = 3,
                              kDataTypeof = 4, kDataInterval = 6, kSetCommentAttribute = 7;
inline constexpr std::uint32_t kOrderInvalid = 0, kOrderHost = 1, kOrderNetwork = 2; // nft's byte orders

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
