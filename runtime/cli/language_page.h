// SPDX-License-Identifier: GPL-2.0-or-later
// The reference of the language, written from the catalogue: as a page for people and as lines for programs.
#pragma once

#include <string>

namespace rulec::cli {

std::string language_page(); // docs/language.md
// One JSON object a line.
std::string field_list();   // how a field is written, its type, a value of it
std::string example_list(); // statements with what they need declared, and declarations

} // namespace rulec::cli
