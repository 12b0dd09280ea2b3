// SPDX-License-Identifier: GPL-2.0-or-later
// Elements of sets and maps.
#include "backend/json/import/expressions.h"
#include "backend/json/import/statements.h"
#include "backend/json/import/words.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace rulec::json {
namespace {

bool is_wrapped(const Node& node) {
    return node->is_object() && node->size() == 1 && node->contains("elem");
}

// A key by itself, or {"elem": {"val": key, "timeout": ...}}. Flags that stand together are one key.
std::string element_key(Reader& reader, const Node& node, const SetTypes& set) {
    if (is_wrapped(node)) return element(reader, node, set);
    return flags(reader, node, set.key, " | ");
}

// Data of a map: a value, the name of an object, or a verdict.
std::string element_data(Reader& reader, const Node& node, const Types& types) {
    return is_verdict(node) ? verdict(reader, node) : value(reader, node, types);
}

std::string pair(Reader& reader, const Node& node, const SetTypes& set) {
    if (!node->is_array() || node->size() != 2) return reader.expected(node, "an array of a key and its data");
    return fmt::format("{} : {}", element_key(reader, node.item(0), set),
                       element_data(reader, node.item(1), set.data));
}

// nft 1.0.6 lists one statement of an element that has several, and takes none or all of them. None says the same if
// what is left are the set's own.
bool go_without_saying(const std::vector<std::string>& statements, const SetTypes& set) {
    return statements.size() < set.statements.size() && std::ranges::all_of(statements, [&](const std::string& one) {
               return std::ranges::find(set.statements, one) != set.statements.end();
           });
}

} // namespace

std::string element(Reader& reader, const Node& node, const SetTypes& set) {
    if (!is_wrapped(node)) return value(reader, node, set.key);
    const Node body{&(*node)["elem"], &node, "elem"};
    Fields fields(reader, body, "an element");
    const auto key = fields.need("val");
    if (!key) return {};
    std::string text = element_key(reader, *key, set);
    if (const auto timeout = fields.take("timeout")) text += " timeout " + seconds(reader, *timeout);
    if (const auto expires = fields.take("expires")) text += " expires " + seconds(reader, *expires);
    const auto statements = statefuls(reader, fields);
    if (!go_without_saying(statements, set)) {
        for (const std::string& one : statements)
            text += " " + one;
    }
    if (const auto comment = fields.take("comment")) text += " comment " + quoted(reader, *comment);
    return text;
}

std::vector<std::string> elements(Reader& reader, const Node& node, ElementKind kind, const SetTypes& set) {
    const auto one = [&](const Node& item) {
        return kind == ElementKind::key ? element_key(reader, item, set) : pair(reader, item, set);
    };
    if (!node->is_array()) return {one(node)};
    std::vector<std::string> all;
    all.reserve(node->size());
    for (std::size_t i = 0; i < node->size() && reader.sink.error_count() < diag::Sink::kMaxErrors; ++i)
        all.push_back(one(node.item(i)));
    return all;
}

std::string braced(const std::vector<std::string>& elements) {
    return fmt::format("{{ {} }}", fmt::join(elements, ", "));
}

std::string mapping(Reader& reader, const Node& node, const SetTypes& set) {
    if (!node->is_object()) return value(reader, node);
    const auto member = only_member(reader, node, "the data of a map");
    if (!member) return {};
    if (member->key != "set") return reader.expected(node, "\"@NAME\" or {\"set\": [...]}");
    return braced(elements(reader, *member, ElementKind::mapping, set));
}

std::string map_lookup(Reader& reader, const Node& node, std::string_view word, const Types& data) {
    Fields fields(reader, node, "a lookup in a map");
    const auto key = fields.need("key");
    const auto map = fields.need("data");
    if (!key || !map) return {};
    const Expression left = expression(reader, *key);
    return fmt::format("{} {} {}", left.text, word, mapping(reader, *map, {.key = left.types, .data = data}));
}

} // namespace rulec::json
