// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/json/import/words.h"

#include "compiler/catalog/print_value.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace rulec::json {
namespace {

using diag::Code;

constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view kDigits = "0123456789";

bool is_made_of(std::string_view text, std::string_view letters) {
    return !text.empty() && text.find_first_not_of(letters) == text.npos;
}

bool is_identifier(std::string_view text) {
    static const std::string kRest = fmt::format("{}{}/\\_.-", kLetters, kDigits);
    return is_made_of(text.substr(0, 1), kLetters) && is_made_of(text, kRest);
}

// Numbers, addresses of all kinds: they begin with a digit or hold a colon, and cannot be read as a range.
bool is_literal(std::string_view text) {
    constexpr std::string_view kAddress = "0123456789abcdefABCDEFx.:";
    const bool numeric = is_made_of(text.substr(0, 1), kDigits) || text.find(':') != text.npos;
    return numeric && is_made_of(text, kAddress);
}

bool fits_in_quotes(std::string_view text) {
    return std::ranges::none_of(text, [](char c) { return c == '"' || c == '\n' || c == '\0'; });
}

// Types whose words are names that somebody gave.
bool is_quoted(const catalog::DataType& type) {
    using enum catalog::Notation;
    const catalog::Notation notation = type.notation;
    return notation == string || notation == interface || notation == user || notation == group ||
           notation == cgroup || notation == date || notation == hour;
}

const std::string* text_of(Reader& reader, const Node& node, std::string_view what) {
    if (node->is_string()) return &node->get_ref<const std::string&>();
    reader.expected(node, what);
    return nullptr;
}

} // namespace

std::string identifier(Reader& reader, const Node& node) {
    const std::string* text = text_of(reader, node, "a name");
    if (text == nullptr) return {};
    if (!is_identifier(*text)) return reader.fail(node, Code::kNotWritable, fmt::format("the name `{}`", *text));
    return *text;
}

std::string quoted(Reader& reader, const Node& node) {
    const std::string* text = text_of(reader, node, "a string");
    if (text == nullptr) return {};
    if (!fits_in_quotes(*text))
        return reader.fail(node, Code::kNotWritable, "a string with a quote or a line end: there are no escapes");
    return fmt::format("\"{}\"", *text);
}

std::string number(Reader& reader, const Node& node, std::uint64_t largest) {
    if (!node->is_number_unsigned() || node->get<std::uint64_t>() > largest)
        return reader.expected(node, fmt::format("a whole number up to {}", largest));
    return fmt::to_string(node->get<std::uint64_t>());
}

std::string seconds(Reader& reader, const Node& node) {
    constexpr std::uint64_t kSecond_ms = 1000;
    const std::string text = number(reader, node, UINT64_MAX / kSecond_ms);
    return text.empty() ? text : catalog::print_duration_ms(node->get<std::uint64_t>() * kSecond_ms);
}

bool flag(Reader& reader, const std::optional<Node>& node) {
    if (!node) return false;
    if (!(*node)->is_boolean()) reader.expected(*node, "true or false");
    return (*node)->is_boolean() && (*node)->get<bool>();
}

std::string one_of(Reader& reader, const Node& node, std::span<const std::string_view> words, std::string_view what) {
    const std::string* text = text_of(reader, node, what);
    if (text == nullptr) return {};
    if (std::ranges::find(words, *text) != words.end()) return *text;
    auto unknown = diag::make(Code::kUnknownWord, {}, what, *text);
    if (!unknown.suggest_in_words(*text, words) && words.size() < 20)
        unknown.helps.push_back(fmt::format("known are: {}", fmt::join(words, ", ")));
    return reader.report(node, std::move(unknown));
}

std::vector<std::string_view> vocabulary_words(catalog::Vocabulary vocabulary) {
    std::vector<std::string_view> all;
    for (const catalog::Symbol& symbol : catalog::words(vocabulary))
        all.push_back(symbol.name);
    return all;
}

std::string list_of(Reader& reader, const Node& node, std::span<const std::string_view> words, std::string_view what,
                    std::string_view separator) {
    if (!node->is_array()) return one_of(reader, node, words, what);
    std::string all;
    for (std::size_t i = 0; i < node->size(); ++i)
        all += (i > 0 ? std::string(separator) : "") + one_of(reader, node.item(i), words, what);
    return all;
}

std::string value_word(Reader& reader, const Node& node, const catalog::DataType* type) {
    const std::string& text = node->get_ref<const std::string&>();
    if (text == "*") return text;
    if (text.starts_with('@') && is_identifier(std::string_view(text).substr(1))) return text;
    if (type != nullptr && is_quoted(*type)) return quoted(reader, node);
    return is_literal(text) || is_identifier(text) ? text : quoted(reader, node);
}

} // namespace rulec::json
