// SPDX-License-Identifier: GPL-2.0-or-later
// Programs as a kernel gives them out, built by hand, and what they are raised to, in short.
#pragma once

#include "backend/nft/program.h"
#include "backend/nft/raise/raise.h"
#include "compiler/model/print.h"

#include <string>

namespace rulec::test {

inline const nft::TableRef kTable{1, "t"}; // inet

// A table with one base chain `c` and one rule of these expressions in it.
inline nft::Program live_rule(std::vector<nft::Expression> expressions) {
    nft::NewTable table;
    table.table = kTable;
    nft::NewChain chain;
    chain.table = kTable;
    chain.name = "c";
    nft::NewRule rule;
    rule.table = kTable;
    rule.chain = "c";
    rule.expressions = std::move(expressions);
    return {{table, chain, rule}};
}

inline nft::Expression expression(decltype(nft::Expression::node) node) {
    return {std::move(node), {}};
}

} // namespace rulec::test
