// SPDX-License-Identifier: GPL-2.0-or-later
// Matches of octets by their place: u32, and string where it can look at one place only.
#include "backend/iptables/argument_values.h"
#include "backend/iptables/import/match_text.h"
#include "backend/iptables/import/u32_text.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

// A packet too short for the place matches the opposite in iptables: it is what does not take the exception.
Alternatives opposite(RuleContext& context, Span span, Clauses tests) {
    context.exceptions.push_back({std::move(tests), span,
                                  "packets too short for these octets match the opposite in iptables, but not in "
                                  "nf_tables"});
    return always();
}

// Does each packet have the octets of the test, as part of the header that the kernel has looked at?
bool always_there(const RuleContext& context, const Clause& test) {
    const unsigned header_bits = context.family == Family::ipv4 ? 20 * 8 : 40 * 8;
    constexpr std::string_view kBase = "@nh,";
    if (!test.field.starts_with(kBase)) return false;
    return std::stoul(test.field.substr(kBase.size())) + 32 <= header_bits;
}

Alternatives u32(RuleContext& context, const Extension& match) {
    const Option& option = match.options[0];
    auto tests = u32_tests(std::get<Text>(option.argument).text);
    if (!tests) return context.cannot_say(option.span, "this use of u32: offsets that come from the packet");
    if (!option.negated) return {*tests};
    if (tests->size() == 1 && always_there(context, (*tests)[0]))
        return only(test((*tests)[0].field, true, (*tests)[0].value));
    return opposite(context, option.span, *std::move(tests));
}

// ---- string

// "ab|0d 0a|c", where `\` stands before an octet that is meant as it is (iptables-extensions(8)).
std::optional<std::string> hex_string(std::string_view text) {
    std::string octets;
    bool hex = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '|') {
            hex = !hex;
        } else if (!hex) {
            if (text[i] == '\\' && ++i == text.size()) return std::nullopt;
            octets += text[i];
        } else if (text[i] != ' ') {
            const auto octet = text.size() - i < 2 ? std::nullopt : read_hex(text.substr(i, 2), 0xff);
            if (!octet) return std::nullopt;
            octets += static_cast<char>(*octet);
            ++i;
        }
    }
    return hex ? std::nullopt : std::optional(std::move(octets));
}

// Octets at one place, in pieces that a register of nf_tables holds. Of a letter whose case does not matter one bit
// is not looked at.
Clauses octets_at(std::uint64_t place, std::string_view octets, bool ignore_case) {
    constexpr std::size_t kRegister = 16;
    Clauses tests;
    for (std::size_t at = 0; at < octets.size(); at += kRegister) {
        std::string value = "0x", mask = "0x";
        bool masked = false;
        for (const char c : octets.substr(at, kRegister)) {
            const auto octet = static_cast<unsigned char>(c);
            const unsigned bits = ignore_case && std::isalpha(octet) != 0 ? 0xdf : 0xff;
            masked = masked || bits != 0xff;
            value += fmt::format("{:02x}", octet & bits);
            mask += fmt::format("{:02x}", bits);
        }
        const std::size_t bit_len = (value.size() - 2) * 4;
        const std::string field = fmt::format("@nh,{},{}", (place + at) * 8, bit_len);
        tests.push_back(masked ? statement(fmt::format("{} & {} == {}", field, mask, value))
                               : Clause{.field = field, .value = value});
    }
    return tests;
}

constexpr std::string_view kByPlace =
    "octets can be compared where their place is known: `udp dport 53 @th,160,32 0x03777777` looks at four octets, "
    "160 bits from the header of UDP on. A search with --to = --from + the length of the text is imported so";

// Offsets count from the IP header on. The octet at --to is not part of the search (iptables-extensions(8); the
// kernel's skb_find_text() since Linux 6.7), so a window as long as the text leaves one place for it.
Alternatives string(RuleContext& context, const Extension& match) {
    constexpr std::uint64_t kEnd = 0xffff, kLastPlace = 255; // of an offset of nf_tables
    const Option* hex = match.find("hex-string");
    const Option& option = hex != nullptr ? *hex : *match.find("string");
    const std::string& text = std::get<Text>(option.argument).text;
    const auto octets = hex != nullptr ? hex_string(text) : text;
    if (!octets)
        return context.cannot_say(option.span, "a text whose octets between `|` are not pairs of hex digits");
    const std::uint64_t from = match.number("from", 0), to = match.number("to", kEnd);
    const bool ignore_case = match.has("icase");
    if (to < from + octets->size()) {
        if (option.negated) return always();
        return context.never_matches(option.span, "the text is longer than the octets that are searched");
    }
    if (to - from != octets->size() || to > kLastPlace)
        return context.cannot_say(match.span, "a search through the packet (string)", kByPlace);
    if (ignore_case && std::ranges::any_of(*octets, [](unsigned char c) { return c >= 0x80; }))
        return context.cannot_say(option.span, "letters beyond ASCII in either case");
    Clauses tests = octets_at(from, *octets, ignore_case);
    return option.negated ? opposite(context, option.span, std::move(tests)) : Alternatives{std::move(tests)};
}

constexpr MatchWriter kWriters[] = {{"u32", u32}, {"string", string}};

} // namespace

std::span<const MatchWriter> octet_writers() {
    return kWriters;
}

} // namespace rulec::ipt
