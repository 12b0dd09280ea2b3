// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/argument_text.h"

#include "compiler/support/overloaded.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cctype>
#include <iterator>

#include <arpa/inet.h>
#include <fmt/compile.h>
#include <fmt/format.h>

namespace rulec::ipt {
namespace {

// As it stands if iptables-restore takes it for one word, else in quotes.
void add_quoted(std::string& text, std::string_view word) {
    constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+./:,@%=";
    if (!word.empty() && word[0] != '-' && word.find_first_not_of(kPlain) == word.npos) {
        text += word;
        return;
    }
    text += '"';
    for (const char c : word) {
        if (c == '"' || c == '\\') text += '\\';
        text += c;
    }
    text += '"';
}

struct ProtocolName {
    std::uint64_t number;
    std::string_view name;
};
// Those that both kinds of iptables know without looking at the machine's files.
constexpr auto kProtocolNames = std::to_array<ProtocolName>({
    {1, "icmp"},
    {6, "tcp"},
    {17, "udp"},
    {50, "esp"},
    {51, "ah"},
    {58, "ipv6-icmp"},
    {132, "sctp"},
    {135, "ipv6-mh"},
    {136, "udplite"},
});

void add_number(std::string& text, std::uint64_t number) {
    fmt::format_to(std::back_inserter(text), FMT_COMPILE("{}"), number);
}

void add_protocol(std::string& text, std::uint64_t number) {
    const auto* row = std::ranges::find(kProtocolNames, number, &ProtocolName::number);
    if (row == kProtocolNames.end()) return add_number(text, number);
    text += row->name;
}

void add_range(std::string& text, const NumberRange& of, char separator) {
    add_number(text, of.first);
    if (of.first == of.last) return;
    text += separator;
    add_number(text, of.last);
}

void add_ranges(std::string& text, const Numbers& numbers, char separator) {
    for (const NumberRange& one : numbers.ranges) {
        if (&one != &numbers.ranges.front()) text += ',';
        add_range(text, one, separator);
    }
}

std::string clock(std::uint64_t seconds) {
    return fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

// Days since 1970 as a date: the years are counted from March, so that the leap day is a year's last.
std::string date(std::uint64_t seconds) {
    const std::uint64_t days = seconds / 86400 + 719468; // since 0000-03-01
    const std::uint64_t era = days / 146097, day_of_era = days % 146097;
    const std::uint64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const std::uint64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::uint64_t shifted = (5 * day_of_year + 2) / 153;
    const std::uint64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
    return fmt::format("{:04}-{:02}-{:02}T{}", year_of_era + era * 400 + (month <= 2 ? 1 : 0), month,
                       day_of_year - (153 * shifted + 2) / 5 + 1, clock(seconds % 86400));
}

// N for N and more, N:M, N:N.
void add_open_range(std::string& text, const OptionRow& row, const NumberRange& of) {
    add_number(text, of.first);
    if (of.last == row.max) return;
    text += ':';
    add_number(text, of.last);
}

void add_numbers(std::string& text, const OptionRow& row, const Numbers& numbers) {
    const NumberRange& first = numbers.ranges.front();
    switch (row.shape) {
    case Shape::protocol: return add_protocol(text, first.first);
    case Shape::probability: text += fmt::format("{:.11f}", static_cast<double>(first.first) / 2147483648.0); return;
    case Shape::duration: text += clock(first.first); return;
    case Shape::date: text += date(first.first); return;
    case Shape::open_range: return add_open_range(text, row, first);
    case Shape::owner: return add_range(text, first, '-');
    default: return add_ranges(text, numbers, ':');
    }
}

void add_plain_address(std::string& text, BytesView octets) {
    if (octets.size() == 4) {
        fmt::format_to(std::back_inserter(text), FMT_COMPILE("{}.{}.{}.{}"), octets[0], octets[1], octets[2],
                       octets[3]);
        return;
    }
    std::array<char, INET6_ADDRSTRLEN> name{};
    inet_ntop(AF_INET6, octets.data(), name.data(), name.size());
    text += name.data();
}

std::size_t prefix_len(BytesView mask) {
    std::size_t len = 0;
    for (const unsigned char octet : mask)
        len += static_cast<std::size_t>(std::popcount(octet));
    return len;
}

// A length if it is a prefix's.
void add_mask(std::string& text, BytesView mask) {
    const std::size_t len = prefix_len(mask);
    if (prefix_mask(len, mask.size()) == mask) return add_number(text, len);
    add_plain_address(text, mask);
}

void add_address(std::string& text, const OptionRow& row, const Address& address) {
    if (row.shape == Shape::mask) return add_mask(text, address.mask);
    add_plain_address(text, address.octets);
    if (prefix_len(address.mask) == address.mask.size() * 8) return;
    text += '/';
    add_mask(text, address.mask);
}

void add_address_range(std::string& text, const AddressRange& of) {
    add_plain_address(text, of.first);
    text += '-';
    add_plain_address(text, of.last);
}

std::string masked_text(const OptionRow& row, const Masked& masked) {
    if (row.shape == Shape::traffic_class) return fmt::format("{:x}:{:x}", masked.value >> 16, masked.value & 0xffff);
    if (masked.mask == row.max) return fmt::format("{:#x}", masked.value);
    return fmt::format("{:#x}/{:#x}", masked.value, masked.mask);
}

void add_words(std::string& text, const Words& words) {
    for (const Word* word : words.words) {
        if (word != words.words.front()) text += ',';
        text += word->name;
    }
}

std::string_view unit_of(std::uint64_t per_s) {
    return per_s == 1 ? "second" : per_s == 60 ? "minute" : per_s == 3600 ? "hour" : "day";
}

std::string rate_text(const OptionRow& row, const Rate& rate) {
    const std::string_view bytes = rate.bytes ? "b" : "";
    if (row.shape == Shape::amount) return fmt::format("{}{}", rate.count, bytes);
    return fmt::format("{}{}/{}", rate.count, bytes, unit_of(rate.per_s));
}

std::string flags_text(std::uint8_t flags) {
    constexpr std::string_view kNames[] = {"FIN", "SYN", "RST", "PSH", "ACK", "URG"}; // from bit 0 on
    if (flags == 0) return "NONE";
    std::string text;
    for (std::size_t bit = 0; bit < std::size(kNames); ++bit) {
        if ((flags >> bit & 1) != 0) text += fmt::format("{}{}", text.empty() ? "" : ",", kNames[bit]);
    }
    return text;
}

std::string icmp_text(const IcmpType& icmp) {
    if (!icmp.type) return "any";
    if (icmp.first_code == icmp.last_code) return fmt::format("{}/{}", *icmp.type, icmp.first_code);
    return fmt::to_string(*icmp.type);
}

// Addresses in front of ports are in brackets, where ":" would not tell one from the other.
void add_nat_addresses(std::string& text, const NatTarget& target) {
    if (!target.addresses) return;
    const auto& [first, last] = *target.addresses;
    const bool brackets = target.ports && first.size() == 16;
    if (brackets) text += '[';
    if (first == last) {
        add_plain_address(text, first);
    } else {
        add_address_range(text, *target.addresses);
    }
    if (brackets) text += ']';
}

void add_nat_target(std::string& text, const OptionRow& row, const NatTarget& target) {
    add_nat_addresses(text, target);
    if (!target.ports) return;
    if (row.shape == Shape::nat_target) text += ':';
    add_range(text, *target.ports, '-');
    if (target.base_port) text += fmt::format("/{}", *target.base_port);
}

void add_set(std::string& text, const SetReference& set) {
    add_quoted(text, set.name);
    for (std::size_t i = 0; i < set.from_destination.size(); ++i) {
        text += i == 0 ? ' ' : ',';
        text += set.from_destination[i] ? "dst" : "src";
    }
}

std::string chunk_text(const ChunkTypes::Chunk& chunk) {
    const std::string_view letters = chunk.type->name == "DATA" ? "ebui" : "t"; // from bit 0 on
    std::string text;
    for (std::size_t bit = 0; bit < letters.size(); ++bit) {
        if ((chunk.mask >> bit & 1) == 0) continue;
        const char letter = letters[bit];
        text += (chunk.set >> bit & 1) != 0 ? static_cast<char>(std::toupper(letter)) : letter;
    }
    return text.empty() ? std::string(chunk.type->name) : fmt::format("{}:{}", chunk.type->name, text);
}

std::string chunks_text(const ChunkTypes& chunks) {
    constexpr std::string_view kScopes[] = {"all", "any", "only"};
    std::string text(kScopes[static_cast<std::size_t>(chunks.scope)]);
    for (std::size_t i = 0; i < chunks.chunks.size(); ++i)
        text += (i == 0 ? ' ' : ',') + chunk_text(chunks.chunks[i]);
    return chunks.chunks.empty() ? text + " ALL" : text;
}

} // namespace

std::string quoted_word(std::string_view word) {
    std::string text;
    add_quoted(text, word);
    return text;
}

void add_argument(std::string& text, const OptionRow& row, const Argument& argument) {
    std::visit(overloaded{
                   [](std::monostate) {},
                   [&](const Numbers& numbers) { add_numbers(text, row, numbers); },
                   [&](const Address& address) { add_address(text, row, address); },
                   [&](const AddressRange& of) { add_address_range(text, of); },
                   [&](const Masked& masked) { text += masked_text(row, masked); },
                   [&](const Words& words) { add_words(text, words); },
                   [&](const Text& word) { add_quoted(text, word.text); },
                   [&](const Rate& rate) { text += rate_text(row, rate); },
                   [&](const TcpFlags& flags) {
                       text += fmt::format("{} {}", flags_text(flags.mask), flags_text(flags.set));
                   },
                   [&](const IcmpType& icmp) { text += icmp_text(icmp); },
                   [&](const NatTarget& target) { add_nat_target(text, row, target); },
                   [&](const SetReference& set) { add_set(text, set); },
                   [&](const ChunkTypes& chunks) { text += chunks_text(chunks); },
               },
               argument);
}

} // namespace rulec::ipt
