// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/syntax/hints.h"

#include "compiler/catalog/field.h"
#include "compiler/catalog/selector_words.h"
#include "grammar/fast_rules.h"

#include <vector>

#include <fmt/ranges.h>

namespace rulec::syntax {
namespace {

using grammar::Rules;
using grammar::Token;

bool opens_on_next_line(TokenBuffer& tokens, const TokenTypes& legal) {
    const Token& found = tokens.current();
    if (found.type == Rules::LBRACE && tokens.consumed().empty()) return true;
    return found.type == Rules::NEWLINE && legal.contains(Rules::LBRACE) && tokens.peek(1).type == Rules::LBRACE;
}

// `chain input {` outside a table.
bool lacks_table(Entry entry, const TokenBuffer& tokens) {
    const auto beginning = tokens.consumed();
    if (entry != Entry::top_line || tokens.current().type != Rules::LBRACE || beginning.size() != 2) return false;
    const std::int32_t type = beginning.front().type;
    return type == Rules::K_CHAIN || type == Rules::K_SET || type == Rules::K_MAP || type == Rules::K_FLOWTABLE;
}

// `dport 22` where `tcp dport 22` was meant: the headers that have such a field.
std::vector<std::string> headers_of_field(std::string_view name) {
    constexpr std::size_t kEnough = 3;
    std::vector<std::string> selectors;
    for (const catalog::Header& header : catalog::all_headers()) {
        const bool usable = catalog::word_class(header.name) == catalog::WordClass::header || header.name == "ip";
        if (!usable || selectors.size() == kEnough) continue;
        for (const catalog::Field& field : header.fields) {
            if (field.name == name) selectors.push_back(fmt::format("`{} {}`", header.name, name));
        }
    }
    return selectors;
}

} // namespace

std::optional<std::string> hint(Entry entry, TokenBuffer& tokens, const TokenTypes& legal) {
    if (opens_on_next_line(tokens, legal)) return "put the `{` on the line of what it opens";
    if (lacks_table(entry, tokens)) {
        const auto beginning = tokens.consumed();
        return fmt::format("outside of a table block the table comes first: `{} TABLE {} {{`",
                           tokens.text(beginning[0]), tokens.text(beginning[1]));
    }
    if (entry == Entry::list_line && tokens.current().type == Rules::SEMI) return "comments begin with `#`";
    if (!legal.contains(Rules::HEADER) || legal.contains(Rules::NUMBER)) return std::nullopt;
    const std::string_view word = tokens.text(tokens.current());
    const std::vector<std::string> selectors = headers_of_field(word);
    if (selectors.empty()) return std::nullopt;
    return fmt::format("`{}` is a field; name its header before it, such as {}", word, fmt::join(selectors, ", "));
}

} // namespace rulec::syntax
