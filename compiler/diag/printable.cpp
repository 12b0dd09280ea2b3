// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/diag/printable.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace rulec::diag {
namespace {

constexpr std::uint32_t kTabStop = 4;

struct Character {
    char32_t code_point = 0;
    std::size_t byte_len = 1;
    bool valid = false;
};

bool is_continuation(char octet) {
    return (static_cast<unsigned char>(octet) & 0xc0U) == 0x80U;
}

// Decodes the first character of `text` by RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
Character decode(std::string_view text) {
    const auto first = static_cast<unsigned char>(text[0]);
    if (first < 0x80) return {first, 1, true};
    const std::size_t byte_len = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || text.size() < byte_len) return {};
    char32_t code_point = first & (0x7fU >> byte_len);
    for (std::size_t i = 1; i < byte_len; ++i) {
        if (!is_continuation(text[i])) return {};
        code_point = (code_point << 6U) | (static_cast<unsigned char>(text[i]) & 0x3fU);
    }
    constexpr std::array<char32_t, 5> kSmallest = {0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = code_point >= 0xd800 && code_point <= 0xdfff;
    if (code_point < kSmallest[byte_len] || surrogate || code_point > 0x10ffff) return {};
    return {code_point, byte_len, true};
}

struct CodePointRange {
    char32_t first;
    char32_t last;
};

template <std::size_t N>
bool is_in(const std::array<CodePointRange, N>& ranges, char32_t code_point) {
    return std::any_of(ranges.begin(), ranges.end(), [&](const CodePointRange& range) {
        return code_point >= range.first && code_point <= range.last;
    });
}

// Unicode 15: C0 and C1 controls, zero-width and bidirectional format characters, line separators, BOM; U+FFFE and
// U+FFFF, which are no characters and which XML 1.0 does not allow in a document.
constexpr auto kSpelledOut = std::to_array<CodePointRange>({{0x00, 0x1f},
                                                            {0x7f, 0x9f},
                                                            {0xad, 0xad},
                                                            {0x200b, 0x200f},
                                                            {0x2028, 0x202e},
                                                            {0x2060, 0x206f},
                                                            {0xfeff, 0xfeff},
                                                            {0xfffe, 0xffff}});
// The large blocks of East Asian Width W and F (UAX #11); a caret one column off elsewhere harms nobody.
constexpr auto kTwoColumns = std::to_array<CodePointRange>({{0x1100, 0x115f},
                                                            {0x2e80, 0xa4cf},
                                                            {0xac00, 0xd7a3},
                                                            {0xf900, 0xfaff},
                                                            {0xfe30, 0xfe6f},
                                                            {0xff00, 0xff60},
                                                            {0x1f300, 0x1faff},
                                                            {0x20000, 0x3fffd}});
constexpr auto kNoColumn =
    std::to_array<CodePointRange>({{0x0300, 0x036f}, {0x1ab0, 0x1aff}, {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}});

struct Shown {
    std::string text;
    std::uint32_t width;
};

Shown show(std::string_view octets, const Character& character, std::uint32_t column) {
    if (character.valid && character.code_point == '\t') {
        const std::uint32_t width = kTabStop - column % kTabStop;
        return {std::string(width, ' '), width};
    }
    if (character.valid && !is_in(kSpelledOut, character.code_point)) {
        const std::uint32_t width = is_in(kTwoColumns, character.code_point) ? 2
                                    : is_in(kNoColumn, character.code_point) ? 0
                                                                             : 1;
        return {std::string(octets), width};
    }
    std::string spelled = character.valid && character.code_point > 0x7f
                              ? fmt::format("<U+{:04X}>", static_cast<std::uint32_t>(character.code_point))
                              : fmt::format("\\x{:02x}", static_cast<unsigned char>(octets[0]));
    const auto width = static_cast<std::uint32_t>(spelled.size());
    return {std::move(spelled), width};
}

} // namespace

PrintableLine printable_line(std::string_view line) {
    PrintableLine shown;
    shown.column_of.reserve(line.size() + 1);
    std::uint32_t column = 0;
    for (std::size_t at = 0; at < line.size();) {
        const Character character = decode(line.substr(at));
        const Shown piece = show(line.substr(at, character.byte_len), character, column);
        shown.column_of.insert(shown.column_of.end(), character.byte_len, column);
        shown.text += piece.text;
        column += piece.width;
        at += character.byte_len;
    }
    shown.column_of.push_back(column);
    return shown;
}

std::string printable(std::string_view text) {
    std::string shown;
    for (;;) {
        const std::size_t newline = text.find('\n');
        shown += printable_line(text.substr(0, newline)).text;
        if (newline == std::string_view::npos) return shown;
        shown += '\n';
        text.remove_prefix(newline + 1);
    }
}

std::size_t character_start(std::string_view text, std::size_t offset) {
    std::size_t start = std::min(offset, text.size());
    for (int steps = 0; steps < 3 && start > 0 && start < text.size() && is_continuation(text[start]); ++steps)
        --start;
    return start;
}

} // namespace rulec::diag
