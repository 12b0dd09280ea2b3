// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/syntax/build_expression.h"

#include "compiler/syntax/build_element.h"

#include <utility>

namespace rulec::syntax {
namespace {

// Longest run of bit operators in one expression: a tree of Binary nodes nests as deep.
constexpr std::size_t kMaxOperators = 256;

template <class Node>
ast::Expr expr(Span span, Node node) {
    return {span, std::move(node)};
}

std::string_view unquoted(std::string_view text) {
    return text.substr(1, text.size() - 2);
}

std::string_view variable_name(std::string_view text) {
    return text.substr(text.find_first_not_of("$ \t"));
}

bool is_number(const ast::Expr& value) {
    const auto* literal = std::get_if<ast::Literal>(&value.node);
    return literal != nullptr &&
           (literal->kind == ast::LiteralKind::number || literal->kind == ast::LiteralKind::hex);
}
bool is_address(const ast::Expr& value) {
    const auto* literal = std::get_if<ast::Literal>(&value.node);
    return literal != nullptr &&
           (literal->kind == ast::LiteralKind::address4 || literal->kind == ast::LiteralKind::address6);
}

// ---------------------------------------------------------------- operator lists

struct Chain {
    std::vector<ast::Expr> operands;
    std::vector<const Token*> operators; // one fewer
};

// From loose to tight. Concatenation and range are not binary operators in the tree, `/` is a prefix.
int tightness(std::int32_t type) {
    switch (type) {
    case Rules::DOT: return 0;
    case Rules::DASH: return 1;
    case Rules::OR: return 2;
    case Rules::XOR: return 3;
    case Rules::AND: return 4;
    case Rules::LSHIFT:
    case Rules::RSHIFT: return 5;
    default: return 6; // SLASH
    }
}

ast::BinaryOp binary_op(std::int32_t type) {
    switch (type) {
    case Rules::AND: return ast::BinaryOp::bit_and;
    case Rules::OR: return ast::BinaryOp::bit_or;
    case Rules::XOR: return ast::BinaryOp::bit_xor;
    case Rules::LSHIFT: return ast::BinaryOp::shift_left;
    default: return ast::BinaryOp::shift_right;
    }
}

ast::Expr combine(const Token& op, ast::Expr left, ast::Expr right) {
    const Span span = cover(left.span, right.span);
    switch (op.type) {
    case Rules::DASH: return expr(span, ast::Range{boxed(std::move(left)), boxed(std::move(right))});
    case Rules::SLASH: return expr(span, ast::Prefix{boxed(std::move(left)), boxed(std::move(right))});
    default: return expr(span, ast::Binary{binary_op(op.type), boxed(std::move(left)), boxed(std::move(right))});
    }
}

// Folds operands [begin, end) with operators at least as tight as `least`: precedence climbing over a list.
class Folder {
  public:
    Folder(Chain& chain, std::size_t begin, std::size_t end) : chain_(chain), at_(begin), end_(end) {}

    ast::Expr fold(int least = 0) {
        ast::Expr left = std::move(chain_.operands[at_++]);
        while (at_ < end_ && tightness(op().type) >= least) {
            if (op().type == Rules::DOT) return concat(std::move(left));
            const Token& here = op();
            left = combine(here, std::move(left), fold(tightness(here.type) + 1));
        }
        return left;
    }

  private:
    const Token& op() const { return *chain_.operators[at_ - 1]; }

    ast::Expr concat(ast::Expr first) {
        ast::Concat parts;
        Span span = first.span;
        parts.parts.push_back(std::move(first));
        while (at_ < end_) { // only DOT is left here
            parts.parts.push_back(fold(tightness(Rules::DOT) + 1));
            span = cover(span, parts.parts.back().span);
        }
        return expr(span, std::move(parts));
    }

    Chain& chain_;
    std::size_t at_;
    std::size_t end_;
};

ast::Expr fold(Chain& chain, std::size_t begin, std::size_t end) {
    return Folder(chain, begin, end).fold();
}

// The operands and operators of rhsExpr, expr, lhsExpr.
Chain collect_from(ast::Expr first, Shape shape) {
    Chain chain;
    chain.operands.push_back(std::move(first));
    while (!shape.at_end()) {
        chain.operators.push_back(&shape.take_word());
        ast::Expr operand = build_operand(shape.take_rule());
        if (chain.operators.size() > kMaxOperators) {
            shape.statement().too_deep = true;
            chain.operators.pop_back();
            return chain;
        }
        chain.operands.push_back(std::move(operand));
    }
    return chain;
}

Chain collect(Shape shape) {
    ast::Expr first = build_operand(shape.take_rule());
    return collect_from(std::move(first), shape);
}

// `/` is a prefix before a number and, after an address, before a variable; else it is the mask of `syn / syn,ack`.
std::size_t mask_slash(const Chain& chain) {
    for (std::size_t i = 0; i < chain.operators.size(); ++i) {
        if (chain.operators[i]->type != Rules::SLASH || is_number(chain.operands[i + 1])) continue;
        const bool variable = std::holds_alternative<ast::Variable>(chain.operands[i + 1].node);
        if (!variable || !is_address(chain.operands[i])) return i;
    }
    return std::string_view::npos;
}

ast::Expr list_or_item(std::vector<ast::Expr> items) {
    if (items.size() == 1) return std::move(items.front());
    const Span span = cover(items.front().span, items.back().span);
    return expr(span, ast::List{std::move(items)});
}

// ---------------------------------------------------------------- selectors

bool is_punctuation(std::int32_t type) {
    return type == Rules::COMMA || type == Rules::DOT;
}

// `ipsec in` is one token.
void add_two_words(const Shape& shape, const Token& token, std::vector<ast::Name>& words) {
    const std::string_view text = shape.statement().text_of(token);
    const auto first = static_cast<std::uint32_t>(text.find_first_of(" \t"));
    const auto second = static_cast<std::uint32_t>(text.find_last_of(" \t")) + 1;
    words.push_back(shape.name_of({token.begin, first, Rules::WORD}));
    words.push_back(shape.name_of({token.begin + second, token.len - second, Rules::WORD}));
}

// All tokens of `shape` as words. `addr[1]` and `@255` are one word.
std::vector<ast::Name> words_of(const Shape& shape) {
    std::vector<ast::Name> words;
    words.reserve(shape.token_count());
    for (std::uint32_t i = 0; i < shape.token_count(); ++i) {
        const Token& token = shape.token_at(i);
        if (is_punctuation(token.type)) continue;
        if (token.type == Rules::IPSEC_DIRECTION) {
            add_two_words(shape, token, words);
        } else if (token.type == Rules::AT || token.type == Rules::LBRACKET) {
            const std::uint32_t last = token.type == Rules::AT ? i + 1 : i + 2;
            const std::uint32_t begin = token.type == Rules::AT ? token.begin : words.back().span.begin;
            if (token.type == Rules::LBRACKET) words.pop_back();
            words.push_back(shape.name_of({begin, shape.token_at(last).end() - begin, Rules::WORD}));
            i = last;
        } else {
            words.push_back(shape.name_of(token));
        }
    }
    return words;
}

ast::Selector build_fib(Shape shape) {
    ast::Selector fib;
    fib.words.push_back(shape.take_name());
    fib.fib_flags.push_back(shape.take_name());
    while (shape.take_if(Rules::DOT))
        fib.fib_flags.push_back(shape.take_name());
    fib.words.push_back(shape.take_name());
    return fib;
}

ast::Numgen build_numgen(Shape shape) {
    ast::Numgen numgen;
    shape.take_token();
    numgen.mode = shape.take_name();
    shape.take_if(Rules::K_MOD);
    numgen.modulus = shape.take_name();
    if (shape.take_if(Rules::K_OFFSET)) numgen.offset = shape.take_name();
    return numgen;
}

ast::Hash build_hash(Shape shape) {
    ast::Hash hash;
    if (shape.take_token().type == Rules::K_JHASH) hash.key = boxed(build_chain(shape.take_rule()));
    shape.take_if(Rules::K_MOD);
    hash.modulus = shape.take_name();
    if (shape.take_if(Rules::K_SEED)) hash.seed = shape.take_name();
    if (shape.take_if(Rules::K_OFFSET)) hash.offset = shape.take_name();
    return hash;
}

ast::RawPayload build_raw_payload(Shape shape) {
    ast::RawPayload raw;
    shape.take_if(Rules::AT);
    raw.base = shape.take_name();
    shape.take_if(Rules::COMMA);
    raw.bit_offset = shape.take_name();
    shape.take_if(Rules::COMMA);
    raw.bit_len = shape.take_name();
    return raw;
}

ast::Expr literal(Span span, ast::LiteralKind kind, std::string_view text) {
    return expr(span, ast::Literal{kind, text});
}

ast::Expr build_set_reference(Shape shape) { // AT name
    const Span span = shape.span();
    shape.take_if(Rules::AT);
    return expr(span, ast::SetRef{shape.take_name().text});
}

// `tcp dport 22`: nearly every right side is one operand.
std::optional<ast::Expr> only_operand(Shape list) {
    Shape first = list.take_rule();
    if (!list.at_end()) return std::nullopt;
    Shape operand = first.take_rule();
    if (!first.at_end()) return std::nullopt;
    return build_operand(operand);
}

} // namespace

ast::Expr build_scalar(const Shape& shape, const Token& token) {
    const Span span = shape.statement().span(token);
    const std::string_view text = shape.statement().text_of(token);
    switch (token.type) {
    case Rules::NUMBER: return literal(span, ast::LiteralKind::number, text);
    case Rules::HEXNUMBER: return literal(span, ast::LiteralKind::hex, text);
    case Rules::ADDRESS4: return literal(span, ast::LiteralKind::address4, text);
    case Rules::ADDRESS6: return literal(span, ast::LiteralKind::address6, text);
    case Rules::BRACKETED6: return literal(span, ast::LiteralKind::address6, unquoted(text));
    case Rules::MAC: return literal(span, ast::LiteralKind::mac, text);
    case Rules::DURATION: return literal(span, ast::LiteralKind::duration, text);
    case Rules::STRING: return literal(span, ast::LiteralKind::string, unquoted(text));
    case Rules::VARIABLE: return expr(span, ast::Variable{variable_name(text)});
    case Rules::STAR: return expr(span, ast::Wildcard{});
    default: return literal(span, ast::LiteralKind::word, text);
    }
}

ast::Expr build_selector(Shape shape) {
    const Span span = shape.span();
    switch (shape.first_token().type) {
    case Rules::K_FIB: return expr(span, build_fib(shape));
    case Rules::K_NUMGEN: return expr(span, build_numgen(shape));
    case Rules::K_JHASH:
    case Rules::K_SYMHASH: return expr(span, build_hash(shape));
    case Rules::AT: return expr(span, build_raw_payload(shape));
    default: return expr(span, ast::Selector{words_of(shape), {}});
    }
}

ast::Expr build_operand(Shape shape) {
    if (shape.at_rule()) {
        Shape child = shape.take_rule();
        switch (child.rule()) {
        case Rules::RuleSelector: return build_selector(child);
        case Rules::RuleSetLiteral: return build_set_literal(child);
        case Rules::RuleLhsOperand: return build_operand(child);
        default: return build_scalar(child, child.first_token());
        }
    }
    switch (shape.type_here()) {
    case Rules::AT: return build_set_reference(shape);
    case Rules::LPAREN: shape.take_token(); return build_chain(shape.take_rule());
    default: break;
    }
    if (shape.token_count() > 1) return expr(shape.span(), ast::Selector{words_of(shape), {}});
    return build_scalar(shape, shape.first_token());
}

ast::Expr build_chain(Shape shape) {
    Shape first = shape;
    Shape operand = first.take_rule();
    if (first.at_end()) return build_operand(operand);
    Chain chain = collect(shape);
    return fold(chain, 0, chain.operands.size());
}

ast::Expr build_chain_from(ast::Expr first, Shape rest) {
    if (rest.at_end()) return first;
    Chain chain = collect_from(std::move(first), rest);
    return fold(chain, 0, chain.operands.size());
}

ast::Expr build_rhs_list(Shape shape) {
    if (auto only = only_operand(shape)) return std::move(*only);
    std::vector<ast::Expr> items;
    std::optional<ast::Expr> value; // set once the `/` of a mask has been seen
    while (!shape.at_end()) {
        if (shape.take_if(Rules::COMMA)) continue;
        Chain chain = collect(shape.take_rule());
        const std::size_t slash = value ? std::string_view::npos : mask_slash(chain);
        if (slash == std::string_view::npos) {
            items.push_back(fold(chain, 0, chain.operands.size()));
            continue;
        }
        items.push_back(fold(chain, 0, slash + 1));
        value = list_or_item(std::exchange(items, {}));
        items.push_back(fold(chain, slash + 1, chain.operands.size()));
    }
    ast::Expr last = list_or_item(std::move(items));
    if (!value) return last;
    const Span span = cover(value->span, last.span);
    return expr(span, ast::FlagsMask{boxed(std::move(*value)), boxed(std::move(last))});
}

ast::Expr build_map_expr(Shape shape) {
    const Span span = shape.span();
    ast::Expr key = build_chain(shape.take_rule());
    if (!shape.take_if(Rules::K_MAP)) return key;
    return expr(span, ast::MapLookup{boxed(std::move(key)), boxed(build_set_ref(shape.take_rule()))});
}

ast::Expr build_set_ref(Shape shape) {
    if (shape.rule() == Rules::RuleSetLiteral) return build_set_literal(shape);
    if (shape.at_rule()) return build_set_literal(shape.take_rule());
    if (shape.at_token(Rules::AT)) return build_set_reference(shape);
    return build_scalar(shape, shape.first_token());
}

ast::Expr build_set_literal(Shape shape) {
    const Span span = shape.span();
    ast::SetLiteral set;
    while (!shape.at_end()) {
        if (shape.at_rule()) {
            set.elements.push_back(build_element(shape.take_rule()));
        } else {
            shape.take_token(); // braces and commas
        }
    }
    return expr(span, std::move(set));
}

} // namespace rulec::syntax
