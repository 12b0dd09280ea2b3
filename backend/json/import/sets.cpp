// SPDX-License-Identifier: GPL-2.0-or-later
// Sets and maps, and their elements.
#include "backend/json/import/declarations.h"
#include "backend/json/import/statements.h"
#include "backend/json/import/words.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace rulec::json {
namespace {

using diag::Code;
using Lines = std::vector<std::string>;

// The names of datatypes that stand in `text`, separated by " . ".
bool add_types(std::string_view text, Types& types) {
    for (;;) {
        const std::size_t dot = text.find(" . ");
        const catalog::DataType* type = catalog::find_type(text.substr(0, dot));
        if (type == nullptr) return false;
        types.push_back(type);
        if (dot == text.npos) return true;
        text.remove_prefix(dot + 3);
    }
}

Types datatypes(Reader& reader, const Node& node) {
    Types types;
    const auto add = [&](const Node& one) {
        if (!one->is_string())
            reader.expected(one, "the name of a datatype");
        else if (const std::string& text = one->get_ref<const std::string&>(); !add_types(text, types))
            reader.fail(one, Code::kUnknownType, text);
    };
    if (!node->is_array()) {
        add(node);
        return types;
    }
    for (std::size_t i = 0; i < node->size(); ++i)
        add(node.item(i));
    return types;
}

std::string names_of(const Types& types) {
    std::string text;
    for (const catalog::DataType* type : types)
        text += fmt::format("{}{}", text.empty() ? "" : " . ", type->name);
    return text;
}

struct Declared {
    std::string text; // "ipv4_addr . inet_service"
    Types types;
    bool is_typeof = false;
};

// Datatypes by name, or {"typeof": EXPRESSION} of later versions of the schema.
Declared declared(Reader& reader, const Node& node) {
    if (node->is_object()) {
        const auto member = only_member(reader, node, "typeof");
        if (!member || member->key != "typeof") return {reader.expected(node, "datatypes or a typeof"), {}, false};
        Expression all = expression(reader, *member);
        return {std::move(all.text), std::move(all.types), true};
    }
    Types types = datatypes(reader, node);
    return {names_of(types), std::move(types), false};
}

constexpr auto kObjects = std::to_array<std::string_view>(
    {"verdict", "counter", "quota", "limit", "ct helper", "ct timeout", "ct expectation", "secmark", "synproxy"});

bool names_object(const Node& node) {
    return node->is_string() && std::ranges::find(kObjects, node->get_ref<const std::string&>()) != kObjects.end();
}

Declared map_data(Reader& reader, const Node& node) {
    if (names_object(node)) return {node->get<std::string>(), {}, false};
    return declared(reader, node);
}

bool is_ranged(const nlohmann::json& data) {
    if (!data.is_object()) return false;
    if (data.contains("range") || data.contains("prefix")) return true;
    const auto parts = data.find("concat");
    return parts != data.end() && parts->is_array() && std::ranges::any_of(*parts, is_ranged);
}

// The schema does not say whether the data of a map are ranges; its elements do.
bool maps_to_ranges(const Node& elem) {
    const auto maps_to_range = [](const nlohmann::json& pair) {
        return pair.is_array() && pair.size() == 2 && is_ranged(pair[1]);
    };
    return elem->is_array() && std::ranges::any_of(*elem, maps_to_range);
}

bool has_statement(const nlohmann::json& element) {
    const nlohmann::json& key = element.is_array() && !element.empty() ? element[0] : element;
    const auto body = key.is_object() ? key.find("elem") : key.end();
    if (!key.is_object() || body == key.end()) return false;
    return std::ranges::any_of(std::to_array({"counter", "limit", "quota", "ct count", "last"}),
                               [&](const char* kind) { return body->contains(kind); });
}

// nft 1.0.6 does not list `dynamic`, but elements have statements only in such sets and in those that declare some.
bool must_be_dynamic(const Fields& fields) {
    const nlohmann::json& set = *fields.node();
    const auto elem = set.find("elem");
    return !set.contains("stmt") && elem != set.end() && elem->is_array() &&
           std::ranges::any_of(*elem, has_statement);
}

std::string set_flags(Reader& reader, Fields& fields) {
    constexpr auto kFlags = std::to_array<std::string_view>({"constant", "interval", "timeout", "dynamic"});
    const auto node = fields.take("flags");
    const bool given = node && !((*node)->is_array() && (*node)->empty());
    std::string words = given ? list_of(reader, *node, kFlags, "set flag", ",") : "";
    if (words.find("dynamic") == words.npos && must_be_dynamic(fields))
        words += words.empty() ? "dynamic" : ",dynamic";
    return words;
}

// What the lines of sets and maps have in common.
void set_properties(Reader& reader, Fields& fields, Lines& lines) {
    constexpr auto kPolicies = std::to_array<std::string_view>({"performance", "memory"});
    if (const auto size = fields.take("size")) lines.push_back("size " + number(reader, *size, UINT32_MAX));
    if (const std::string flags = set_flags(reader, fields); !flags.empty()) lines.push_back("flags " + flags);
    if (const auto policy = fields.take("policy"))
        lines.push_back("policy " + one_of(reader, *policy, kPolicies, "policy"));
    if (const auto timeout = fields.take("timeout")) lines.push_back("timeout " + seconds(reader, *timeout));
    if (const auto interval = fields.take("gc-interval"))
        lines.push_back("gc-interval " + seconds(reader, *interval));
    if (flag(reader, fields.take("auto-merge"))) lines.push_back("auto-merge");
    comment_line(reader, fields, lines);
}

// Those that each element is born with.
std::vector<std::string> set_statements(Reader& reader, Fields& fields) {
    const auto stmt = fields.take("stmt");
    return stmt ? statement_list(reader, *stmt) : std::vector<std::string>();
}

// Over as many lines as they need, without the braces.
std::string wrapped(const std::vector<std::string>& elements, std::string_view indent) {
    constexpr std::size_t kWidth = 80;
    std::string text;
    std::size_t line = 0;
    for (const std::string& element : elements) {
        if (!text.empty()) text += ',';
        if (line + element.size() > kWidth && line > 0) {
            text += fmt::format("\n{}", indent);
            line = 0;
        } else if (!text.empty()) {
            text += ' ';
        }
        text += element;
        line += element.size() + 2;
    }
    return text;
}

} // namespace

std::vector<std::string> set_lines(Reader& reader, Fields& fields, bool is_map) {
    const auto type = fields.need("type");
    const auto data = is_map ? fields.need("map") : std::nullopt;
    const auto elem = fields.take("elem");
    if (!type || (is_map && !data)) return {};
    const Declared key = declared(reader, *type);
    const Declared value = data ? map_data(reader, *data) : Declared{};
    std::string line = fmt::format("{} {}", key.is_typeof ? "typeof" : "type", key.text);
    if (data) line += fmt::format(" : {}{}", elem && maps_to_ranges(*elem) ? "interval " : "", value.text);
    Lines lines = {std::move(line)};
    auto statements = set_statements(reader, fields);
    if (!statements.empty()) lines.push_back(fmt::format("{}", fmt::join(statements, " ")));
    set_properties(reader, fields, lines);
    if (!elem) return lines;
    const auto kind = is_map ? ElementKind::mapping : ElementKind::key;
    const auto all = elements(reader, *elem, kind, {key.types, value.types, std::move(statements)});
    if (!all.empty()) lines.push_back(fmt::format("elements = {{ {} }}", wrapped(all, "\t\t\t     ")));
    return lines;
}

std::string element_list(Reader& reader, const Node& node) {
    const auto is_pair = [](const nlohmann::json& one) { return one.is_array(); };
    const bool pairs = node->is_array() && !node->empty() && std::ranges::all_of(*node, is_pair);
    const auto all = elements(reader, node, pairs ? ElementKind::mapping : ElementKind::key, {});
    return fmt::format("{{ {} }}", wrapped(all, "\t"));
}

} // namespace rulec::json
