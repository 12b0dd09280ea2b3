// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/json/import/expressions.h"

#include "backend/json/import/fields.h"
#include "backend/json/import/words.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace rulec::json {
namespace {

using catalog::Notation;
using diag::Code;

// Operands: all that stands at both sides of an operator.
constexpr auto kOperators = std::to_array<std::string_view>({"|", "^", "&", "<<", ">>"});

std::string integer(const nlohmann::json& json, const catalog::DataType* type) {
    const auto number = json.get<std::uint64_t>();
    if (type != nullptr && type->notation == Notation::time) return fmt::format("{}s", number);
    const bool hex = type != nullptr && type->basehex && type->notation == Notation::number;
    return hex ? fmt::format("{:#x}", number) : fmt::format("{}", number);
}

std::string boolean(bool is_true, const catalog::DataType* type) {
    if (type != nullptr && type->notation == Notation::number) return is_true ? "1" : "0";
    return is_true ? "exists" : "missing";
}

std::string scalar(Reader& reader, const Node& node, const catalog::DataType* type) {
    if (node->is_string()) return value_word(reader, node, type);
    if (node->is_boolean()) return boolean(node->get<bool>(), type);
    if (node->is_number_unsigned()) return integer(*node, type);
    return reader.expected(node, "a string, a whole number or an expression");
}

// What is written between two symbols would be read as part of the first one: `echo-reply-255`.
std::string range_end(Reader& reader, const Node& node, const Types& types) {
    const catalog::DataType* type = type_at(types, 0);
    if (type != nullptr && type->notation == Notation::number && node->is_string()) {
        if (const auto number = catalog::find_symbol(*type, node->get_ref<const std::string&>()))
            return fmt::to_string(*number);
    }
    return value(reader, node, types);
}

Expression concat(Reader& reader, const Node& node, const Types& types) {
    if (!node->is_array() || node->size() < 2)
        return {reader.expected(node, "an array of two or more expressions"), {}};
    Expression all;
    for (std::size_t i = 0; i < node->size(); ++i) {
        const Types part_types = {type_at(types, i)};
        const Expression part = expression(reader, node.item(i), part_types);
        all.text += (i > 0 ? " . " : "") + part.text;
        all.types.push_back(type_at(part.types, 0));
    }
    return all;
}

std::string prefix(Reader& reader, const Node& node, const Types& types) {
    Fields fields(reader, node, "a prefix");
    const auto address = fields.need("addr");
    const auto len = fields.need("len");
    if (!address || !len) return {};
    const std::string base = value(reader, *address, types);
    const std::string bits = number(reader, *len, 128);
    if (!base.ends_with('"')) return fmt::format("{}/{}", base, bits); // of a name: what it begins with
    return base.substr(0, base.size() - 1) + "*\"";
}

std::string range(Reader& reader, const Node& node, const Types& types) {
    if (!node->is_array() || node->size() != 2) return reader.expected(node, "an array of two expressions");
    return fmt::format("{}-{}", range_end(reader, node.item(0), types), range_end(reader, node.item(1), types));
}

Expression arithmetic(Reader& reader, const Node& node, const Types& types) {
    if (!node->is_array() || node->size() != 2) return {reader.expected(node, "an array of two expressions"), {}};
    const bool same = node->front().is_object() && node->front().contains(node.key); // a | b | c
    const Expression left = expression(reader, node.item(0), types, same ? Place::alone : Place::operand);
    const bool shift = node.key == "<<" || node.key == ">>";
    const Types right_types = shift ? Types{} : left.types.empty() ? types : left.types;
    const Expression right = expression(reader, node.item(1), right_types, Place::operand);
    return {fmt::format("{} {} {}", left.text, node.key, right.text), left.types};
}

std::string offset(Reader& reader, Fields& fields) {
    const auto node = fields.take("offset");
    if (!node || **node == 0) return {};
    return " offset " + number(reader, *node, UINT32_MAX);
}

std::string numgen(Reader& reader, const Node& node) {
    constexpr auto kModes = std::to_array<std::string_view>({"inc", "random"});
    Fields fields(reader, node, "a number generator");
    const auto mode = fields.need("mode");
    const auto modulus = fields.need("mod");
    if (!mode || !modulus) return {};
    return fmt::format("numgen {} mod {}{}", one_of(reader, *mode, kModes, "mode"),
                       number(reader, *modulus, UINT32_MAX), offset(reader, fields));
}

std::string symhash(Reader& reader, const Node& node) {
    Fields fields(reader, node, "a symmetric hash");
    const auto modulus = fields.need("mod");
    if (!modulus) return {};
    return fmt::format("symhash mod {}{}", number(reader, *modulus, UINT32_MAX), offset(reader, fields));
}

std::string jhash(Reader& reader, const Node& node) {
    Fields fields(reader, node, "a hash");
    const auto modulus = fields.need("mod");
    const auto key = fields.need("expr");
    const auto seed = fields.take("seed");
    if (!modulus || !key) return {};
    std::string text = fmt::format("jhash {} mod {}", value(reader, *key), number(reader, *modulus, UINT32_MAX));
    if (seed) text += " seed " + number(reader, *seed, UINT32_MAX);
    return text + offset(reader, fields);
}

// Elements of a set in a rule; what maps hold is read where the map stands.
std::string set(Reader& reader, const Node& node, const Types& types) {
    return braced(elements(reader, node, ElementKind::key, {.key = types}));
}

std::string lookup(Reader& reader, const Node& node, const Types& types) {
    return map_lookup(reader, node, "map", types);
}

struct Row {
    std::string_view kind;
    std::string (*read)(Reader&, const Node&, const Types&);
};
constexpr auto kRows = std::to_array<Row>({
    {"prefix", prefix},
    {"range", range},
    {"set", set},
    {"map", lookup},
    {"numgen", [](Reader& reader, const Node& node, const Types&) { return numgen(reader, node); }},
    {"jhash", [](Reader& reader, const Node& node, const Types&) { return jhash(reader, node); }},
    {"symhash", [](Reader& reader, const Node& node, const Types&) { return symhash(reader, node); }},
});

std::string unknown(Reader& reader, const Node& node) {
    std::vector<std::string_view> kinds = {"concat",     "payload", "exthdr", "tcp option", "ip option",
                                           "sctp chunk", "meta",    "ct",     "rt",         "socket",
                                           "osf",        "fib",     "ipsec",  "elem"};
    for (const Row& row : kRows)
        kinds.push_back(row.kind);
    const nlohmann::json name = node.key;
    const Node key{&name, node.parent, node.key};
    return one_of(reader, key, kinds, "kind of expression");
}

} // namespace

const catalog::DataType* type_at(const Types& types, std::size_t part) {
    return part < types.size() ? types[part] : nullptr;
}

Expression expression(Reader& reader, const Node& node, const Types& types, Place place) {
    if (node->is_array()) {
        const std::string all = flags(reader, node, types, " | ");
        return {place == Place::operand ? fmt::format("({})", all) : all, types};
    }
    if (!node->is_object()) return {scalar(reader, node, type_at(types, 0)), types};
    const auto member = only_member(reader, node, "an expression");
    if (!member) return {};
    if (is_field(member->key)) {
        FieldText text = field(reader, *member);
        return {std::move(text.text), {text.type}};
    }
    if (member->key == "concat") return concat(reader, *member, types);
    if (std::ranges::find(kOperators, member->key) != kOperators.end()) {
        Expression all = arithmetic(reader, *member, types);
        if (place == Place::operand) all.text = fmt::format("({})", all.text);
        return all;
    }
    const auto row = std::ranges::find(kRows, member->key, &Row::kind);
    if (row == kRows.end()) return {unknown(reader, *member), {}};
    return {row->read(reader, *member, types), {}};
}

std::string flags(Reader& reader, const Node& node, const Types& types, std::string_view separator) {
    if (!node->is_array()) return value(reader, node, types);
    if (node->empty()) return reader.expected(node, "a list with something in it");
    std::string all;
    for (std::size_t i = 0; i < node->size(); ++i)
        all += (i > 0 ? std::string(separator) : "") + value(reader, node.item(i), types);
    return all;
}

std::string value(Reader& reader, const Node& node, const Types& types) {
    return expression(reader, node, types).text;
}

} // namespace rulec::json
