// SPDX-License-Identifier: GPL-2.0-or-later
// Parsing a text in a test: the printed tree and the diagnostics.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/source/source_manager.h"
#include "compiler/syntax/parse.h"

#include <string>
#include <string_view>
#include <vector>

namespace rulec::test {

struct Parsed {
    std::string tree; // as AstPrinter writes it
    std::vector<diag::Diagnostic> diagnostics;
    std::size_t errors = 0; // also those the sink did not keep

    // "E0101 at `acept`", one a diagnostic, joined by "; ".
    std::string summary;
};

Parsed parse_text(std::string_view text, syntax::Block start = syntax::Block::top);

// The tree of `line` in a chain, without the two lines around and the indentation of the chain.
std::string tree_of_rule(std::string_view line);

} // namespace rulec::test
