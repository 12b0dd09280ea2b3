// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/arguments.h"

#include "backend/iptables/argument_values.h"
#include "backend/iptables/icmp_types.h"
#include "compiler/catalog/datatype.h"
#include "compiler/catalog/well_known_names.h"

#include <algorithm>

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

using Maybe = std::optional<Argument>;

// What read one argument: the row, the words, and where to complain.
struct Reading {
    const OptionRow& row;
    std::span<const Token> words;
    Family family;
    diag::Sink& sink;

    std::string_view text() const { return words[0].text; }
    std::nullopt_t expected(std::string_view what, const Token& found) const {
        sink.report(diag::make(diag::Code::kIptArgument, found.span, what, shown(found.text))
                        .label(fmt::format("of --{}", row.name)));
        return std::nullopt;
    }
    std::nullopt_t expected(std::string_view what) const { return expected(what, words[0]); }
};

Maybe numbers(NumberRange range) {
    return Numbers{{range}};
}

Maybe read_one_number(const Reading& in) {
    const auto number = read_number(in.text(), in.row.max);
    if (!number) return in.expected(fmt::format("a number up to {}", in.row.max));
    return numbers({*number, *number});
}

std::optional<std::uint64_t> number_or_word(const Reading& in, std::string_view text) {
    if (const Word* word = find_word(in.row.words, text)) return word->value;
    return read_number(text, in.row.max);
}

Maybe read_number_range(const Reading& in) {
    const auto range =
        read_range(in.text(), ':', in.row.max, [&](std::string_view text) { return number_or_word(in, text); });
    if (!range) return in.expected(fmt::format("a number up to {} or a range FIRST:LAST", in.row.max));
    return numbers(*range);
}

Maybe read_open_range(const Reading& in) {
    auto range = read_number_range(in);
    if (range && in.text().find(':') == std::string_view::npos) std::get<Numbers>(*range).ranges[0].last = in.row.max;
    return range;
}

std::nullopt_t unknown_service(const Reading& in) {
    auto unknown = diag::make(diag::Code::kIptArgument, in.words[0].span, "a port or a service", shown(in.text()));
    unknown.suggest_in_words(in.text(), catalog::service_names());
    in.sink.report(std::move(unknown));
    return std::nullopt;
}

Maybe read_port(const Reading& in) {
    const auto range = read_range(in.text(), ':', in.row.max, read_service);
    if (!range) return unknown_service(in);
    return numbers(*range);
}

Maybe read_port_list(const Reading& in) {
    constexpr std::size_t kMost = 15; // xt_multiport.h: XT_MULTI_PORTS; a range takes two of them
    Numbers list;
    std::size_t places = 0;
    for (const std::string_view part : split(in.text(), ',')) {
        const auto range = read_range(part, ':', in.row.max, read_service);
        if (!range) return unknown_service(in);
        list.ranges.push_back(*range);
        places += part.find(':') == part.npos ? 1 : 2;
    }
    if (places > kMost) return in.expected("at most 15 ports, where a range counts twice");
    return list;
}

Maybe read_protocol(const Reading& in) {
    std::string name(in.text());
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (name == "all") return numbers({0, 0});
    if (name == "mh" || name == "ipv6-mh") name = "mobility-header";
    if (const auto number = find_protocol_number(name)) return numbers({*number, *number});
    auto unknown = diag::make(diag::Code::kIptArgument, in.words[0].span, "a protocol", shown(in.text()));
    unknown.suggest_in_words(name, catalog::protocol_names());
    in.sink.report(std::move(unknown));
    return std::nullopt;
}

Maybe read_probability(const Reading& in) {
    const auto parts = read_fraction(in.text(), in.row.max);
    if (!parts) return in.expected("a probability from 0 to 1");
    return numbers({*parts, *parts});
}

Maybe read_duration(const Reading& in) {
    const auto seconds = read_time_of_day(in.text());
    if (!seconds) return in.expected("a time of day, HH:MM or HH:MM:SS");
    return numbers({*seconds, *seconds});
}

Maybe read_date_argument(const Reading& in) {
    const auto seconds = read_date(in.text());
    if (!seconds) return in.expected("a date, YYYY-MM-DDTHH:MM:SS from 1970 to 2038");
    return numbers({*seconds, *seconds});
}

std::string_view address_words(Family family) {
    return family == Family::ipv4 ? "an IPv4 address" : "an IPv6 address";
}

Maybe read_one_address(const Reading& in) {
    const auto address = read_address(in.text(), in.family);
    if (!address) return in.expected(address_words(in.family));
    return *address;
}

Maybe read_addresses(const Reading& in) {
    const auto range = read_address_range(in.text(), in.family);
    if (!range) return in.expected(fmt::format("{} or a range FIRST-LAST", address_words(in.family)));
    return *range;
}

Maybe read_mask_argument(const Reading& in) {
    const auto mask = read_mask(in.text(), in.family);
    if (!mask) return in.expected("a mask or its length");
    return Address{.octets = *mask, .mask = *mask};
}

Maybe read_masked(const Reading& in) {
    constexpr std::uint64_t kNamedTosMask = 0x3f;
    if (const Word* word = find_word(in.row.words, in.text())) return Masked{word->value, kNamedTosMask};
    const auto [value_text, mask_text] = cut(in.text(), '/');
    const auto value = read_number(value_text, in.row.max);
    const auto mask = mask_text ? read_number(*mask_text, in.row.max) : in.row.max;
    if (!value || !mask) return in.expected(fmt::format("VALUE or VALUE/MASK up to {:#x}", in.row.max));
    return Masked{*value, *mask};
}

Maybe read_traffic_class(const Reading& in) {
    const auto [major_text, minor_text] = cut(in.text(), ':');
    const auto major = read_hex(major_text, 0xffff);
    const auto minor = minor_text ? read_hex(*minor_text, 0xffff) : std::nullopt;
    if (!major || !minor) return in.expected("a class, MAJOR:MINOR in hex");
    return Masked{*major << 16 | *minor, in.row.max};
}

std::nullopt_t unknown_word(const Reading& in, std::string_view text) {
    auto unknown = diag::make(diag::Code::kIptArgument, in.words[0].span, fmt::format("a word of --{}", in.row.name),
                              shown(text));
    std::vector<std::string_view> known;
    for (const Word& word : in.row.words)
        known.push_back(word.name);
    unknown.suggest_in_words(text, known);
    in.sink.report(std::move(unknown));
    return std::nullopt;
}

Maybe read_word(const Reading& in) {
    const Word* word = find_word(in.row.words, in.text());
    if (word == nullptr) return unknown_word(in, in.text());
    return Words{{word}};
}

Maybe read_word_list(const Reading& in) {
    Words list;
    for (const std::string_view part : split(in.text(), ',')) {
        const Word* word = find_word(in.row.words, part);
        if (word == nullptr) return unknown_word(in, part);
        if (std::ranges::find(list.words, word) == list.words.end()) list.words.push_back(word);
    }
    return list;
}

Maybe read_text(const Reading& in) {
    const std::string_view text = in.text();
    if (text.size() > in.row.max) return in.expected(fmt::format("at most {} characters", in.row.max));
    if (text.find('\n') != text.npos || text.find('\0') != text.npos) return in.expected("text of one line");
    return Text{std::string(text)};
}

Maybe read_interface(const Reading& in) {
    const std::string_view text = in.text();
    if (text.size() > in.row.max) return in.expected(fmt::format("a name of at most {} characters", in.row.max));
    if (text.empty() || text.find_first_of(std::string_view(" /\t\0", 4)) != text.npos)
        return in.expected("the name of an interface");
    return Text{std::string(text)};
}

Maybe read_owner(const Reading& in) {
    const std::string_view text = in.text();
    if (const auto range =
            read_range(text, '-', in.row.max, [&](std::string_view part) { return read_number(part, in.row.max); }))
        return numbers(*range);
    constexpr std::string_view kName = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
    if (text.empty() || text.find_first_not_of(kName) != text.npos || text[0] == '-' ||
        (text[0] >= '0' && text[0] <= '9'))
        return in.expected("a name, a number or a range of numbers");
    return Text{std::string(text)};
}

Maybe read_rate_argument(const Reading& in) {
    const auto rate = read_rate(in.text(), in.row.max != 0);
    if (!rate) return in.expected("a rate, N/second, N/minute, N/hour or N/day");
    return *rate;
}

Maybe read_amount_argument(const Reading& in) {
    const auto amount = read_amount(in.text(), in.row.max);
    if (!amount) return in.expected("a number, or one with b, kb or mb behind it");
    return *amount;
}

Maybe read_mac_argument(const Reading& in) {
    auto mac = read_mac(in.text());
    if (!mac) return in.expected("a hardware address, six octets with colons between them");
    return Text{*std::move(mac)};
}

Maybe read_zone(const Reading& in) {
    return find_word(in.row.words, in.text()) != nullptr ? read_word(in) : read_one_number(in);
}

Maybe read_tcp_flags(const Reading& in) {
    const auto mask = read_flags(in.words[0].text);
    const auto set = read_flags(in.words[1].text);
    if (!mask || !set) return in.expected("flags of TCP, ALL or NONE", in.words[mask ? 1 : 0]);
    return TcpFlags{*mask, *set};
}

Maybe read_icmp_type(const Reading& in) {
    const std::string_view text = in.text();
    if (text == "any" || text == "255/255") return IcmpType{};
    for (const IcmpName& known : icmp_names(in.family)) {
        if (known.name != text) continue;
        if (known.code < 0) return IcmpType{.type = known.type};
        const auto code = static_cast<std::uint8_t>(known.code);
        return IcmpType{.type = known.type, .first_code = code, .last_code = code};
    }
    const auto [type_text, code_text] = cut(text, '/');
    const auto type = read_number(type_text, 0xff);
    const auto code = code_text ? read_number(*code_text, 0xff) : std::optional<std::uint64_t>(0);
    if (!type || !code) {
        std::vector<std::string_view> names;
        for (const IcmpName& known : icmp_names(in.family))
            names.push_back(known.name);
        auto unknown = diag::make(diag::Code::kIptArgument, in.words[0].span, "an ICMP type", shown(text));
        unknown.suggest_in_words(text, names);
        in.sink.report(std::move(unknown));
        return std::nullopt;
    }
    IcmpType found{.type = static_cast<std::uint8_t>(*type)};
    if (code_text) found.first_code = found.last_code = static_cast<std::uint8_t>(*code);
    return found;
}

Maybe read_nat_target(const Reading& in) {
    const auto target = read_nat(in.text(), in.family);
    if (!target) return in.expected(fmt::format("{}[-LAST][:PORT[-PORT]]", address_words(in.family)));
    return *target;
}

Maybe read_nat_ports(const Reading& in) {
    auto target = read_nat_port_range(in.text());
    if (!target || target->base_port) return in.expected("a port or a range FIRST-LAST");
    return *target;
}

Maybe read_set(const Reading& in) {
    SetReference set{.name = in.words[0].text, .from_destination = {}};
    if (set.name.empty() || set.name.size() > 31) return in.expected("the name of a set");
    for (const std::string_view part : split(in.words[1].text, ',')) {
        if (part != "src" && part != "dst") return in.expected("src or dst", in.words[1]);
        set.from_destination.push_back(part == "dst");
    }
    if (set.from_destination.size() > 6) return in.expected("at most six of src and dst", in.words[1]);
    return set;
}

Maybe read_chunks(const Reading& in) {
    const auto scope = read_chunk_scope(in.words[0].text);
    if (!scope) return in.expected("all, any or only");
    ChunkTypes types{.scope = *scope, .chunks = {}};
    if (in.words[1].text == "ALL" || in.words[1].text == "NONE") {
        if (in.words[1].text == "NONE") return in.expected("types of chunks", in.words[1]);
        return types;
    }
    for (const std::string_view part : split(in.words[1].text, ',')) {
        const auto chunk = read_chunk(part, in.row.words);
        if (!chunk) return in.expected("types of chunks, with flags at most of DATA and ABORT", in.words[1]);
        types.chunks.push_back(*chunk);
    }
    return types;
}

Maybe read_flag(const Reading&) {
    return Argument{};
}

struct ShapeRow {
    Shape shape;
    std::size_t words;
    Maybe (*read)(const Reading&);
};

constexpr ShapeRow kShapes[] = {
    {Shape::flag, 0, read_flag},
    {Shape::number, 1, read_one_number},
    {Shape::number_range, 1, read_number_range},
    {Shape::open_range, 1, read_open_range},
    {Shape::owner, 1, read_owner},
    {Shape::port, 1, read_port},
    {Shape::port_list, 1, read_port_list},
    {Shape::protocol, 1, read_protocol},
    {Shape::probability, 1, read_probability},
    {Shape::duration, 1, read_duration},
    {Shape::date, 1, read_date_argument},
    {Shape::address, 1, read_one_address},
    {Shape::address_range, 1, read_addresses},
    {Shape::masked, 1, read_masked},
    {Shape::traffic_class, 1, read_traffic_class},
    {Shape::word, 1, read_word},
    {Shape::word_list, 1, read_word_list},
    {Shape::text, 1, read_text},
    {Shape::interface, 1, read_interface},
    {Shape::rate, 1, read_rate_argument},
    {Shape::amount, 1, read_amount_argument},
    {Shape::mask, 1, read_mask_argument},
    {Shape::mac, 1, read_mac_argument},
    {Shape::label, 1, read_text},
    {Shape::zone, 1, read_zone},
    {Shape::tcp_flags, 2, read_tcp_flags},
    {Shape::icmp_type, 1, read_icmp_type},
    {Shape::nat_target, 1, read_nat_target},
    {Shape::nat_ports, 1, read_nat_ports},
    {Shape::set, 2, read_set},
    {Shape::chunk_types, 2, read_chunks},
};

const ShapeRow& shape_row(Shape shape) {
    return *std::ranges::find(kShapes, shape, &ShapeRow::shape);
}

} // namespace

std::size_t word_count(Shape shape) {
    return shape_row(shape).words;
}

std::optional<Argument> read_argument(const OptionRow& row, std::span<const Token> words, Family family,
                                      diag::Sink& sink) {
    return shape_row(row.shape).read({row, words, family, sink});
}

} // namespace rulec::ipt
