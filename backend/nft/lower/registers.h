// SPDX-License-Identifier: GPL-2.0-or-later
// The kernel's data registers: sixteen words of four octets, which are four registers of sixteen octets as well.
// nft gives every operand registers of sixteen octets from the first on, and lets a statement forget them all.
#pragma once

#include "backend/nft/program.h"
#include "compiler/support/check.h"

#include <cstdint>

namespace rulec::nft {

inline constexpr Register kVerdictRegister = 0; // NFT_REG_VERDICT

// A place among the sixteen words.
struct Word {
    std::uint32_t index = 0;
};

// The word's number in messages: of the sixteen octets that begin there (NFT_REG_1...), else of the word itself
// (NFT_REG32_00...). Both name the same place; nft prefers the former.
inline Register register_at(Word word) {
    RULEC_CHECK(word.index < 16, "no operand of a valid rule needs more than 64 octets");
    return word.index % 4 == 0 ? 1 + word.index / 4 : 8 + word.index;
}

// The word behind `byte_len` octets at `word`.
inline Word behind(Word word, std::uint32_t byte_len) {
    return {word.index + (byte_len + 3) / 4};
}

// Hands out registers from the first on; made anew for each statement.
class Registers {
  public:
    Word take(std::uint32_t byte_len) {
        const Word word{next_};
        next_ += (byte_len + 15) / 16 * 4;
        return word;
    }

  private:
    std::uint32_t next_ = 0;
};

} // namespace rulec::nft
