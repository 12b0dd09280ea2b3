// SPDX-License-Identifier: GPL-2.0-or-later
// Prefixes: a range of addresses as the fewest networks, from low to high. The network of all addresses comes in two
// halves, since ipset stores no /0.
#pragma once

#include "compiler/support/bytes.h"

#include <cstdint>

namespace rulec::ipt {

class Prefixes {
  public:
    Prefixes(BytesView low, BytesView high);

    bool done() const { return done_; }
    // The next network, from its first address to its last.
    Bytes low() const;
    Bytes high() const;
    void advance();

  private:
    struct Number { // 128 bits
        std::uint64_t upper = 0, lower = 0;
        friend auto operator<=>(const Number&, const Number&) = default;
    };

    static Number read(BytesView octets);
    Bytes octets(Number number) const;
    static Number low_ones(unsigned count);
    Number last() const { return {at_.upper | ones_.upper, at_.lower | ones_.lower}; }
    void grow();

    std::size_t byte_len_;
    Number at_, end_;
    Number ones_; // the bits of the network's hosts
    bool done_ = false;
};

} // namespace rulec::ipt
