// SPDX-License-Identifier: GPL-2.0-or-later
// Octets of the network and transport headers by the match u32: fields that no other match knows, and raw payload.
//
//   ip id 22                     --u32 "0x4>>0x10=0x16"
//   tcp sequence 7 (IPv4 only)   --u32 "0x4&0x1fff=0x0&&0x0>>0x16&0x3c@0x4=0x7"
//
// u32 reads words of four octets from any octet on and fails where the packet ends before the word does; therefore
// the word read is the one that ends with the field. Its `!` would match packets that are too short, which nf_tables
// does not; so the values that are left are listed instead.
#include "backend/iptables/export/field_tests.h"

#include <algorithm>

#include <fmt/format.h>
#include <netinet/in.h>

namespace rulec::ipt {
namespace {

constexpr std::size_t kMostRanges = 10; // XT_U32_MAXSIZE
constexpr std::uint64_t kWord = 0xffffffff;

// Where the field is in the word that is read.
struct WordPlace {
    std::uint32_t octet = 0; // the word's first
    std::uint32_t shift = 0; // bits behind the field
    std::uint64_t mask = 0;  // of the field, at the word's end
};

std::optional<WordPlace> place_of(std::uint32_t bit_offset, std::uint32_t bit_len) {
    constexpr std::uint32_t kWordBits = 32;
    const std::uint32_t end = (bit_offset + bit_len + 7) / 8; // the octet behind it
    const std::uint32_t first = end > 4 ? end - 4 : 0;
    if (bit_len == 0 || bit_len > kWordBits || bit_offset < first * 8) return std::nullopt;
    return WordPlace{.octet = first,
                     .shift = kWordBits - (bit_offset + bit_len - first * 8),
                     .mask = kWord >> (kWordBits - bit_len)};
}

std::vector<NumberRange> ranges_of(const Wanted& wanted) {
    std::vector<NumberRange> ranges;
    for (const Interval& interval : wanted.intervals)
        ranges.push_back({from_big_endian(interval.low), from_big_endian(interval.high)});
    return ranges;
}

std::vector<NumberRange> all_but(const std::vector<NumberRange>& ranges, std::uint64_t highest) {
    std::vector<NumberRange> rest;
    std::uint64_t next = 0;
    for (const NumberRange& range : ranges) { // ascending and apart
        if (range.first > next) rest.push_back({next, range.first - 1});
        next = range.last + 1;
    }
    if (next <= highest) rest.push_back({next, highest});
    return rest;
}

std::string location_text(const WordPlace& place, std::uint64_t mask) {
    std::string text = fmt::format("{:#x}", place.octet);
    if (place.shift != 0) text += fmt::format(">>{:#x}", place.shift);
    if (mask != kWord >> place.shift) text += fmt::format("&{:#x}", mask);
    return text;
}

std::string values_text(std::span<const NumberRange> ranges) {
    std::string text;
    for (const NumberRange& range : ranges) {
        text += fmt::format("{}{:#x}", text.empty() ? "" : ",", range.first);
        if (range.last != range.first) text += fmt::format(":{:#x}", range.last);
    }
    return text;
}

// The header of IPv4 says how long it is; a fragment that is not the first one has no transport header.
constexpr std::string_view kTransport = "0x4&0x1fff=0x0&&0x0>>0x16&0x3c@";

} // namespace

std::optional<Step> octets_step(const Context& context, const Octets& octets, const Wanted& wanted) {
    using catalog::PayloadBase;
    const bool transport = octets.base == PayloadBase::transport;
    const auto place = place_of(octets.bit_offset, octets.bit_len);
    const bool short_header = transport && place && place->octet == 0 && !context.protocol;
    if ((!transport && octets.base != PayloadBase::network) || !place || short_header)
        return context.cannot_say(octets.name);
    if (transport && context.family == Family::ipv6)
        return context.cannot_say(fmt::format("{}: extension headers may stand before it", octets.name));

    const std::uint64_t mask = wanted.mask ? from_big_endian(*wanted.mask) & place->mask : place->mask;
    auto ranges = ranges_of(wanted);
    if (wanted.negated) ranges = all_but(ranges, place->mask);
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i < ranges.size(); i += kMostRanges) {
        const auto some = std::span(ranges).subspan(i, std::min(kMostRanges, ranges.size() - i));
        pieces.push_back(context.piece("u32", "u32",
                                       Text{fmt::format("{}{}={}", transport ? kTransport : "",
                                                        location_text(*place, mask), values_text(some))}));
    }
    return steps_of(std::move(pieces), false);
}

std::optional<Step> payload_step(const Context& context, const model::FieldLoad& load, const Wanted& wanted) {
    return octets_step(context,
                       {.base = load.header->base,
                        .bit_offset = load.field->bit_offset,
                        .bit_len = load.field->bit_len,
                        .name = fmt::format("`{}`", field_name(load))},
                       wanted);
}

std::optional<Step> raw_step(const Context& context, const model::RawLoad& load, const Wanted& wanted) {
    using From = model::RawLoad::From;
    using catalog::PayloadBase;
    const auto base = load.from == From::network     ? PayloadBase::network
                      : load.from == From::transport ? PayloadBase::transport
                                                     : PayloadBase::none;
    return octets_step(
        context,
        {.base = base, .bit_offset = load.bit_offset, .bit_len = load.bit_len, .name = "these octets of a packet"},
        wanted);
}

// ---- the next header of IPv6

namespace {

// After these ipv6header looks further (linux/netfilter/ipv6/ip6t_ipv6header.h, RFC 8200).
constexpr std::uint8_t kExtensions[] = {0, 43, 44, 50, 51, 59, 60};

bool is_extension(std::uint64_t number) {
    return std::ranges::find(kExtensions, number) != std::end(kExtensions);
}

// Are they all headers but those that ipv6header takes for extensions?
bool is_any_protocol(const Wanted& wanted) {
    return !wanted.mask && wanted.negated && std::ranges::equal(all_but(ranges_of(wanted), 255), [] {
        std::vector<NumberRange> numbers;
        for (const std::uint8_t extension : kExtensions)
            numbers.push_back({extension, extension});
        return all_but(numbers, 255);
    }());
}

Piece no_extensions(const Context& context) {
    const WordTable words = find_option(*find_match("ipv6header", context.family), "header")->words;
    return context.piece("ipv6header", "header", Words{{find_word(words, "protocol")}});
}

} // namespace

// `-p` looks behind extension headers, nf_tables at the first header only: they say the same where there are none.
std::optional<Step> next_header_step(const Context& context, const model::FieldLoad& load, const Wanted& wanted) {
    constexpr std::uint64_t kMost = 16;
    if (is_any_protocol(wanted)) return step_of(no_extensions(context));
    Step step;
    for (const NumberRange& range : ranges_of(wanted)) {
        for (std::uint64_t value = range.first; value <= range.last; ++value) {
            if (wanted.mask || wanted.negated || is_extension(value) || step.ways.size() == kMost)
                return payload_step(context, load, wanted);
            Way way;
            way.tests.push_back(context.piece("", "protocol", number(value)));
            way.tests.push_back(no_extensions(context));
            step.ways.push_back(std::move(way));
        }
    }
    return step;
}

} // namespace rulec::ipt
