// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/ipset/create_options.h"

#include "backend/ipset/read_part.h"
#include "backend/iptables/argument_values.h"
#include "backend/iptables/split_words.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace rulec::ipset {
namespace {

using diag::Code;

// A mistake is told by what was expected; nothing: all is well.
using Wanted = std::optional<std::string>;
using Take = Wanted (*)(Set& set, std::string_view argument);

struct OptionRow {
    std::string_view name;
    Take take;
    bool has_argument = true;
    bool is_family = false;
};

template <std::uint64_t kMost, auto kMember>
Wanted number(Set& set, std::string_view argument) {
    const auto value = ipt::read_number(argument, kMost);
    if (!value) return fmt::format("a number up to {}", kMost);
    set.*kMember = static_cast<std::remove_reference_t<decltype(*(set.*kMember))>>(*value);
    return std::nullopt;
}

// What only says how the kernel keeps the set.
template <std::uint64_t kMost>
Wanted storage(Set&, std::string_view argument) {
    return ipt::read_number(argument, kMost) ? Wanted() : fmt::format("a number up to {}", kMost);
}

template <auto kMember>
Wanted flag(Set& set, std::string_view) {
    set.*kMember = true;
    return std::nullopt;
}

Wanted family(Set& set, std::string_view argument) {
    const bool v4 = argument == "inet" || argument == "ipv4";
    if (!v4 && argument != "inet6" && argument != "ipv6") return "inet or inet6";
    set.family = v4 ? Family::inet : Family::inet6;
    return std::nullopt;
}
Wanted inet(Set& set, std::string_view) {
    return family(set, "inet");
}
Wanted inet6(Set& set, std::string_view) {
    return family(set, "inet6");
}

Wanted netmask(Set& set, std::string_view argument) {
    const std::uint64_t most = std::uint64_t{part_len(Part::ip, set.family)} * 8;
    const auto value = ipt::read_number(argument, most);
    if (!value || *value == 0) return fmt::format("a prefix length from 1 to {}", most);
    set.netmask = static_cast<std::uint8_t>(*value);
    return std::nullopt;
}

Wanted bitmask(Set& set, std::string_view argument) {
    const auto mask = read_addresses(argument, set.family, false);
    if (!mask || mask->low != mask->high) return "a mask written like an address";
    set.bitmask = mask->low;
    return std::nullopt;
}

Wanted range(Set& set, std::string_view argument) {
    const bool ports = set.type->parts.front() == Part::port;
    auto ends = ports ? read_ports(argument, set.family) : read_addresses(argument, set.family, true);
    if (!ends) return ports ? "a range of ports, FIRST-LAST" : "a range of addresses, FIRST-LAST, or a network";
    if (ports) ends->low[0] = ends->high[0] = 0; // it holds numbers only
    set.first = ends->low;
    set.last = ends->high;
    return std::nullopt;
}

constexpr std::uint64_t kU32 = UINT32_MAX;

constexpr auto kOptions = std::to_array<OptionRow>({
    {"family", family, true, true},
    {"-4", inet, false, true},
    {"-6", inet6, false, true},
    {"hashsize", number<kU32, &Set::hashsize>},
    {"maxelem", number<kU32, &Set::maxelem>},
    {"bucketsize", storage<14>},
    {"initval", storage<kU32>},
    {"probes", storage<kU32>}, // of ipset 4, without effect since
    {"resize", storage<kU32>},
    {"gc", storage<kU32>},
    {"netmask", netmask},
    {"bitmask", bitmask},
    {"markmask", number<kU32, &Set::markmask>},
    {"range", range},
    {"size", number<kU32, &Set::list_size>},
    {"timeout", number<kLongestTimeout_s, &Set::timeout_s>},
    {"counters", flag<&Set::counters>, false},
    {"comment", flag<&Set::comments>, false},
    {"skbinfo", flag<&Set::skbinfo>, false},
    {"forceadd", flag<&Set::forceadd>, false},
});

std::string_view without_dashes(std::string_view name) {
    return name.starts_with("--") ? name.substr(2) : name;
}

bool unknown(const Word& name, diag::Sink& sink) {
    std::vector<std::string_view> known;
    for (const OptionRow& row : kOptions)
        known.push_back(row.name);
    auto mistake = diag::make(Code::kIptUnknownOption, name.span, ipt::shown(name.text));
    mistake.suggest(name.text, known);
    sink.report(std::move(mistake));
    return false;
}

} // namespace

bool read_create_options(std::span<const Word> words, Set& set, diag::Sink& sink) {
    for (const bool families : {true, false}) { // the notation of a mask depends on the family, which may come later
        for (std::size_t i = 0; i < words.size(); ++i) {
            const Word& name = words[i];
            const auto row = std::ranges::find(kOptions, without_dashes(name.text), &OptionRow::name);
            if (row == kOptions.end()) return unknown(name, sink);
            const bool ended = row->has_argument && i + 1 == words.size();
            const Word& argument = row->has_argument && !ended ? words[++i] : name;
            if (row->is_family != families) continue;
            const Wanted wanted = row->take(set, ended ? "" : argument.text);
            if (!wanted) continue;
            sink.report(diag::make(Code::kIptArgument, argument.span, *wanted,
                                   ended ? "the end of the line" : ipt::shown(argument.text)));
            return false;
        }
    }
    if (set.type->storage != Storage::bitmap || !set.first.empty()) return true;
    sink.report(diag::make(Code::kIptCombination, set.span,
                           fmt::format("a set of the type {} needs `range FIRST-LAST`", set.type->name)));
    return false;
}

} // namespace rulec::ipset
