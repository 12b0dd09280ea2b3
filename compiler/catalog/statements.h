// SPDX-License-Identifier: GPL-2.0-or-later
// One example of every statement, match form and declaration, for the manual and the tests that load them. Where a
// statement is legal is not written here: whoever wants to know tries the example in every chain.
#pragma once

#include "compiler/catalog/hooks.h"

#include <span>
#include <string_view>

namespace rulec::catalog {

struct StatementExample {
    std::string_view name;
    std::string_view example; // one rule
    std::string_view doc;
    std::string_view declares = {}; // lines of the table that it needs
    ChainType chain = ChainType::filter;
};

struct DeclarationExample {
    std::string_view name;
    std::string_view example; // lines of a table
    std::string_view doc;
    Family family = Family::inet;
};

std::span<const StatementExample> statement_examples();
std::span<const DeclarationExample> declaration_examples();

} // namespace rulec::catalog
