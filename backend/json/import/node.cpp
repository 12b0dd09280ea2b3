// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/json/import/node.h"

#include <algorithm>

#include <fmt/format.h>

namespace rulec::json {
namespace {

Path path_of(const Node& node) {
    Path path;
    for (const Node* at = &node; at->parent != nullptr; at = at->parent)
        path.push_back(at->key.data() == nullptr ? Step(at->index) : Step(std::string(at->key)));
    std::ranges::reverse(path);
    return path;
}

// A long value is not worth underlining to its end.
Span span_of(const Reader& reader, const Path& path) {
    constexpr std::size_t kShown = 60;
    const Extent extent = locate(reader.sources.text(reader.file), path);
    const std::size_t end = std::min(extent.end, extent.begin + kShown);
    return {reader.file, static_cast<std::uint32_t>(extent.begin), static_cast<std::uint32_t>(end)};
}

std::string describe(const nlohmann::json& json) {
    switch (json.type()) {
    case nlohmann::json::value_t::object: return "an object";
    case nlohmann::json::value_t::array: return "an array";
    case nlohmann::json::value_t::string: return "a string";
    case nlohmann::json::value_t::null: return "null";
    case nlohmann::json::value_t::boolean: return json.get<bool>() ? "true" : "false";
    default: return fmt::format("the number {}", json.dump());
    }
}

} // namespace

std::string Reader::report(const Node& node, diag::Diagnostic diagnostic) {
    if (sink.error_count() >= diag::Sink::kMaxErrors) return {};
    const Path path = path_of(node);
    diagnostic.primary.span = span_of(*this, path);
    diagnostic.notes.push_back(fmt::format("at {}", path.empty() ? "the top" : pointer(path)));
    sink.report(std::move(diagnostic));
    return {};
}

std::string Reader::expected(const Node& node, std::string_view what) {
    return fail(node, diag::Code::kJsonValue, what, describe(*node));
}

Fields::Fields(Reader& reader, const Node& node, std::string_view what) : reader_(reader), node_(node), what_(what) {
    if (node->is_object()) return;
    reader_.expected(node, fmt::format("{} as an object", what));
    asked_all_ = true;
}

Fields::~Fields() {
    if (asked_all_) return;
    for (const auto& [key, value] : node_->items()) {
        if (std::ranges::find(asked_, key) != asked_.end()) continue;
        auto unknown = diag::make(diag::Code::kJsonUnknownKey, {}, key, what_);
        unknown.suggest_in_words(key, asked_);
        reader_.report({&value, &node_, key}, std::move(unknown));
    }
}

bool Fields::has(std::string_view key) const {
    return node_->is_object() && node_->contains(key);
}

std::optional<Node> Fields::take(std::string_view key) {
    asked_.push_back(key);
    if (!node_->is_object()) return std::nullopt;
    const auto found = node_->find(key);
    if (found == node_->end()) return std::nullopt;
    return Node{&*found, &node_, key};
}

std::optional<Node> Fields::need(std::string_view key) {
    const bool known = asked_all_;
    auto found = take(key);
    if (!found && !known) reader_.fail(node_, diag::Code::kJsonMissingKey, what_, key);
    return found;
}

std::optional<Node> only_member(Reader& reader, const Node& node, std::string_view what) {
    if (node->is_object() && node->size() == 1) {
        const auto member = node->begin();
        return Node{&member.value(), &node, member.key()};
    }
    reader.expected(node, fmt::format("an object with one key: {}", what));
    return std::nullopt;
}

} // namespace rulec::json
