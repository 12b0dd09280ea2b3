// SPDX-License-Identifier: GPL-2.0-or-later
// The bulk scanner for lists of plain elements: literals, prefixes, ranges, concatenations of them, each perhaps with
// `: verdict` or `: literals` behind it. Blocklists are made of nothing else, and the grammar would take twenty times
// as long for them. It decides nothing: what it accepts, the grammar accepts with the same result (a test compares
// them on random lists), and at the first thing that it does not know it stops and leaves the rest to the grammar.
#pragma once

#include "compiler/syntax/ast.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

namespace rulec::syntax {

// How a list is written: commas between elements and a brace at the end, or one element a line to the end of the
// file.
enum class ListForm : std::uint8_t { braces, lines };

struct ListText {
    FileId file;
    std::string_view text; // of the file
    ListForm form;
};

// Reads elements of the list from octet `from` on, where an element begins. Hands them out in chunks. Returns the
// octet behind the last element that is plain, which is followed by a separator or by the end of the list; `from` if
// the first one is not plain.
std::uint32_t scan_plain_elements(const ListText& list, std::uint32_t from,
                                  const std::function<void(ast::PlainElements)>& deliver);

// The words of the element that begins at word `first`.
std::span<const ast::PlainWord> words_of_element(const ast::PlainElements& elements, std::size_t first);

// Of the word of a PlainWord::Role::verdict.
ast::VerdictKind verdict_kind(std::string_view word);

// What the grammar makes of it.
ast::Element as_element(const ast::PlainElements& elements, std::span<const ast::PlainWord> words);
std::vector<ast::Element> as_elements(const ast::PlainElements& elements);

} // namespace rulec::syntax
