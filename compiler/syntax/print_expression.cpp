// SPDX-License-Identifier: GPL-2.0-or-later
// Expressions of the tree as text.
#include "compiler/support/overloaded.h"
#include "compiler/syntax/plain_elements.h"
#include "compiler/syntax/print_ast.h"

#include <fmt/format.h>

namespace rulec::syntax {
namespace {

template <class Range, class Print>
std::string joined(const Range& range, std::string_view separator, Print print) {
    std::string out;
    for (const auto& item : range) {
        if (!out.empty()) out += separator;
        out += print(item);
    }
    return out;
}

std::string name_text(const ast::Name& name) {
    return std::string(name.text);
}

std::string print(const ast::Literal& literal) {
    switch (literal.kind) {
    case ast::LiteralKind::string: return fmt::format("\"{}\"", literal.text);
    case ast::LiteralKind::word:
    case ast::LiteralKind::number:
    case ast::LiteralKind::hex:
    case ast::LiteralKind::address4:
    case ast::LiteralKind::address6:
    case ast::LiteralKind::mac:
    case ast::LiteralKind::duration: return std::string(literal.text);
    }
    return {};
}

std::string print(const ast::Selector& selector) {
    std::string words = joined(selector.words, " ", name_text);
    if (selector.fib_flags.empty()) return fmt::format("({})", words);
    return fmt::format("({} of {})", words, joined(selector.fib_flags, " . ", name_text));
}

std::string print(const ast::Numgen& numgen) {
    std::string out = fmt::format("(numgen {} mod {}", numgen.mode.text, numgen.modulus.text);
    if (numgen.offset) out += fmt::format(" offset {}", numgen.offset->text);
    return out + ")";
}

std::string print(const ast::Hash& hash) {
    std::string out = hash.key ? fmt::format("(jhash {}", print_expression(*hash.key)) : "(symhash";
    out += fmt::format(" mod {}", hash.modulus.text);
    if (hash.seed) out += fmt::format(" seed {}", hash.seed->text);
    if (hash.offset) out += fmt::format(" offset {}", hash.offset->text);
    return out + ")";
}

std::string_view sign(ast::BinaryOp op) {
    switch (op) {
    case ast::BinaryOp::bit_and: return "&";
    case ast::BinaryOp::bit_or: return "|";
    case ast::BinaryOp::bit_xor: return "^";
    case ast::BinaryOp::shift_left: return "<<";
    case ast::BinaryOp::shift_right: return ">>";
    }
    return {};
}

} // namespace

std::string print_verdict(const ast::VerdictExpr& verdict) {
    const auto target = [&] { return verdict.chain ? " " + print_expression(*verdict.chain) : std::string(); };
    switch (verdict.kind) {
    case ast::VerdictKind::accept: return "accept";
    case ast::VerdictKind::drop: return "drop";
    case ast::VerdictKind::cont: return "continue";
    case ast::VerdictKind::ret: return "return";
    case ast::VerdictKind::jump: return "jump" + target();
    case ast::VerdictKind::goto_: return "goto" + target();
    case ast::VerdictKind::queue: return "queue";
    }
    return {};
}

std::string print_expression(const ast::Expr& expression) {
    const auto inner = [](const ast::ExprPtr& child) { return print_expression(*child); };
    return std::visit(
        overloaded{
            [](const ast::Literal& literal) { return print(literal); },
            [](const ast::Variable& variable) { return fmt::format("${}", variable.name); },
            [](const ast::SetRef& set) { return fmt::format("@{}", set.name); },
            [](const ast::Wildcard&) { return std::string("*"); },
            [](const ast::Selector& selector) { return print(selector); },
            [](const ast::RawPayload& raw) {
                return fmt::format("(@{},{},{})", raw.base.text, raw.bit_offset.text, raw.bit_len.text);
            },
            [](const ast::Numgen& numgen) { return print(numgen); },
            [](const ast::Hash& hash) { return print(hash); },
            [&](const ast::Prefix& prefix) { return fmt::format("{}/{}", inner(prefix.base), inner(prefix.length)); },
            [&](const ast::Range& range) { return fmt::format("{}-{}", inner(range.low), inner(range.high)); },
            [&](const ast::Binary& binary) {
                return fmt::format("({} {} {})", sign(binary.op), inner(binary.left), inner(binary.right));
            },
            [](const ast::Concat& concat) { return joined(concat.parts, " . ", print_expression); },
            [](const ast::List& list) { return fmt::format("[{}]", joined(list.items, ", ", print_expression)); },
            [](const ast::SetLiteral& set) {
                return fmt::format("{{{}}}", joined(set.elements, ", ", print_element));
            },
            [](const ast::PlainSet& set) {
                return fmt::format("{{{}}}", joined(as_elements(set.list), ", ", print_element));
            },
            [&](const ast::MapLookup& map) { return fmt::format("(map {} {})", inner(map.key), inner(map.map)); },
            [&](const ast::FlagsMask& flags) {
                return fmt::format("(mask {} {})", inner(flags.value), inner(flags.mask));
            },
            [](const ast::VerdictExpr& verdict) { return print_verdict(verdict); },
        },
        expression.node);
}

} // namespace rulec::syntax
