// SPDX-License-Identifier: GPL-2.0-or-later
// Single words of the language from JSON scalars. Nothing from outside becomes text unless it is one word, one number
// or one string there: a value cannot smuggle in a statement.
#pragma once

#include "backend/json/import/node.h"
#include "compiler/catalog/symbols.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rulec::json {

// A name as tables, chains and sets have it.
std::string identifier(Reader& reader, const Node& node);

// `text` in quotes; what a string of the language cannot hold is an error.
std::string quoted(Reader& reader, const Node& node);

// A number without a sign, at most `largest`.
std::string number(Reader& reader, const Node& node, std::uint64_t largest = UINT64_MAX);
std::string seconds(Reader& reader, const Node& node); // "1m30s"

// true; false if it is absent.
bool flag(Reader& reader, const std::optional<Node>& node);

// One of `words`.
std::string one_of(Reader& reader, const Node& node, std::span<const std::string_view> words, std::string_view what);

// The words of a small vocabulary of the catalogue.
std::vector<std::string_view> vocabulary_words(catalog::Vocabulary vocabulary);

// A string or an array of strings, each one of `words`, joined.
std::string list_of(Reader& reader, const Node& node, std::span<const std::string_view> words, std::string_view what,
                    std::string_view separator);

// A string as a value: an address, a symbol, a name. `type`, if it is known, says whether it stands in quotes.
std::string value_word(Reader& reader, const Node& node, const catalog::DataType* type);

} // namespace rulec::json
