// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/import/key_field.h"

#include "backend/iptables/argument_values.h"

#include <algorithm>
#include <array>

namespace rulec::ipt {
namespace {

using enum KeyKind;

constexpr auto kFields = std::to_array<KeyField>({
    {"ip saddr", address4, false, "ipv4_addr"},
    {"ip daddr", address4, false, "ipv4_addr"},
    {"ip6 saddr", address6, false, "ipv6_addr"},
    {"ip6 daddr", address6, false, "ipv6_addr"},
    {"tcp sport", number},
    {"tcp dport", number},
    {"udp sport", number},
    {"udp dport", number},
    {"udplite sport", number},
    {"udplite dport", number},
    {"sctp sport", number},
    {"sctp dport", number},
    {"dccp sport", number},
    {"dccp dport", number},
    {"th sport", number},
    {"th dport", number},
    {"iifname", word},
    {"oifname", word},
    {"meta l4proto", word},
    {"icmp type", word},
    {"icmpv6 type", word},
    {"ether saddr", word},
    {"meta pkttype", word, true},
    {"meta length", number},
    {"meta mark", number, true},
    {"ct mark", number, true},
    {"meta skuid", number},
    {"meta skgid", number},
    {"ip ttl", number, true},
    {"ip6 hoplimit", number, true},
});

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' '))
        text.remove_prefix(1);
    while (text.ends_with(' '))
        text.remove_suffix(1);
    return text;
}

std::optional<KeyElement> address(std::string_view text, Family family) {
    if (text.find('-') != text.npos) {
        const auto range = read_address_range(text, family);
        if (!range) return std::nullopt;
        return KeyElement{std::string(text), range->first, range->last};
    }
    const auto net = read_address(text, family);
    if (!net) return std::nullopt;
    return KeyElement{std::string(text), net->octets, bit_or(net->octets, bit_not(net->mask))};
}

std::optional<KeyElement> numbers(std::string_view text) {
    constexpr std::uint64_t kMost = 0xffffffff;
    const auto read = [](std::string_view end) { return end.empty() ? std::nullopt : read_number(end, kMost); };
    const auto range = read_range(text, '-', kMost, read);
    if (!range || text.ends_with('-') || text.starts_with('-')) return std::nullopt;
    return KeyElement{std::string(text), big_endian(range->first, 4), big_endian(range->last, 4)};
}

// One word, which means the same as another only if they are equal. Numbers may be ranges: they are no words.
std::optional<KeyElement> plain(std::string_view text) {
    const bool named = !text.empty() && (text.starts_with('"') ? text.ends_with('"') && text.size() > 2
                                                               : text[0] >= 'a' && text[0] <= 'z');
    if (!named || text.find_first_of(" *!&|<>/") != text.npos) return std::nullopt;
    const Bytes octets(text.begin(), text.end());
    return KeyElement{std::string(text), octets, octets};
}

std::optional<KeyElement> element_of(const KeyField& field, std::string_view text) {
    switch (field.kind) {
    case address4: return address(text, Family::ipv4);
    case address6: return address(text, Family::ipv6);
    case number: return numbers(text);
    case word: return plain(text);
    }
    return std::nullopt;
}

} // namespace

const KeyField* find_key_field(std::string_view field) {
    const auto* found = std::ranges::find(kFields, field, &KeyField::field);
    return found == kFields.end() ? nullptr : found;
}

std::optional<std::vector<KeyElement>> elements_of(const KeyField& field, std::string_view value) {
    if (value.starts_with('{') && value.ends_with('}')) value = value.substr(1, value.size() - 2);
    std::vector<KeyElement> elements;
    for (const std::string_view text : split(value, ',')) {
        auto element = element_of(field, trimmed(text));
        if (!element) return std::nullopt;
        elements.push_back(std::move(*element));
    }
    return elements;
}

} // namespace rulec::ipt
