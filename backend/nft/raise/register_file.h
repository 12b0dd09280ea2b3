// SPDX-License-Identifier: GPL-2.0-or-later
// RegisterFile: what stands in the sixteen words of the kernel's registers at one place of a rule, as the load that
// began it and the operations since. What a load means is often told only by what follows: a mask, or the constant it
// is compared with.
#pragma once

#include "backend/nft/program.h"
#include "compiler/model/value.h"

#include <array>
#include <optional>
#include <variant>
#include <vector>

namespace rulec::nft {

struct Content {
    using Step = std::variant<Bitwise, BitShift, ByteorderSwap>;
    // Octets of the packet, octets of the program, or what needs no more context.
    std::variant<PayloadLoad, ExthdrLoad, Bytes, model::Value> origin;
    std::uint32_t byte_len = 0;
    std::vector<Step> steps = {};
};

class RegisterFile {
  public:
    static constexpr std::uint32_t kWords = 16;

    // NFT_REG_1 ... 4 are words 0, 4, 8, 12; NFT_REG32_00 ... are single words. kWords for other numbers.
    static std::uint32_t word_of(Register reg) {
        if (reg >= 1 && reg <= 4) return (reg - 1) * 4;
        return reg >= 8 && reg < 8 + kWords ? reg - 8 : kWords;
    }

    // Forgets whatever began in the words that are written.
    void put(Register reg, Content content) {
        const std::uint32_t word = word_of(reg);
        const std::uint32_t end = word + std::max(1U, (content.byte_len + 3) / 4);
        for (std::uint32_t i = word; i < end && i < kWords; ++i)
            words_[i].reset();
        if (word < kWords) words_[word] = std::move(content);
    }

    // What begins in that word; null if nothing known does.
    const Content* at(std::uint32_t word) const { return word < kWords && words_[word] ? &*words_[word] : nullptr; }
    const Content* in(Register reg) const { return at(word_of(reg)); }

  private:
    std::array<std::optional<Content>, kWords> words_;
};

} // namespace rulec::nft
