// SPDX-License-Identifier: GPL-2.0-or-later
// parse(): from the text of one file to a stream of ast::Items, statement by statement. The only door to ANTLR:
// nothing of it is visible here, and no exception comes out.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/source/source_manager.h"
#include "compiler/syntax/ast.h"

#include <vector>

namespace rulec::syntax {

// Where the text stands: an included file starts in the block of the include statement. A list_file is no block but
// what `file("...")` names: one element a line.
enum class Block : std::uint8_t { top, table, chain, set, map, elements, flowtable, object, list_file };

class Consumer {
  public:
    virtual ~Consumer() = default;
    // Called in source order. An item with a syntax error is reported and left out; when the opening of a block is
    // wrong the whole block is left out; Open and BlockClose always come in pairs.
    virtual void consume(ast::Item item) = 0;
};

// Parses `file` as the inside of `start`. Syntax errors go to `sink`; parsing goes on behind each.
// Memory: one statement, or one chunk of a few thousand elements, at a time.
void parse(const SourceManager& sources, FileId file, Block start, Consumer& consumer, diag::Sink& sink);

} // namespace rulec::syntax
