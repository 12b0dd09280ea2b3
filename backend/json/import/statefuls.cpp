// SPDX-License-Identifier: GPL-2.0-or-later
// Counters, limits and their like: of their own, or by the name of an object.
#include "backend/json/import/statements.h"
#include "backend/json/import/words.h"
#include "compiler/catalog/symbols.h"

#include <array>

#include <fmt/format.h>

namespace rulec::json {
namespace {

using catalog::Vocabulary;

std::string counter(Reader& reader, const Node& node) {
    if (is_reference(node)) return reference(reader, node, "counter name");
    if (node->is_null()) return "counter";
    Fields fields(reader, node, "a counter");
    const auto packets = fields.take("packets");
    const auto bytes = fields.take("bytes");
    std::string text = "counter";
    if (packets || bytes) {
        text += " packets " + (packets ? number(reader, *packets) : "0");
        text += " bytes " + (bytes ? number(reader, *bytes) : "0");
    }
    return text;
}

std::string limit(Reader& reader, const Node& node) {
    if (is_reference(node)) return reference(reader, node, "limit name");
    Fields fields(reader, node, "a limit");
    return "limit " + rate(reader, fields);
}

std::string amount(Reader& reader, Fields& fields, std::string_view key, std::string_view unit_key) {
    const auto units = vocabulary_words(Vocabulary::byte_unit);
    const auto node = fields.take(key);
    const auto unit = fields.take(unit_key);
    if (!node) return {};
    return fmt::format("{} {}", number(reader, *node), unit ? one_of(reader, *unit, units, "unit") : "bytes");
}

std::string quota(Reader& reader, const Node& node) {
    if (is_reference(node)) return reference(reader, node, "quota name");
    Fields fields(reader, node, "a quota");
    const bool over = flag(reader, fields.take("inv"));
    if (!fields.need("val")) return {};
    const std::string all = amount(reader, fields, "val", "val_unit");
    const std::string used = amount(reader, fields, "used", "used_unit");
    return fmt::format("quota {}{}{}", over ? "over " : "", all,
                       used.empty() || used == "0 bytes" ? "" : " used " + used);
}

std::string ct_count(Reader& reader, const Node& node) {
    Fields fields(reader, node, "a ct count");
    const bool over = flag(reader, fields.take("inv"));
    const auto count = fields.need("val");
    return count ? fmt::format("ct count {}{}", over ? "over " : "", number(reader, *count, UINT32_MAX)) : "";
}

std::string last(Reader& reader, const Node& node) {
    if (!node->is_null()) return reader.expected(node, "null"); // its state means nothing elsewhere
    return "last";
}

constexpr auto kStatefuls = std::to_array<StatementRow>({
    {"counter", counter},
    {"limit", limit},
    {"quota", quota},
    {"ct count", ct_count},
    {"last", last},
});

} // namespace

std::span<const StatementRow> stateful_rows() {
    return kStatefuls;
}

std::string reference(Reader& reader, const Node& node, std::string_view words) {
    if (node->is_string()) return fmt::format("{} {}", words, quoted(reader, node));
    const auto member = only_member(reader, node, "a map");
    if (!member) return {};
    if (member->key != "map") return reader.expected(node, "the name of an object or a map to names");
    return fmt::format("{} {}", words, map_lookup(reader, *member, "map", {}));
}

bool is_reference(const Node& node) {
    return node->is_string() || (node->is_object() && node->contains("map"));
}

std::vector<std::string> statefuls(Reader& reader, Fields& fields) {
    std::vector<std::string> all;
    for (const StatementRow& row : kStatefuls) {
        if (const auto node = fields.take(row.kind)) all.push_back(row.read(reader, *node));
    }
    return all;
}

std::string rate(Reader& reader, Fields& fields) {
    constexpr auto kUnits = std::to_array<std::string_view>({"packets", "bytes", "kbytes", "mbytes"});
    const auto times = vocabulary_words(Vocabulary::rate_unit_s);
    const auto amount_node = fields.need("rate");
    const auto unit_node = fields.take("rate_unit");
    const auto per = fields.take("per");
    const auto burst = fields.take("burst");
    const auto burst_unit = fields.take("burst_unit");
    const bool over = flag(reader, fields.take("inv"));
    if (!amount_node) return {};
    const std::string unit = unit_node ? one_of(reader, *unit_node, kUnits, "unit") : "packets";
    std::string text =
        fmt::format("rate {}{}{}/{}", over ? "over " : "", number(reader, *amount_node),
                    unit == "packets" ? "" : " " + unit, per ? one_of(reader, *per, times, "time") : "second");
    const bool has_burst = burst && !((*burst)->is_number() && *burst->json == 0);
    if (!has_burst) return text;
    const std::string burst_word = burst_unit          ? one_of(reader, *burst_unit, kUnits, "unit")
                                   : unit == "packets" ? unit
                                                       : "bytes";
    return fmt::format("{} burst {} {}", text, number(reader, *burst), burst_word);
}

} // namespace rulec::json
