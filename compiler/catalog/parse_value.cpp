// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/catalog/datatype.h"
#include "compiler/catalog/parse_literal.h"
#include "compiler/catalog/well_known_names.h"
#include "compiler/support/suggest.h"

#include <bit>
#include <vector>

#include <fmt/format.h>

namespace rulec::catalog {
namespace {

using Value = std::variant<Bytes, HostFact, ValueError>;
using Kind = ValueError::Kind;

struct Literal {
    const DataType& type;
    std::uint32_t bit_len;
    LiteralForm form;
    std::string_view text;

    std::size_t byte_len() const { return (bit_len + 7) / 8; }
    bool bare_number() const { return form == LiteralForm::number || form == LiteralForm::hex; }
};

ValueError error(Kind kind, std::string what, std::string_view suggestion = {}) {
    return ValueError{kind, std::move(what), std::string(suggestion)};
}

std::string_view name_of(LiteralForm form) {
    switch (form) {
    case LiteralForm::word: return "a word";
    case LiteralForm::number:
    case LiteralForm::hex: return "a number";
    case LiteralForm::string: return "a string";
    case LiteralForm::address4: return "an IPv4 address";
    case LiteralForm::address6: return "an IPv6 address";
    case LiteralForm::mac: return "a link layer address";
    case LiteralForm::duration: return "a duration";
    }
    return {};
}

std::string_view article(std::string_view noun) {
    const bool vowel = noun.find_first_of("AEIOaeio") == 0; // "a uid", "a user ID"
    return vowel ? "an" : "a";
}

ValueError wrong_type(const Literal& lit) {
    return error(Kind::wrong_type, fmt::format("`{}` is {}, not {} {}", lit.text, name_of(lit.form),
                                               article(lit.type.description), lit.type.description));
}

ValueError malformed(const Literal& lit) {
    return error(Kind::malformed,
                 fmt::format("`{}` is not {} {}", lit.text, article(lit.type.description), lit.type.description));
}

std::vector<std::string_view> candidates(const DataType& type) {
    if (type.notation == Notation::service) return service_names();
    if (type.notation == Notation::protocol) return protocol_names();
    std::vector<std::string_view> names;
    for (const Symbol& symbol : type.symbols)
        names.push_back(symbol.name);
    return names;
}

ValueError unknown_symbol(const Literal& lit) {
    const auto names = candidates(lit.type);
    if (names.empty()) return malformed(lit);
    return error(Kind::unknown_symbol, fmt::format("`{}` is no known {}", lit.text, lit.type.description),
                 nearest(lit.text, names).value_or(""));
}

ValueError out_of_range(const Literal& lit) {
    if (lit.bit_len > 64)
        return error(Kind::out_of_range, fmt::format("{} does not fit {} bits", lit.text, lit.bit_len));
    const std::uint64_t max = lit.bit_len == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << lit.bit_len) - 1;
    return error(Kind::out_of_range, fmt::format("{} does not fit {} bits (0-{})", lit.text, lit.bit_len, max));
}

// `minimal`: a number without leading zero octets. Padded to the field, or refused.
Value fit(const Literal& lit, Bytes minimal) {
    if (lit.bit_len == 0) return minimal;
    const std::size_t bits =
        minimal.empty() ? 0 : 8 * minimal.size() - static_cast<std::size_t>(std::countl_zero(minimal[0]));
    if (bits > lit.bit_len) return out_of_range(lit);
    return Bytes(lit.byte_len() - minimal.size(), 0) + minimal;
}

Value fit(const Literal& lit, std::uint64_t number) {
    if (lit.bit_len == 0 || lit.bit_len > 64)
        return fit(lit, big_endian(number, static_cast<std::size_t>((std::bit_width(number) + 7) / 8)));
    if (lit.bit_len < 64 && number >> lit.bit_len != 0) return out_of_range(lit);
    return big_endian(number, lit.byte_len());
}

bool is_address(LiteralForm form) {
    return form == LiteralForm::address4 || form == LiteralForm::address6 || form == LiteralForm::mac;
}

Value parse_number_or_symbol(const Literal& lit) {
    if (is_address(lit.form)) return wrong_type(lit);
    if (const auto number = parse_number(lit.text)) return fit(lit, *number); // nearly all of them
    if (const auto symbol = find_symbol(lit.type, lit.text)) return fit(lit, *symbol);
    if (auto number = parse_integer(lit.text, 0)) return fit(lit, std::move(*number));
    return lit.form == LiteralForm::duration ? Value(wrong_type(lit)) : Value(unknown_symbol(lit));
}

// A port with a leading zero that is no octal number is decimal after all: nft hands it to the resolver.
Value parse_service(const Literal& lit) {
    if (lit.text.starts_with('0') && !parse_number(lit.text))
        if (auto number = parse_integer(lit.text, 10)) return fit(lit, std::move(*number));
    return parse_number_or_symbol(lit);
}

Value parse_ipv4_value(const Literal& lit) {
    if (lit.form == LiteralForm::address6 || lit.form == LiteralForm::mac) return wrong_type(lit);
    if (auto address = parse_ipv4(lit.text)) return std::move(*address);
    if (lit.bare_number() && parse_integer(lit.text, 0)) return out_of_range(lit);
    return malformed(lit);
}

Value parse_ipv6_value(const Literal& lit) {
    if (auto address = parse_ipv6(lit.text)) return std::move(*address);
    if (lit.form == LiteralForm::address4 || lit.form == LiteralForm::mac || lit.bare_number())
        return wrong_type(lit);
    return malformed(lit);
}

Value parse_mac_value(const Literal& lit) {
    if (lit.form == LiteralForm::address4) return wrong_type(lit);
    constexpr std::size_t kEthernet = 6;
    auto address = parse_mac(lit.text, lit.bit_len == 0 ? kEthernet : lit.byte_len());
    if (address) return std::move(*address);
    return lit.form == LiteralForm::address6 ? wrong_type(lit) : malformed(lit);
}

Value parse_string(Literal lit) {
    std::string decimal; // nft takes a bare number for what it is: `iifname 0x10` is the name "16"
    if (const auto number = lit.bare_number() ? parse_number(lit.text) : std::nullopt) {
        lit.text = decimal = fmt::to_string(*number);
    }
    if (lit.text.empty())
        return error(Kind::malformed, fmt::format("an empty {} matches nothing", lit.type.description));
    if (lit.bit_len != 0 && lit.text.size() >= lit.byte_len())
        return error(Kind::out_of_range,
                     fmt::format("`{}` is longer than {} characters", lit.text, lit.byte_len() - 1));
    Bytes octets(lit.text.begin(), lit.text.end());
    if (lit.bit_len != 0) octets.resize(lit.byte_len(), 0);
    return octets;
}

Value parse_duration(const Literal& lit) {
    if (is_address(lit.form)) return wrong_type(lit);
    if (lit.bare_number()) {
        const auto seconds = parse_number(lit.text);
        if (!seconds) return malformed(lit);
        if (*seconds > ~std::uint64_t{0} / 1000) return out_of_range(lit);
        return fit(lit, *seconds * 1000);
    }
    const auto ms = parse_duration_ms(lit.text);
    return ms ? fit(lit, *ms) : Value(malformed(lit));
}

Value parse_date(const Literal& lit) {
    const auto number = lit.bare_number() ? parse_number(lit.text) : std::nullopt;
    const auto ns = parse_date_ns(number ? fmt::to_string(*number) : std::string(lit.text));
    return ns ? fit(lit, *ns) : Value(malformed(lit));
}

Value parse_hour(const Literal& lit) {
    if (lit.bare_number()) return parse_number_or_symbol(lit);
    if (const auto seconds = parse_hour_s(lit.text)) return fit(lit, *seconds);
    const auto ms = parse_duration_ms(lit.text);
    return ms ? fit(lit, *ms / 1000) : Value(malformed(lit));
}

Value parse_day(const Literal& lit) {
    auto value = parse_number_or_symbol(lit);
    const auto* day = std::get_if<Bytes>(&value);
    if (day != nullptr && from_big_endian(*day) > 6)
        return error(Kind::out_of_range, fmt::format("{} is no day of the week (0-6)", lit.text));
    return value;
}

Value parse_host_name(const Literal& lit, HostFact::Kind kind) {
    const unsigned base = lit.bare_number() ? 0 : 10;
    if (auto number = parse_integer(lit.text, base)) return fit(lit, std::move(*number));
    if (lit.form != LiteralForm::word && lit.form != LiteralForm::string) return wrong_type(lit);
    if (lit.text.empty()) return malformed(lit);
    return HostFact{kind, std::string(lit.text)};
}

Value parse_interface(const Literal& lit) {
    constexpr std::size_t kMaxName = 15; // IFNAMSIZ less the terminator
    if (lit.text.size() > kMaxName && !parse_integer(lit.text, 0))
        return error(Kind::out_of_range, fmt::format("`{}` is longer than {} characters", lit.text, kMaxName));
    return parse_host_name(lit, HostFact::Kind::interface_index);
}

// major:minor, both in hex.
Value parse_classid(const Literal& lit) {
    const std::size_t colon = lit.text.find(':');
    if (colon == lit.text.npos) return parse_number_or_symbol(lit);
    const auto hex = [](std::string_view text) { // with or without 0x
        return parse_integer(text.starts_with("0x") ? text.substr(2) : text, 16);
    };
    const auto major = hex(lit.text.substr(0, colon));
    const auto minor = hex(lit.text.substr(colon + 1));
    if (!major || !minor || major->size() > 2 || minor->size() > 2) return malformed(lit);
    return fit(lit, from_big_endian(*major) << 16 | from_big_endian(*minor));
}

Value parse_bit(const Literal& lit) {
    const auto bit = parse_number(lit.text);
    if (!bit)
        return error(Kind::unknown_symbol,
                     fmt::format("`{}` is no {}: write the number of the bit, names are a host's own", lit.text,
                                 lit.type.description));
    if (*bit >= lit.bit_len)
        return error(Kind::out_of_range, fmt::format("there is no bit {} (0-{})", lit.text, lit.bit_len - 1));
    Bytes value(lit.byte_len(), 0);
    value[lit.byte_len() - 1 - *bit / 8] = static_cast<unsigned char>(1U << (*bit % 8));
    return value;
}

} // namespace

std::variant<Bytes, HostFact, ValueError> parse_value(const DataType& type, std::uint32_t bit_len, LiteralForm form,
                                                      std::string_view text) {
    const Literal lit{type, bit_len, form, text};
    switch (type.notation) {
    case Notation::number:
    case Notation::protocol:
    case Notation::boolean: return parse_number_or_symbol(lit);
    case Notation::service: return parse_service(lit);
    case Notation::address4: return parse_ipv4_value(lit);
    case Notation::address6: return parse_ipv6_value(lit);
    case Notation::mac: return parse_mac_value(lit);
    case Notation::string: return parse_string(lit);
    case Notation::time: return parse_duration(lit);
    case Notation::date: return parse_date(lit);
    case Notation::hour: return parse_hour(lit);
    case Notation::day: return parse_day(lit);
    case Notation::interface: return parse_interface(lit);
    case Notation::user: return parse_host_name(lit, HostFact::Kind::user);
    case Notation::group: return parse_host_name(lit, HostFact::Kind::group);
    case Notation::cgroup: return HostFact{HostFact::Kind::cgroup, std::string(text)};
    case Notation::classid: return parse_classid(lit);
    case Notation::bit: return parse_bit(lit);
    case Notation::verdict: return wrong_type(lit);
    }
    return malformed(lit);
}

} // namespace rulec::catalog
