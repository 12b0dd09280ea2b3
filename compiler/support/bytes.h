// SPDX-License-Identifier: GPL-2.0-or-later
// Bytes: a short run of octets as they stand in a packet or a register. Up to 15 live without allocation, and
// comparison is lexicographic, which for equally long big-endian numbers is numeric.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rulec {

using Bytes = std::basic_string<unsigned char>;
using BytesView = std::basic_string_view<unsigned char>;

// The low `byte_len` octets of `value`, most significant first.
Bytes big_endian(std::uint64_t value, std::size_t byte_len);

// The number in `bytes`, most significant first; at most the low 64 bits are kept.
std::uint64_t from_big_endian(BytesView bytes);

// The octets in the opposite order: network to host order on a little-endian machine, and back.
Bytes reversed(BytesView bytes);

// `bytes` plus or minus one as a big-endian number of the same length; false on overflow, then `bytes` has wrapped.
bool increment(Bytes& bytes);
bool decrement(Bytes& bytes);

// `bit_len` ones in the low bits of `byte_len` octets, most significant octet first.
Bytes low_bits(std::size_t bit_len, std::size_t byte_len);

// Bits [0, prefix_len) set, counted from the most significant one, in `byte_len` octets.
Bytes prefix_mask(std::size_t prefix_len, std::size_t byte_len);

// Octet-wise operations on equally long operands.
Bytes bit_and(BytesView a, BytesView b);
Bytes bit_or(BytesView a, BytesView b);
Bytes bit_xor(BytesView a, BytesView b);
Bytes bit_not(BytesView a);

// Shifts of a big-endian number; bits that leave it are lost.
Bytes shift_left(BytesView a, std::size_t bits);
Bytes shift_right(BytesView a, std::size_t bits);

// "0a000001": two lower-case hex digits an octet.
std::string to_hex(BytesView bytes);

} // namespace rulec
