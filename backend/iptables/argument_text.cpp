// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/argument_text.h"

#include "compiler/support/overloaded.h"

#include <array>
#include <bit>
#include <cctype>

#include <arpa/inet.h>
#include <fmt/compile.h>
#include <fmt/format.h>

namespace rulec::ipt {
namespace {

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

std::string protocol_name(std::uint64_t number) {
    for (const ProtocolName& row : kProtocolNames) {
        if (row.number == number) return std::string(row.name);
    }
    return fmt::to_string(number);
}

std::string range(const NumberRange& of, char separator) {
    return of.first == of.last ? fmt::to_string(of.first) : fmt::format("{}{}{}", of.first, separator, of.last);
}

std::string ranges(const Numbers& numbers, char separator) {
    std::string text;
    for (const NumberRange& one : numbers.ranges)
        text += (text.empty() ? "" : ",") + range(one, separator);
    return text;
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

std::string numbers_text(const OptionRow& row, const Numbers& numbers) {
    const NumberRange& first = numbers.ranges.front();
    switch (row.shape) {
    case Shape::protocol: return protocol_name(first.first);
    case Shape::probability: return fmt::format("{:.11f}", static_cast<double>(first.first) / 2147483648.0);
    case Shape::duration: return clock(first.first);
    case Shape::date: return date(first.first);
    case Shape::owner: return range(first, '-');
    default: return ranges(numbers, ':');
    }
}

std::string plain_address(BytesView octets) {
    if (octets.size() == 4)
        return fmt::format(FMT_COMPILE("{}.{}.{}.{}"), octets[0], octets[1], octets[2], octets[3]);
    std::array<char, INET6_ADDRSTRLEN> text{};
    inet_ntop(AF_INET6, octets.data(), text.data(), text.size());
    return text.data();
}

std::size_t prefix_len(BytesView mask) {
    std::size_t len = 0;
    for (const unsigned char octet : mask)
        len += static_cast<std::size_t>(std::popcount(octet));
    return len;
}

std::string address_text(const OptionRow& row, const Address& address) {
    const std::size_t len = prefix_len(address.mask);
    const bool is_prefix = prefix_mask(len, address.mask.size()) == address.mask;
    const std::string mask = is_prefix ? fmt::to_string(len) : plain_address(address.mask);
    if (row.shape == Shape::mask) return mask;
    const bool whole = len == address.mask.size() * 8;
    return whole ? plain_address(address.octets) : fmt::format("{}/{}", plain_address(address.octets), mask);
}

std::string masked_text(const OptionRow& row, const Masked& masked) {
    if (row.shape == Shape::traffic_class) return fmt::format("{:x}:{:x}", masked.value >> 16, masked.value & 0xffff);
    if (masked.mask == row.max) return fmt::format("{:#x}", masked.value);
    return fmt::format("{:#x}/{:#x}", masked.value, masked.mask);
}

std::string words_text(const Words& words) {
    std::string text;
    for (const Word* word : words.words)
        text += fmt::format("{}{}", text.empty() ? "" : ",", word->name);
    return text;
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

std::string nat_text(const NatTarget& target) {
    std::string text;
    if (target.addresses) {
        text = plain_address(target.addresses->first);
        if (target.addresses->last != target.addresses->first) text += '-' + plain_address(target.addresses->last);
        if (target.ports && target.addresses->first.size() == 16) text = '[' + text + ']';
    }
    return text;
}

std::string nat_target_text(const OptionRow& row, const NatTarget& target) {
    std::string text = nat_text(target);
    if (!target.ports) return text;
    if (row.shape == Shape::nat_target) text += ':';
    text += range(*target.ports, '-');
    return target.base_port ? fmt::format("{}/{}", text, *target.base_port) : text;
}

std::string set_text(const SetReference& set) {
    std::string text = quoted_word(set.name) + ' ';
    for (std::size_t i = 0; i < set.from_destination.size(); ++i)
        text += fmt::format("{}{}", i == 0 ? "" : ",", set.from_destination[i] ? "dst" : "src");
    return text;
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

std::string quoted_word(std::string_view text) {
    constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+./:,@%=";
    if (!text.empty() && text[0] != '-' && text.find_first_not_of(kPlain) == text.npos) return std::string(text);
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + '"';
}

std::string argument_text(const OptionRow& row, const Argument& argument) {
    return std::visit(
        overloaded{
            [](std::monostate) { return std::string(); },
            [&](const Numbers& numbers) { return numbers_text(row, numbers); },
            [&](const Address& address) { return address_text(row, address); },
            [](const AddressRange& of) {
                return fmt::format("{}-{}", plain_address(of.first), plain_address(of.last));
            },
            [&](const Masked& masked) { return masked_text(row, masked); },
            [](const Words& words) { return words_text(words); },
            [](const Text& text) { return quoted_word(text.text); },
            [&](const Rate& rate) { return rate_text(row, rate); },
            [](const TcpFlags& flags) { return fmt::format("{} {}", flags_text(flags.mask), flags_text(flags.set)); },
            [](const IcmpType& icmp) { return icmp_text(icmp); },
            [&](const NatTarget& target) { return nat_target_text(row, target); },
            [](const SetReference& set) { return set_text(set); },
            [](const ChunkTypes& chunks) { return chunks_text(chunks); },
        },
        argument);
}

} // namespace rulec::ipt
