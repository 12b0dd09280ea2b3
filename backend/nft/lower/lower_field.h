// SPDX-License-Identifier: GPL-2.0-or-later
// Fields of packets and kernel keys to the one expression that loads them.
#pragma once

#include "backend/nft/lower/rule_builder.h"

#include <optional>

namespace rulec::nft {

// A run of bits within a header.
struct BitSpan {
    std::uint32_t bit_offset;
    std::uint32_t bit_len;

    std::uint32_t byte_offset() const { return bit_offset / 8; }
    std::uint32_t byte_len() const { return (bit_offset % 8 + bit_len + 7) / 8; }
    std::uint32_t shift() const { return (8 - (bit_offset + bit_len) % 8) % 8; }
    bool fills_octets() const { return bit_offset % 8 == 0 && bit_len % 8 == 0; }
    // Ones where the field lies in its octets.
    Bytes mask() const { return shift_left(low_bits(bit_len, byte_len()), shift()); }
};

// Bits of a packet: of a header, of an option, or raw. None for kernel keys and for tests of presence.
std::optional<BitSpan> bit_span(const model::Value& value);

// Is it loaded by a payload expression? Then its base, NFT_PAYLOAD_*.
std::optional<std::uint32_t> payload_base(const model::Value& value);

// Emits the load of a FieldLoad or RawLoad as whole octets, `byte_len` of them (the field's own are bit_span's).
void emit_field(RuleBuilder& rule, const model::Value& value, std::uint32_t byte_len, Word word);

// NFT_EXTHDR_OP_* and the type of header, option or chunk.
struct ExthdrTarget {
    std::uint32_t op;
    std::uint32_t type;
};
std::optional<ExthdrTarget> exthdr_target(const model::Value& value);

} // namespace rulec::nft
