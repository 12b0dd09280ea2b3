// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/sema/describe.h"

#include "compiler/support/overloaded.h"

namespace rulec::sema {

std::string_view describe(const ast::Expr& expr) {
    using View = std::string_view;
    return std::visit(overloaded{
                          [](const ast::Literal&) -> View { return "a value"; },
                          [](const ast::Variable&) -> View { return "a variable"; },
                          [](const ast::SetRef&) -> View { return "a set"; },
                          [](const ast::Wildcard&) -> View { return "`*`"; },
                          [](const ast::Selector&) -> View { return "a packet field"; },
                          [](const ast::RawPayload&) -> View { return "raw payload"; },
                          [](const ast::Numgen&) -> View { return "a number generator"; },
                          [](const ast::Hash&) -> View { return "a hash"; },
                          [](const ast::Prefix&) -> View { return "a prefix"; },
                          [](const ast::Range&) -> View { return "a range"; },
                          [](const ast::Binary&) -> View { return "an arithmetic expression"; },
                          [](const ast::Concat&) -> View { return "a concatenation"; },
                          [](const ast::List&) -> View { return "a list"; },
                          [](const ast::SetLiteral&) -> View { return "a set in braces"; },
                          [](const ast::PlainSet&) -> View { return "a set in braces"; },
                          [](const ast::MapLookup&) -> View { return "a map lookup"; },
                          [](const ast::FlagsMask&) -> View { return "flags and mask"; },
                          [](const ast::VerdictExpr&) -> View { return "a verdict"; },
                      },
                      expr.node);
}

std::string describe(const std::vector<model::KeyPart>& parts) {
    std::string out;
    for (const model::KeyPart& part : parts) {
        if (!out.empty()) out += " . ";
        out += part.type->description;
    }
    return out;
}

std::string words_of(const ast::Selector& selector) {
    std::string out;
    for (const ast::Name& word : selector.words) {
        if (!out.empty()) out += ' ';
        out += word.text;
    }
    return out;
}

} // namespace rulec::sema
