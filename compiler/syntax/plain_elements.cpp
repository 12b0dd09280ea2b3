// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/syntax/plain_elements.h"

#include <utility>

namespace rulec::syntax {
namespace {

using ast::PlainWord;
using Role = ast::PlainWord::Role;
using Words = std::span<const PlainWord>;

class Builder {
  public:
    Builder(const ast::PlainElements& elements, Words words) : elements_(elements), words_(words) {}

    ast::Element element() {
        const Span span = cover(span_of(words_.front()), span_of(words_.back()));
        ast::Element out{span, chain(), {}, {}};
        if (words_.empty()) return out;
        out.data = words_.front().role == Role::verdict ? verdict() : chain();
        return out;
    }

  private:
    bool at(Role role) const { return !words_.empty() && words_.front().role == role; }
    PlainWord take() {
        const PlainWord word = words_.front();
        words_ = words_.subspan(1);
        return word;
    }
    Span span_of(const PlainWord& word) const { return {elements_.file, word.begin, word.begin + word.len}; }

    ast::Expr literal() {
        const PlainWord word = take();
        return {span_of(word), ast::Literal{word.kind, elements_.text_of(word)}};
    }
    ast::ExprPtr boxed_literal() { return std::make_unique<ast::Expr>(literal()); }

    ast::Expr part() {
        ast::Expr first = literal();
        if (!at(Role::prefix_len) && !at(Role::range_end)) return first;
        const bool prefix = at(Role::prefix_len);
        const Span span = cover(first.span, span_of(words_.front()));
        auto low = std::make_unique<ast::Expr>(std::move(first));
        if (prefix) return {span, ast::Prefix{std::move(low), boxed_literal()}};
        return {span, ast::Range{std::move(low), boxed_literal()}};
    }

    ast::Expr chain() {
        ast::Expr first = part();
        if (!at(Role::next_part)) return first;
        Span span = first.span;
        ast::Concat concat;
        concat.parts.push_back(std::move(first));
        while (at(Role::next_part)) {
            concat.parts.push_back(part());
            span = cover(span, concat.parts.back().span);
        }
        return {span, std::move(concat)};
    }

    ast::Expr verdict() {
        const PlainWord word = take();
        ast::VerdictExpr verdict{verdict_kind(elements_.text_of(word)), nullptr};
        Span span = span_of(word);
        if (at(Role::chain)) {
            verdict.chain = boxed_literal();
            span = cover(span, verdict.chain->span);
        }
        return {span, std::move(verdict)};
    }

    const ast::PlainElements& elements_;
    Words words_;
};

} // namespace

ast::VerdictKind verdict_kind(std::string_view word) {
    if (word == "accept") return ast::VerdictKind::accept;
    if (word == "drop") return ast::VerdictKind::drop;
    if (word == "continue") return ast::VerdictKind::cont;
    if (word == "return") return ast::VerdictKind::ret;
    return word == "jump" ? ast::VerdictKind::jump : ast::VerdictKind::goto_;
}

Words words_of_element(const ast::PlainElements& elements, std::size_t first) {
    std::size_t end = first + 1;
    while (end < elements.words.size() && elements.words[end].role != Role::key)
        ++end;
    return Words(elements.words).subspan(first, end - first);
}

ast::Element as_element(const ast::PlainElements& elements, Words words) {
    return Builder(elements, words).element();
}

std::vector<ast::Element> as_elements(const ast::PlainElements& elements) {
    std::vector<ast::Element> all;
    for (std::size_t first = 0; first < elements.words.size();) {
        const Words words = words_of_element(elements, first);
        all.push_back(as_element(elements, words));
        first += words.size();
    }
    return all;
}

} // namespace rulec::syntax
