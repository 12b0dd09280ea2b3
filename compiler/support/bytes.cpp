// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/support/bytes.h"

#include "compiler/support/check.h"

#include <algorithm>

namespace rulec {
namespace {

template <class Op>
Bytes octet_wise(BytesView a, BytesView b, Op op) {
    RULEC_CHECK(a.size() == b.size(), "octet-wise operands are made equally long by the caller");
    Bytes out(a.size(), 0);
    std::transform(a.begin(), a.end(), b.begin(), out.begin(),
                   [&](unsigned char x, unsigned char y) { return static_cast<unsigned char>(op(x, y)); });
    return out;
}

} // namespace

Bytes big_endian(std::uint64_t value, std::size_t byte_len) {
    Bytes out(byte_len, 0);
    for (std::size_t i = 0; i < byte_len && i < 8; ++i) {
        out[byte_len - 1 - i] = static_cast<unsigned char>(value >> (8 * i));
    }
    return out;
}

std::uint64_t from_big_endian(BytesView bytes) {
    std::uint64_t value = 0;
    for (const unsigned char octet : bytes) {
        value = (value << 8) | octet;
    }
    return value;
}

Bytes reversed(BytesView bytes) {
    return Bytes(bytes.rbegin(), bytes.rend());
}

bool increment(Bytes& bytes) {
    for (auto octet = bytes.rbegin(); octet != bytes.rend(); ++octet) {
        if (++*octet != 0) return true;
    }
    return false;
}

bool decrement(Bytes& bytes) {
    for (auto octet = bytes.rbegin(); octet != bytes.rend(); ++octet) {
        if ((*octet)-- != 0) return true;
    }
    return false;
}

Bytes low_bits(std::size_t bit_len, std::size_t byte_len) {
    return bit_not(prefix_mask(byte_len * 8 - std::min(bit_len, byte_len * 8), byte_len));
}

Bytes prefix_mask(std::size_t prefix_len, std::size_t byte_len) {
    Bytes out(byte_len, 0);
    for (std::size_t i = 0; i < byte_len; ++i) {
        const std::size_t bits = std::min<std::size_t>(8, prefix_len > 8 * i ? prefix_len - 8 * i : 0);
        out[i] = static_cast<unsigned char>(0xff00U >> bits);
    }
    return out;
}

Bytes bit_and(BytesView a, BytesView b) {
    return octet_wise(a, b, [](int x, int y) { return x & y; });
}
Bytes bit_or(BytesView a, BytesView b) {
    return octet_wise(a, b, [](int x, int y) { return x | y; });
}
Bytes bit_xor(BytesView a, BytesView b) {
    return octet_wise(a, b, [](int x, int y) { return x ^ y; });
}
Bytes bit_not(BytesView a) {
    return octet_wise(a, a, [](int x, int) { return ~x; });
}

Bytes shift_left(BytesView a, std::size_t bits) {
    Bytes out(a.size(), 0);
    const std::size_t octets = bits / 8;
    const unsigned rest = static_cast<unsigned>(bits % 8);
    for (std::size_t i = 0; i + octets < a.size(); ++i) {
        const unsigned next = i + octets + 1 < a.size() ? a[i + octets + 1] : 0U;
        out[i] = static_cast<unsigned char>((a[i + octets] << rest) | (next >> (8 - rest)));
    }
    return out;
}

Bytes shift_right(BytesView a, std::size_t bits) {
    Bytes out(a.size(), 0);
    const std::size_t octets = bits / 8;
    const unsigned rest = static_cast<unsigned>(bits % 8);
    for (std::size_t i = octets; i < a.size(); ++i) {
        const unsigned before = i > octets ? a[i - octets - 1] : 0U;
        out[i] = static_cast<unsigned char>((a[i - octets] >> rest) | (before << (8 - rest)));
    }
    return out;
}

std::string to_hex(BytesView bytes) {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const unsigned char octet : bytes) {
        out += kDigits[octet >> 4];
        out += kDigits[octet & 15];
    }
    return out;
}

} // namespace rulec
