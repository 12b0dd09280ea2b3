// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/export/prefixes.h"

#include <algorithm>
#include <bit>
#include <compare>

namespace rulec::ipt {

Prefixes::Prefixes(BytesView low, BytesView high) : byte_len_(low.size()), at_(read(low)), end_(read(high)) {
    done_ = at_ > end_;
    if (!done_) grow();
}

Bytes Prefixes::low() const {
    return octets(at_);
}

Bytes Prefixes::high() const {
    return octets(last());
}

void Prefixes::advance() {
    if (last() >= end_) {
        done_ = true;
        return;
    }
    at_ = last();
    if (++at_.lower == 0) ++at_.upper;
    grow();
}

// The largest network that begins here and does not reach beyond the end.
void Prefixes::grow() {
    const int zeros = at_.lower != 0 ? std::countr_zero(at_.lower) : 64 + std::countr_zero(at_.upper);
    auto bits = std::min(static_cast<unsigned>(zeros), static_cast<unsigned>(byte_len_ * 8 - 1));
    for (ones_ = low_ones(bits); last() > end_;)
        ones_ = low_ones(--bits);
}

Prefixes::Number Prefixes::read(BytesView octets) {
    if (octets.size() <= 8) return {0, from_big_endian(octets)};
    return {from_big_endian(octets.substr(0, octets.size() - 8)), from_big_endian(octets.substr(octets.size() - 8))};
}

Bytes Prefixes::octets(Number number) const {
    if (byte_len_ <= 8) return big_endian(number.lower, byte_len_);
    return big_endian(number.upper, byte_len_ - 8) + big_endian(number.lower, 8);
}

Prefixes::Number Prefixes::low_ones(unsigned count) {
    constexpr std::uint64_t kAll = ~std::uint64_t{0};
    if (count >= 64) return {count == 64 ? 0 : kAll >> (128 - count), kAll};
    return {0, (std::uint64_t{1} << count) - 1};
}

} // namespace rulec::ipt
