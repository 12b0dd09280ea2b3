// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/spellings.h"

#include "backend/iptables/ruleset.h"

#include <algorithm>
#include <cctype>
#include <unordered_map>

namespace rulec::ipt {
namespace {

bool same_letters(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b,
                              [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

using RowsByName = std::unordered_map<std::string_view, const ExtensionRow*>;

RowsByName rows_by_name(std::span<const ExtensionRow> rows, Family family) {
    RowsByName by_name;
    for (const ExtensionRow& row : rows) {
        if (includes(row.families, family)) by_name.try_emplace(row.name, &row); // the first of a name
    }
    return by_name;
}

const ExtensionRow* find_row(const RowsByName& rows, std::string_view name) {
    const auto found = rows.find(name);
    return found == rows.end() ? nullptr : found->second;
}

} // namespace

bool includes(Families families, Family family) {
    const auto bit = family == Family::ipv4 ? Families::ipv4 : Families::ipv6;
    return (static_cast<unsigned>(families) & static_cast<unsigned>(bit)) != 0;
}

const Word* find_word(WordTable words, std::string_view name) {
    const auto found = std::ranges::find_if(words, [&](const Word& word) { return same_letters(word.name, name); });
    if (found == words.end()) return nullptr;
    return &*std::ranges::find(words, found->value, &Word::value);
}

const ExtensionRow* find_match(std::string_view name, Family family) {
    if (name == "ipv6-icmp" || name == "icmpv6") name = "icmp6";
    if (name == "mobility-header" || name == "ipv6-mh") name = "mh";
    static const RowsByName ipv4 = rows_by_name(matches(), Family::ipv4);
    static const RowsByName ipv6 = rows_by_name(matches(), Family::ipv6);
    return find_row(family == Family::ipv4 ? ipv4 : ipv6, name);
}

const ExtensionRow* find_target(std::string_view name, Family family) {
    static const RowsByName ipv4 = rows_by_name(targets(), Family::ipv4);
    static const RowsByName ipv6 = rows_by_name(targets(), Family::ipv6);
    return find_row(family == Family::ipv4 ? ipv4 : ipv6, name);
}

const ExtensionRow* match_of_protocol(std::uint64_t protocol, Family family) {
    const auto rows = matches();
    const auto found = std::ranges::find_if(rows, [&](const ExtensionRow& row) {
        return row.protocols.size() == 1 && row.protocols[0] == protocol && includes(row.families, family) &&
               row.name != "ecn" && row.name != "tcpmss" && row.name != "osf";
    });
    return found == rows.end() ? nullptr : &*found;
}

const OptionRow* find_option(const ExtensionRow& extension, std::string_view name) {
    const auto found = std::ranges::find_if(
        extension.options, [&](const OptionRow& row) { return row.name == name || row.alias == name; });
    return found == extension.options.end() ? nullptr : &*found;
}

// ---- ruleset.h

const Option* Extension::find(std::string_view name) const {
    const auto found = std::ranges::find_if(options, [&](const Option& option) { return option.row->name == name; });
    return found == options.end() ? nullptr : &*found;
}

std::uint64_t Extension::number(std::string_view name, std::uint64_t otherwise) const {
    const Option* option = find(name);
    return option == nullptr ? otherwise : std::get<Numbers>(option->argument).ranges[0].first;
}

Chain* Table::find(std::string_view chain) {
    const auto found = index.find(chains, chain);
    return found ? &chains[*found] : nullptr;
}

const Chain* Table::find(std::string_view chain) const {
    return const_cast<Table*>(this)->find(chain);
}

Table* Ruleset::find(std::string_view table) {
    const auto found = std::ranges::find(tables, table, &Table::name);
    return found == tables.end() ? nullptr : &*found;
}

} // namespace rulec::ipt
