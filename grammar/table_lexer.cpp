// SPDX-License-Identifier: GPL-2.0-or-later
#include "grammar/table_lexer.h"

#include "lexer_table.h"

namespace rulec::grammar {
namespace {

struct Match {
    const unsigned char* end = nullptr; // null: none, which UNKNOWN excludes while there is text
    unsigned accept = 0;
};

// Longest match from `at`.
Match longest(const unsigned char* at, const unsigned char* end) {
    Match best;
    unsigned state = 1;
    while (at != end) {
        state = table::kNext[(state << table::kClassShift) | table::kClass[*at]];
        if (state == 0) break;
        ++at;
        if (const unsigned accept = table::kAccept[state]; accept != 0) best = {at, accept};
    }
    return best;
}

} // namespace

Token lex(std::string_view text, std::uint32_t from) {
    const auto* base = reinterpret_cast<const unsigned char*>(text.data());
    const auto* at = base + from;
    const auto* const end = base + text.size();
    while (at < end) {
        const Match match = longest(at, end);
        if (match.accept != table::kSkip) {
            return {static_cast<std::uint32_t>(at - base), static_cast<std::uint32_t>(match.end - at),
                    static_cast<std::int32_t>(match.accept)};
        }
        at = match.end;
    }
    return {static_cast<std::uint32_t>(text.size()), 0, kEndOfText};
}

} // namespace rulec::grammar
