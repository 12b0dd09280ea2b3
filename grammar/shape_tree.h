// SPDX-License-Identifier: GPL-2.0-or-later
// ShapeTree: what the fast parser leaves of one statement. Not ANTLR's contexts: one small node for each rule that
// was entered, in preorder, with the tokens it spans. Tokens count from the first of the statement.
//
// Invariants: children of a node follow it directly; `next` is the index behind its subtree; a node covers at least
// one token. Only statements without a syntax error leave one.
#pragma once

#include <cstdint>
#include <vector>

namespace rulec::grammar {

struct ShapeNode {
    std::uint32_t rule = 0; // RulesParser::Rule...
    std::uint32_t first_token = 0;
    std::uint32_t token_end = 0;
    std::uint32_t next = 0;
};
using ShapeTree = std::vector<ShapeNode>;

} // namespace rulec::grammar
