// SPDX-License-Identifier: GPL-2.0-or-later
// JSON expressions to text: values, ranges, sets, fields, arithmetic.
#pragma once

#include "backend/json/import/node.h"
#include "compiler/catalog/datatype.h"

#include <string>
#include <vector>

namespace rulec::json {

// Types of what is compared or stored, part by part, where they are known: they decide how words and numbers look.
using Types = std::vector<const catalog::DataType*>;
const catalog::DataType* type_at(const Types& types, std::size_t part);

struct Expression {
    std::string text;
    Types types; // of a field or a concatenation of fields
};

enum class Place : bool { alone, operand }; // operands of arithmetic need parentheses when they are arithmetic

Expression expression(Reader& reader, const Node& node, const Types& types = {}, Place place = Place::alone);

// The text alone.
std::string value(Reader& reader, const Node& node, const Types& types = {});

// Flags that stand together, an array, joined: by a comma where bits are tested, else by " | ". Or any expression.
std::string flags(Reader& reader, const Node& node, const Types& types, std::string_view separator);

// ---- elements.cpp

enum class ElementKind : std::uint8_t { key, mapping }; // `key`, or `key : data`

// What is known of a set from elsewhere.
struct SetTypes {
    Types key = {}, data = {};
    std::vector<std::string> statements = {}; // those that every element has
};

// What {"set": [...]} holds, or the "elem" of a declaration: each element by itself.
std::vector<std::string> elements(Reader& reader, const Node& node, ElementKind kind, const SetTypes& set);

// "{ a, b }"
std::string braced(const std::vector<std::string>& elements);

// The data side of a map or vmap: "@name", or elements in braces.
std::string mapping(Reader& reader, const Node& node, const SetTypes& set);

// KEY map DATA of {"key": ..., "data": ...}.
std::string map_lookup(Reader& reader, const Node& node, std::string_view word, const Types& data);

} // namespace rulec::json
