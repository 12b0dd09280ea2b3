// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/catalog/selector_words.h"

#include "compiler/catalog/name_index.h"
#include "compiler/catalog/rows/all_headers.h"

#include <iterator>

namespace rulec::catalog {
namespace {

using rows::kHeaders, rows::kMetaFields;

constexpr std::size_t kHeaderCount = std::size(kHeaders);

// Rows [0, kHeaderCount) are headers, those after them are meta keys.
constexpr std::string_view word_of(std::size_t row) {
    return row < kHeaderCount ? kHeaders[row].name : kMetaFields[row - kHeaderCount].name;
}

// `rt` is a token of the grammar: as a header it shares the word with a key. So is `ipsec in`, but not `ipsec` alone.
constexpr bool is_grammar_token(std::string_view word) {
    return word == "rt";
}

constexpr bool begins_selector(std::size_t row) {
    if (is_grammar_token(word_of(row))) return false;
    if (row >= kHeaderCount) return kMetaFields[row - kHeaderCount].unqualified;
    return kHeaders[row].kind == HeaderKind::payload || kHeaders[row].kind == HeaderKind::exthdr;
}

constexpr auto kIndex = [] {
    NameIndex<512> index;
    for (std::size_t row = 0; row < kHeaderCount + std::size(kMetaFields); ++row)
        if (begins_selector(row)) index.add(hash_name(word_of(row)), row);
    return index;
}();

} // namespace

WordClass word_class(std::string_view word) {
    const auto row = kIndex.find(hash_name(word), [word](std::uint16_t i) { return word_of(i) == word; });
    if (row == kIndex.kEmpty) return WordClass::plain;
    return row < kHeaderCount ? WordClass::header : WordClass::key;
}

} // namespace rulec::catalog
