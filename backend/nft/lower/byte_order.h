// SPDX-License-Identifier: GPL-2.0-or-later
// Canonical octets (big-endian, strings left-aligned) to those that stand in a register, and the other way round.
#pragma once

#include "compiler/catalog/datatype.h"
#include "compiler/model/set.h"
#include "compiler/support/bytes.h"

#include <bit>
#include <span>

namespace rulec::nft {

// Is a number of this order and length stored differently from its canonical octets?
inline bool is_swapped(catalog::ByteOrder order, std::size_t byte_len) {
    return std::endian::native == std::endian::little && order == catalog::ByteOrder::host && byte_len > 1;
}

inline Bytes register_form(BytesView canonical, catalog::ByteOrder order) {
    return is_swapped(order, canonical.size()) ? reversed(canonical) : Bytes(canonical);
}

// Does a number of this order stand in a register so that octets compare as numbers do not? Then it must be turned
// (byteorder hton) before it is compared for size or looked up among intervals. The kernel turns 2, 4 and 8 octets.
inline bool needs_turning(catalog::ByteOrder order, std::uint32_t byte_len) {
    return order == catalog::ByteOrder::host && (byte_len == 2 || byte_len == 4 || byte_len == 8);
}

} // namespace rulec::nft
