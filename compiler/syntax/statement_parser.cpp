// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/syntax/statement_parser.h"

#include "grammar/fast_rules.h"

namespace rulec::syntax {

using grammar::LeanParser;
using grammar::Rules;

class StatementParser::Impl {
  public:
    Rules parser{nullptr}; // reads from a TokenSupply, not from ANTLR's streams

    void run(Entry entry) {
        switch (entry) {
        case Entry::top_line: parser.topLine(); return;
        case Entry::table_line: parser.tableLine(); return;
        case Entry::chain_line: parser.chainLine(); return;
        case Entry::set_line: parser.setLine(); return;
        case Entry::flowtable_line: parser.flowtableLine(); return;
        case Entry::object_line: parser.objectLine(); return;
        case Entry::element_line: parser.elementLine(); return;
        case Entry::list_line: parser.listLine(); return;
        }
    }
};

StatementParser::StatementParser() : impl_(std::make_unique<Impl>()) {}
StatementParser::~StatementParser() = default;

const grammar::ShapeTree& StatementParser::tree() const {
    return impl_->parser.tree();
}

Outcome StatementParser::parse(Entry entry, TokenBuffer& tokens) {
    tokens.begin_statement();
    impl_->parser.start(tokens);
    try {
        impl_->run(entry);
        return Outcome::accepted;
    } catch (const LeanParser::TooDeep&) {
        return Outcome::too_deep;
    } catch (const LeanParser::SyntaxError&) {
        return Outcome::syntax_error;
    }
}

} // namespace rulec::syntax
