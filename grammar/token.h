// SPDX-License-Identifier: GPL-2.0-or-later
// Token: twelve bytes, a place in the text and a type of RulesLexer.g4 (names in RulesLexer.h, generated).
#pragma once

#include <cstdint>

namespace rulec::grammar {

inline constexpr std::int32_t kEndOfText = -1; // the type ANTLR gives to the end

struct Token {
    std::uint32_t begin = 0;
    std::uint32_t len = 0;
    std::int32_t type = 0;

    std::uint32_t end() const { return begin + len; }
};

} // namespace rulec::grammar
