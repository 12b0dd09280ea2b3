// SPDX-License-Identifier: GPL-2.0-or-later
// What the formatter promises for every text that parses, tested from outside: by the syntax tree and by a second
// reading of the comments, neither of which the formatter uses.
#pragma once

#include <string>
#include <string_view>

namespace rulec::test {

bool parses(std::string_view text);

// The text must parse.
std::string formatted(std::string_view text);

// The first promise that is broken, with what shows it; empty if all are kept or the text does not parse.
std::string broken_promise(std::string_view text);

} // namespace rulec::test
