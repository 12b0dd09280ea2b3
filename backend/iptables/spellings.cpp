// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/spellings.h"

#include "backend/iptables/ruleset.h"

#include <algorithm>
#include <cctype>

namespace rulec::ipt {
namespace {

bool same_letters(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b,
                              [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

const ExtensionRow* find_row(std::span<const ExtensionRow> rows, std::string_view name, Family family) {
    const auto found = std::ranges::find_if(
        rows, [&](const ExtensionRow& row) { return row.name == name && includes(row.families, family); });
    return found == rows.end() ? nullptr : &*found;
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
    return find_row(matches(), name, family);
}

const ExtensionRow* find_target(std::string_view name, Family family) {
    return find_row(targets(), name, family);
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

Chain* Table::find(std::string_view chain) {
    const auto found = std::ranges::find(chains, chain, &Chain::name);
    return found == chains.end() ? nullptr : &*found;
}

const Chain* Table::find(std::string_view chain) const {
    return const_cast<Table*>(this)->find(chain);
}

Table* Ruleset::find(std::string_view table) {
    const auto found = std::ranges::find(tables, table, &Table::name);
    return found == tables.end() ? nullptr : &*found;
}

} // namespace rulec::ipt
