// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/syntax/explain.h"

#include "compiler/catalog/field.h"
#include "compiler/catalog/selector_words.h"
#include "compiler/support/suggest.h"
#include "compiler/syntax/hints.h"
#include "compiler/syntax/legal_tokens.h"
#include "grammar/fast_rules.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include <fmt/ranges.h>

namespace rulec::syntax {

using grammar::Rules;
using grammar::Token;

namespace {

// ---------------------------------------------------------------- what was expected

struct Group {
    std::size_t rule;
    std::string_view phrase; // empty: possible nearly everywhere, not worth a word
};

// A group stands for all the tokens its rule may begin with. First match wins, so larger groups come first.
constexpr std::array kGroups = {
    Group{Rules::RuleTopLine, "a command such as `table` or `add`"},
    Group{Rules::RuleChainLine, "a rule"},
    Group{Rules::RuleTableLine, "`chain`, `set`, `map` or another line of a table"},
    Group{Rules::RuleSetLine, "a property such as `type`, `flags` or `elements`"},
    Group{Rules::RuleFlowtableLine, "`hook`, `devices` or another line of a flowtable"},
    Group{Rules::RuleObjectLine, "a property of the object"},
    Group{Rules::RuleElementLine, "an element"},
    Group{Rules::RuleMatchTail, "a value or a comparison"},
    Group{Rules::RuleStmt, "a statement"},
    Group{Rules::RuleRhsOperator, ""},
    Group{Rules::RuleBitOperator, ""},
    Group{Rules::RuleElementOption, ""},
    Group{Rules::RuleRelop, "a comparison"},
    Group{Rules::RuleVerdict, "a verdict"},
    Group{Rules::RuleMapExpr, "a value"},
    Group{Rules::RuleValue, "a value"},
    Group{Rules::RuleOperand, "a value"},
    Group{Rules::RuleLhsOperand, "a field such as `ip saddr`"},
    Group{Rules::RuleFieldWord, "a name"},
    Group{Rules::RuleName, "a name"},
    Group{Rules::RuleTypeName, "a datatype"},
    Group{Rules::RuleHeaderField, "the name of a field"},
    Group{Rules::RuleFamily, "a family"},
    Group{Rules::RuleUnit, "a unit"},
    Group{Rules::RuleNatImplicit, ""},
    Group{Rules::RuleNatFamily, ""},
    Group{Rules::RuleNatType, ""},
};

constexpr std::size_t kMaxPhrases = 5;

struct Described {
    std::int32_t type;
    std::string_view phrase;
};
constexpr std::array kSpecial = {
    Described{grammar::kEndOfText, "a new line"},
    Described{Rules::NUMBER, "a number"},
    Described{Rules::HEXNUMBER, "a number"},
    Described{Rules::STRING, "a string in double quotes"},
    Described{Rules::VARIABLE, "a `$variable`"},
    Described{Rules::WORD, "a word"},
    Described{Rules::ADDRESS4, "an address"},
    Described{Rules::ADDRESS6, "an address"},
    Described{Rules::DURATION, "a duration such as `1h30m`"},
    Described{Rules::EQ, "`==`"},
};

std::string phrase_of(std::int32_t type) {
    const auto* special =
        std::find_if(kSpecial.begin(), kSpecial.end(), [&](const Described& d) { return d.type == type; });
    if (special != kSpecial.end()) return std::string(special->phrase);
    const std::string literal = spelling(type);
    return literal.empty() ? std::string() : fmt::format("`{}`", literal);
}

void add_phrase(std::vector<std::string>& phrases, std::string phrase) {
    if (phrase.empty() || std::find(phrases.begin(), phrases.end(), phrase) != phrases.end()) return;
    phrases.push_back(std::move(phrase));
}

// Possible behind every statement; said only if nothing better can be.
bool goes_without_saying(std::int32_t type) {
    return type == Rules::COMMA || type == Rules::K_COMMENT || type == Rules::DASH || type == Rules::DOT ||
           type == Rules::LBRACKET;
}

// Replaces groups of types by words; what is left are single tokens.
std::vector<std::string> describe(Entry entry, TokenTypes legal) {
    std::vector<std::string> phrases;
    for (const Group& group : kGroups) {
        const TokenTypes& first = first_of(group.rule);
        if (!std::includes(legal.begin(), legal.end(), first.begin(), first.end())) continue;
        for (const std::int32_t type : first)
            legal.erase(type);
        add_phrase(phrases, std::string(group.phrase));
    }
    if (entry == Entry::element_line && legal.erase(grammar::kEndOfText) != 0) {
        legal.insert({Rules::COMMA, Rules::RBRACE});
    } else if (!phrases.empty()) {
        std::erase_if(legal, goes_without_saying);
    }
    for (const std::int32_t type : legal)
        add_phrase(phrases, phrase_of(type));
    return phrases;
}

std::string expected_text(Entry entry, const TokenTypes& legal) {
    std::vector<std::string> phrases = describe(entry, legal);
    if (phrases.empty() || phrases.size() > kMaxPhrases) return {};
    if (phrases.size() == 1) return fmt::format("expected {}", phrases.front());
    const std::string last = std::move(phrases.back());
    phrases.pop_back();
    return fmt::format("expected {} or {}", fmt::join(phrases, ", "), last);
}

// ---------------------------------------------------------------- what was found

std::string found_text(const TokenBuffer& tokens, const Token& token) {
    switch (token.type) {
    case grammar::kEndOfText: return "end of file";
    case Rules::NEWLINE: return "end of line";
    default: break;
    }
    constexpr std::size_t kLongest = 60;
    const std::string_view text = tokens.text(token);
    if (text.size() > kLongest) return fmt::format("`{}...`", text.substr(0, kLongest));
    return fmt::format("`{}`", text);
}

bool is_printable(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

std::string byte_text(std::string_view text) {
    return fmt::format("0x{:02x}", static_cast<unsigned char>(text.front()));
}

// ---------------------------------------------------------------- did you mean

bool is_word(const Token& token) {
    return token.type == Rules::WORD || token.type == Rules::HEADER || token.type == Rules::KEY;
}

// The header's own word, and those of its fields that need none.
void add_selector_words(const catalog::Header& header, std::vector<std::string>& words) {
    if (catalog::word_class(header.name) == catalog::WordClass::header) words.emplace_back(header.name);
    for (const catalog::Field& field : header.fields) {
        if (field.unqualified) words.emplace_back(field.name);
    }
}

// Keywords legal at a place; with HEADER among them, the headers the catalogue knows.
std::vector<std::string> keywords(const TokenTypes& legal) {
    std::vector<std::string> words;
    for (const std::int32_t type : legal) {
        std::string word = spelling(type);
        if (!word.empty() && word.front() >= 'a' && word.front() <= 'z') words.push_back(std::move(word));
    }
    if (legal.contains(Rules::HEADER)) {
        for (const catalog::Header& header : catalog::all_headers())
            add_selector_words(header, words);
    }
    return words;
}

std::optional<std::string> near_keyword(std::string_view word, const TokenTypes& legal) {
    const std::vector<std::string> words = keywords(legal);
    const std::vector<std::string_view> views(words.begin(), words.end());
    const auto found = nearest(word, views);
    if (!found || *found == word) return std::nullopt;
    return std::string(*found);
}

// A word that was taken for a name, although a keyword was meant: `chian input {`. Where any name may
// stand, only keywords that are no names are considered.
std::optional<std::string> meant_keyword(Entry entry, const TokenBuffer& tokens, std::size_t index) {
    const auto beginning = tokens.consumed();
    if (index >= beginning.size() || beginning[index].type != Rules::WORD) return std::nullopt;
    TokenTypes legal = legal_after(entry, beginning.first(index));
    const TokenTypes& names = first_of(Rules::RuleName);
    if (std::includes(legal.begin(), legal.end(), names.begin(), names.end())) {
        for (const std::int32_t name : names)
            legal.erase(name);
    }
    return near_keyword(tokens.text(beginning[index]), legal);
}

std::optional<diag::Diagnostic> blame_earlier_word(Entry entry, const TokenBuffer& tokens, FileId file) {
    const auto beginning = tokens.consumed();
    if (beginning.empty()) return std::nullopt;
    for (const std::size_t index : {beginning.size() - 1, std::size_t{0}}) {
        const auto meant = meant_keyword(entry, tokens, index);
        if (!meant) continue;
        const Token& word = beginning[index];
        const Span span{file, word.begin, word.end()};
        return diag::make(diag::Code::kUnexpectedToken, span, found_text(tokens, word)).did_you_mean(*meant);
    }
    return std::nullopt;
}

// Where the mistake is shown. A line that stops short is blamed at its end, although the newline token may be left
// out before a brace, and may reach over many blank lines.
struct Place {
    Span span;
    std::string found;
};
Place place_of(const TokenBuffer& tokens, FileId file) {
    const Token& found = tokens.current();
    const auto beginning = tokens.consumed();
    if (!beginning.empty()) {
        const std::uint32_t end = beginning.back().end();
        const std::string_view between = tokens.text().substr(end, found.end() - end);
        const bool stopped =
            found.type == Rules::NEWLINE || found.type == Rules::RBRACE || found.type == grammar::kEndOfText;
        if (stopped && between.find('\n') != std::string_view::npos) return {{file, end, end + 1}, "end of line"};
    }
    return {{file, found.begin, found.end()}, found_text(tokens, found)};
}

diag::Diagnostic unexpected(Entry entry, TokenBuffer& tokens, FileId file) {
    const TokenTypes legal = legal_after(entry, tokens.consumed());
    std::optional<std::string> meant;
    if (is_word(tokens.current())) meant = near_keyword(tokens.text(tokens.current()), legal);
    if (!meant) {
        if (auto earlier = blame_earlier_word(entry, tokens, file)) return std::move(*earlier);
    }
    Place place = place_of(tokens, file);
    auto diagnostic =
        diag::make(diag::Code::kUnexpectedToken, place.span, place.found).label(expected_text(entry, legal));
    if (meant) return std::move(diagnostic).did_you_mean(*meant);
    if (auto advice = hint(entry, tokens, legal)) return std::move(diagnostic).help(std::move(*advice));
    return diagnostic;
}

// Beyond this the stock parser would take too much memory, and the reader's patience.
constexpr std::size_t kMaxTokens = 20'000;

} // namespace

diag::Diagnostic explain_briefly(const TokenBuffer& tokens, FileId file) {
    const Place place = place_of(tokens, file);
    return diag::make(diag::Code::kUnexpectedToken, place.span, place.found);
}

diag::Diagnostic explain(Entry entry, TokenBuffer& tokens, FileId file) {
    const Token found = tokens.current();
    const Span span{file, found.begin, found.end()};
    const std::string_view text = tokens.text(found);
    if (found.type == Rules::UNTERMINATED_STRING) {
        return diag::make(diag::Code::kUnterminatedString, span).label("this quote is not closed on its line");
    }
    if (found.type == Rules::UNKNOWN && !is_printable(text)) {
        return diag::make(diag::Code::kInvalidByte, span, byte_text(text));
    }
    if (tokens.consumed().size() > kMaxTokens) return explain_briefly(tokens, file);
    return unexpected(entry, tokens, file);
}

} // namespace rulec::syntax
