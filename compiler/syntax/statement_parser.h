// SPDX-License-Identifier: GPL-2.0-or-later
// StatementParser: recognises one statement at a time with the fast parser. Exceptions of the generated code end
// here.
#pragma once

#include "compiler/syntax/token_buffer.h"
#include "grammar/shape_tree.h"

#include <cstdint>
#include <memory>

namespace rulec::syntax {

// The entry rules, each one line of a block.
enum class Entry : std::uint8_t {
    top_line,
    table_line,
    chain_line,
    set_line,
    flowtable_line,
    object_line,
    element_line,
    list_line
};

enum class Outcome : std::uint8_t { accepted, syntax_error, too_deep };

class StatementParser {
  public:
    StatementParser();
    ~StatementParser();

    // Reads the statement that begins at the current token. `accepted`: what could be read forms a statement and the
    // current token is the first behind it; whether it may stand there is the caller's to say. Otherwise the current
    // token is the first that cannot continue.
    Outcome parse(Entry entry, TokenBuffer& tokens);

    // Of the last accepted statement.
    const grammar::ShapeTree& tree() const;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace rulec::syntax
