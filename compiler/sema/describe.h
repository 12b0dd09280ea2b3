// SPDX-License-Identifier: GPL-2.0-or-later
// How things are called in messages.
#pragma once

#include "compiler/catalog/datatype.h"
#include "compiler/model/set.h"
#include "compiler/syntax/ast.h"

#include <string>
#include <string_view>
#include <vector>

namespace rulec::sema {

// "a set in braces", "a verdict", "a range"...
std::string_view describe(const ast::Expr& expr);
// "IPv4 address", "IPv4 address . internet network service"
std::string describe(const std::vector<model::KeyPart>& parts);
// "ip saddr", "tcp option maxseg size"
std::string words_of(const ast::Selector& selector);

} // namespace rulec::sema
