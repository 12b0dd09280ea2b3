// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/syntax/recovery.h"

#include "grammar/fast_rules.h"

#include <algorithm>

namespace rulec::syntax {

using grammar::Rules;
using grammar::Token;

namespace {

// Braces opened and not closed by the tokens before the current one, and where the innermost stands.
struct Depth {
    std::size_t braces = 0;
    std::uint32_t innermost = 0;
};
Depth depth_before_mistake(const TokenBuffer& tokens) {
    std::vector<std::uint32_t> open;
    for (const Token& token : tokens.consumed()) {
        if (token.type == Rules::LBRACE) open.push_back(token.begin);
        if (token.type == Rules::RBRACE && !open.empty()) open.pop_back();
    }
    return {open.size(), open.empty() ? 0 : open.back()};
}

bool on_one_line(std::string_view text, std::uint32_t begin, std::uint32_t end) {
    return text.substr(begin, end - begin).find('\n') == std::string_view::npos;
}

void step(TokenBuffer& tokens) {
    tokens.begin_statement(); // what has been skipped need not be kept
    tokens.advance();
}

void count(const Token& token, std::size_t& depth) {
    if (token.type == Rules::LBRACE) ++depth;
    if (token.type == Rules::RBRACE && depth > 0) --depth;
}

// Skips the rest of the line of the mistake if the braces are still open at its end and it does not look as if the
// list went on. False if it does, or if the braces are closed; then nothing says they were forgotten.
bool skip_line_of_forgotten_brace(TokenBuffer& tokens, const Depth& depth) {
    const std::string_view text = tokens.text();
    if (!on_one_line(text, depth.innermost, tokens.current().begin)) return false;
    std::size_t open = depth.braces;
    std::size_t ahead = 0;
    std::int32_t last = Rules::LBRACE;
    for (std::uint32_t end = tokens.current().begin;; ++ahead) {
        const Token& token = tokens.peek(ahead);
        if (token.type == grammar::kEndOfText || !on_one_line(text, end, token.end())) break;
        count(token, open);
        last = token.type;
        end = token.end();
        if (open == 0) return false;
    }
    if (last == Rules::COMMA || last == Rules::LBRACE) return false;
    for (; ahead != 0; --ahead)
        step(tokens);
    return true;
}

} // namespace

void skip_statement(TokenBuffer& tokens) {
    const Depth start = depth_before_mistake(tokens);
    if (start.braces > 0 && skip_line_of_forgotten_brace(tokens, start)) return;
    for (std::size_t depth = start.braces; tokens.current().type != grammar::kEndOfText; step(tokens)) {
        const Token& token = tokens.current();
        if (depth == 0 && (token.type == Rules::NEWLINE || token.type == Rules::SEMI || token.type == Rules::RBRACE))
            return;
        count(token, depth);
    }
}

void skip_element(TokenBuffer& tokens) {
    std::size_t depth = depth_before_mistake(tokens).braces;
    for (; tokens.current().type != grammar::kEndOfText; step(tokens)) {
        const Token& token = tokens.current();
        const bool ends =
            token.type == Rules::COMMA || token.type == Rules::TRAILING_COMMA || token.type == Rules::RBRACE;
        if (depth == 0 && ends) return;
        count(token, depth);
    }
}

void skip_line(TokenBuffer& tokens) {
    const std::string_view text = tokens.text();
    const std::size_t newline = text.find('\n', tokens.current().begin);
    tokens.resume(static_cast<std::uint32_t>(std::min(newline, text.size())));
}

std::size_t unclosed_frames(TokenBuffer& tokens, Block block) {
    const std::int32_t type = tokens.current().type;
    if (block == Block::top || block == Block::elements) return 0;
    if (type == Rules::K_TABLE) {
        const bool opens = tokens.peek(2).type == Rules::LBRACE || tokens.peek(3).type == Rules::LBRACE;
        return !opens ? 0 : block == Block::table ? 1 : 2;
    }
    if (block == Block::table) return 0;
    const bool keyword =
        type == Rules::K_CHAIN || type == Rules::K_SET || type == Rules::K_MAP || type == Rules::K_FLOWTABLE;
    return keyword && tokens.peek(2).type == Rules::LBRACE ? 1 : 0;
}

} // namespace rulec::syntax
