// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/lower/userdata.h"

#include "compiler/support/check.h"

#include <bit>

namespace rulec::nft {

Userdata& Userdata::bytes(std::uint8_t type, BytesView value) {
    RULEC_CHECK(value.size() <= 255, "comments are limited to 128 octets, types to a handful of fields");
    bytes_.push_back(type);
    bytes_.push_back(static_cast<unsigned char>(value.size()));
    bytes_.append(value);
    return *this;
}

Userdata& Userdata::number(std::uint8_t type, std::uint32_t value) {
    const Bytes octets = big_endian(value, sizeof value);
    return bytes(type, std::endian::native == std::endian::little ? reversed(octets) : octets);
}

Userdata& Userdata::text(std::uint8_t type, std::string_view value) {
    Bytes octets(value.begin(), value.end());
    octets.push_back(0);
    return bytes(type, octets);
}

Bytes comment_userdata(const std::optional<std::string>& comment) {
    Userdata data;
    if (comment) data.text(kCommentAttribute, *comment);
    return data.get();
}

} // namespace rulec::nft
