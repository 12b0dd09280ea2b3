// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/cli/language_page.h"

#include "compiler/catalog/spelling.h"
#include "compiler/catalog/statements.h"
#include "runtime/cli/legal_places.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <vector>

#include <fmt/format.h>

namespace rulec::cli {
namespace {

using catalog::DataType;
using catalog::Field;
using catalog::Header;

constexpr std::size_t kMostSymbols = 40; // longer lists would hide the rest of the page

constexpr const char* kHead = "# The language\n"
                              "\n"
                              "Written by `./dev docs` from the catalogue (`compiler/catalog`); edit there. Every "
                              "example is loaded by the tests, and\n"
                              "\"works in\" is what `rulec check` says about it: families, and hooks in parentheses "
                              "where not all of them will do.\n"
                              "\n"
                              "## Families, hooks, priorities\n"
                              "\n"
                              "| family | hook | chain types | names of priorities |\n"
                              "|---|---|---|---|\n";

constexpr catalog::Family kFamilies[] = {catalog::Family::ip,     catalog::Family::ip6,    catalog::Family::inet,
                                         catalog::Family::bridge, catalog::Family::netdev, catalog::Family::arp};

std::string_view word(catalog::ByteOrder order) {
    switch (order) {
    case catalog::ByteOrder::none: return "-";
    case catalog::ByteOrder::host: return "host";
    case catalog::ByteOrder::network: return "network";
    }
    return "";
}

// `|` would end the cell of a table.
std::string cell(std::string_view text) {
    std::string out;
    for (const char c : text)
        out += c == '|' ? std::string("\\|") : std::string(1, c);
    return out;
}

std::string example_of(const Header& header, const Field& field) {
    const std::string selector = catalog::spelling(header, field);
    if (field.name == "secmark")
        return fmt::format("{} set {} secmark", selector, header.name == "ct" ? "meta" : "ct");
    return fmt::format("{}{} {}{}", catalog::needed_before(header, field), selector, field.readable ? "" : "set ",
                       catalog::sample_value(field));
}

std::string hook_row(catalog::Family family, std::string_view hook_name) {
    const catalog::Hook hook = *catalog::find_hook(hook_name);
    std::vector<std::string_view> types;
    for (const std::string_view type : catalog::chain_type_names()) {
        if (catalog::chain_type_fits(family, *catalog::find_chain_type(type), hook)) types.push_back(type);
    }
    if (types.empty()) return {};
    std::vector<std::string> priorities;
    for (const std::string_view name : catalog::priority_names(family)) {
        if (const auto value = catalog::priority_value(family, hook, name))
            priorities.push_back(fmt::format("{} {}", name, *value));
    }
    return fmt::format("| {} | {} | {} | {} |\n", catalog::name(family), hook_name, fmt::join(types, ", "),
                       fmt::join(priorities, ", "));
}

std::string hooks_section() {
    std::string text = kHead;
    for (const catalog::Family family : kFamilies) {
        for (const std::string_view hook : catalog::hook_names())
            text += hook_row(family, hook);
    }
    return text;
}

std::string doc_of(const Header& header, const Field& field) {
    const catalog::KernelVersion since = std::max(header.since, field.since);
    const bool always = since == catalog::KernelVersion{};
    return cell(field.doc) + (always ? "" : fmt::format(" (since Linux {})", catalog::to_string(since)));
}

std::string field_row(const Header& header, const Field& field) {
    const std::string example = example_of(header, field);
    return fmt::format("| `{}` | {} | {} | {} | {} | {} | {} |\n", cell(example), catalog::type(field.type).name,
                       field.bit_len, word(field.order), field.settable ? "yes" : "",
                       legal_places(example, {}, catalog::ChainType::filter), doc_of(header, field));
}

std::string kind_of(const Header& header) {
    switch (header.kind) {
    case catalog::HeaderKind::tcp_option: return "tcp option ";
    case catalog::HeaderKind::ip_option: return "ip option ";
    case catalog::HeaderKind::sctp_chunk: return "sctp chunk ";
    default: return "";
    }
}

std::string fields_section() {
    std::string text =
        "\n## Fields\n\nA field of `meta` that interfaces, marks and users have may stand without the word `meta`.\n";
    for (const Header& header : catalog::all_headers()) {
        text += fmt::format("\n### {}{}: {}\n\n", kind_of(header), header.name, header.doc);
        if (header.fields.empty()) {
            text += "No fields: `exists` and `missing` only.\n";
            continue;
        }
        text += "| example | type | bits | byte order | set | works in | |\n|---|---|---|---|---|---|---|\n";
        for (const Field& field : header.fields)
            text += field_row(header, field);
    }
    return text;
}

std::string statements_section() {
    std::string text = "\n## Statements and matches\n\n| | example | works in | |\n|---|---|---|---|\n";
    for (const catalog::StatementExample& row : catalog::statement_examples()) {
        text += fmt::format("| {} | `{}` | {} | {} |\n", cell(row.name), cell(row.example),
                            legal_places(row.example, row.declares, row.chain), cell(row.doc));
    }
    return text;
}

std::string declarations_section() {
    std::string text = "\n## Declarations\n";
    for (const catalog::DeclarationExample& row : catalog::declaration_examples())
        text += fmt::format("\n### {}\n\n{}\n\n```\n{}\n```\n", row.name, row.doc, row.example);
    return text;
}

std::string type_row(const DataType& type) {
    std::string symbols;
    for (const catalog::Symbol& symbol : type.symbols.first(std::min(type.symbols.size(), kMostSymbols)))
        symbols += fmt::format("{}{}", symbols.empty() ? "" : ", ", symbol.name);
    if (type.symbols.size() > kMostSymbols) symbols += ", ...";
    return fmt::format("| {} | {} | {} | {} | {} | {} |\n", type.name, type.description, type.bit_len,
                       word(type.order), type.bitmask ? "yes" : "", symbols);
}

std::string types_section() {
    std::string text =
        "\n## Datatypes\n\nBits 0: as long as the field. Of a bit set, values may be combined with `,` or `|`.\n\n"
        "| name | | bits | byte order | bit set | symbols |\n|---|---|---|---|---|---|\n";
    for (const DataType& type : catalog::all_types())
        text += type_row(type);
    return text;
}

} // namespace

std::string language_page() {
    return hooks_section() + fields_section() + statements_section() + declarations_section() + types_section();
}

std::string field_list() {
    std::string text;
    for (const Header& header : catalog::all_headers()) {
        for (const Field& field : header.fields) {
            const nlohmann::ordered_json row = {{"selector", catalog::spelling(header, field)},
                                                {"sample", catalog::sample_value(field)},
                                                {"needs", catalog::needed_before(header, field)},
                                                {"type", catalog::type(field.type).name},
                                                {"bits", field.bit_len},
                                                {"order", word(field.order)},
                                                {"settable", field.settable},
                                                {"doc", field.doc}};
            text += row.dump() + '\n';
        }
    }
    return text;
}

std::string example_list() {
    std::string text;
    for (const catalog::StatementExample& row : catalog::statement_examples()) {
        const nlohmann::ordered_json line = {
            {"statement", row.example}, {"declares", row.declares}, {"chain", catalog::name(row.chain)}};
        text += line.dump() + '\n';
    }
    for (const catalog::DeclarationExample& row : catalog::declaration_examples()) {
        const nlohmann::ordered_json line = {{"declaration", row.example}, {"family", catalog::name(row.family)}};
        text += line.dump() + '\n';
    }
    return text;
}

} // namespace rulec::cli
