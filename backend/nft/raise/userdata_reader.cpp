// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/raise/userdata_reader.h"

#include <cstring>

namespace rulec::nft {

std::optional<BytesView> UserdataReader::find(std::uint8_t type) const {
    BytesView rest = octets_;
    while (rest.size() >= 2 && rest.size() - 2 >= rest[1]) {
        if (rest[0] == type) return rest.substr(2, rest[1]);
        rest.remove_prefix(2U + rest[1]);
    }
    return std::nullopt;
}

std::optional<std::uint32_t> UserdataReader::number(std::uint8_t type) const {
    const auto value = find(type);
    std::uint32_t number = 0;
    if (!value || value->size() != sizeof number) return std::nullopt;
    std::memcpy(&number, value->data(), sizeof number);
    return number;
}

std::optional<std::string> UserdataReader::text(std::uint8_t type) const {
    const auto value = find(type);
    if (!value) return std::nullopt;
    const std::string text(value->begin(), value->end());
    return text.substr(0, text.find('\0'));
}

} // namespace rulec::nft
