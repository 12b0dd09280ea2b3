// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/argument_values.h"

#include "compiler/catalog/datatype.h"

#include <algorithm>
#include <charconv>

namespace rulec::ipt {
namespace {

std::optional<std::uint64_t> read_digits(std::string_view text, int base, std::uint64_t max) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    if (error != std::errc{} || end != text.data() + text.size() || number > max) return std::nullopt;
    return number;
}

// Two digits, up to `max`.
std::optional<std::uint64_t> read_two(std::string_view text, std::uint64_t max) {
    return text.size() <= 2 ? read_digits(text, 10, max) : std::nullopt;
}

} // namespace

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == text.npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::pair<std::string_view, std::optional<std::string_view>> cut(std::string_view text, char separator) {
    const std::size_t at = text.find(separator);
    if (at == text.npos) return {text, std::nullopt};
    return {text.substr(0, at), text.substr(at + 1)};
}

std::optional<std::uint64_t> read_number(std::string_view text, std::uint64_t max) {
    if (text.starts_with("0x") || text.starts_with("0X")) return read_digits(text.substr(2), 16, max);
    if (text.size() > 1 && text[0] == '0') return read_digits(text.substr(1), 8, max);
    return read_digits(text, 10, max);
}

std::optional<std::uint64_t> read_hex(std::string_view text, std::uint64_t max) {
    if (text.starts_with("0x") || text.starts_with("0X")) text.remove_prefix(2);
    return read_digits(text, 16, max);
}

std::optional<std::uint64_t> find_protocol_number(std::string_view text) {
    if (const auto number = read_number(text, 255)) return number;
    if (const auto number = catalog::find_protocol(text)) return *number;
    return std::nullopt;
}

std::optional<std::uint64_t> read_service(std::string_view text) {
    if (const auto number = read_number(text, 65535)) return number;
    if (const auto number = catalog::find_service(text)) return *number;
    return std::nullopt;
}

std::optional<std::uint64_t> read_fraction(std::string_view text, std::uint64_t whole) {
    double fraction = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), fraction);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if (!(fraction >= 0 && fraction <= 1)) return std::nullopt;
    return static_cast<std::uint64_t>(fraction * static_cast<double>(whole) + 0.5);
}

// ---- time

std::optional<std::uint64_t> read_time_of_day(std::string_view text) {
    const auto parts = split(text, ':');
    if (parts.size() < 2 || parts.size() > 3) return std::nullopt;
    const auto hours = read_two(parts[0], 23);
    const auto minutes = read_two(parts[1], 59);
    const auto seconds = parts.size() == 3 ? read_two(parts[2], 59) : std::optional<std::uint64_t>(0);
    if (!hours || !minutes || !seconds) return std::nullopt;
    return *hours * 3600 + *minutes * 60 + *seconds;
}

namespace {

bool is_leap(std::uint64_t year) {
    return year % 4 == 0; // 1970 to 2038 have no exception
}

std::uint64_t days_of(std::uint64_t month, std::uint64_t year) {
    constexpr std::uint64_t kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return kDays[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
}

std::uint64_t days_before(std::uint64_t year, std::uint64_t month) {
    std::uint64_t days = 0;
    for (std::uint64_t y = 1970; y < year; ++y)
        days += is_leap(y) ? 366 : 365;
    for (std::uint64_t m = 1; m < month; ++m)
        days += days_of(m, year);
    return days;
}

// "10", "10:30" or "10:30:59", as the time of a date may be shortened.
std::optional<std::uint64_t> read_short_time(std::string_view text) {
    const auto full = split(text, ':').size() == 1 ? std::string(text) + ":00" : std::string(text);
    return read_time_of_day(full);
}

} // namespace

std::optional<std::uint64_t> read_date(std::string_view text) {
    const auto [day_text, time_text] = cut(text, 'T');
    const auto parts = split(day_text, '-');
    if (parts.size() > 3 || parts[0].size() != 4) return std::nullopt;
    const auto year = read_digits(parts[0], 10, 2038);
    const auto month = parts.size() > 1 ? read_two(parts[1], 12) : std::optional<std::uint64_t>(1);
    if (!year || *year < 1970 || !month || *month < 1) return std::nullopt;
    const auto day = parts.size() > 2 ? read_two(parts[2], days_of(*month, *year)) : std::optional<std::uint64_t>(1);
    const auto time = time_text ? read_short_time(*time_text) : std::optional<std::uint64_t>(0);
    if (!day || *day < 1 || !time) return std::nullopt;
    const std::uint64_t seconds = (days_before(*year, *month) + *day - 1) * 86400 + *time;
    return seconds <= 0x7fffffff ? std::optional(seconds) : std::nullopt;
}

// ---- rates

std::optional<Rate> read_rate(std::string_view text, bool bytes_are_possible) {
    struct Unit {
        std::string_view name;
        std::uint64_t per_s;
    };
    constexpr Unit kUnits[] = {{"second", 1}, {"minute", 60}, {"hour", 3600}, {"day", 86400}};
    const auto [count_text, unit_text] = cut(text, '/');
    Rate rate;
    if (const auto amount = read_amount(count_text, UINT32_MAX); amount && amount->bytes && bytes_are_possible) {
        rate = *amount;
    } else if (const auto count = read_number(count_text, UINT32_MAX)) {
        rate.count = *count;
    } else {
        return std::nullopt;
    }
    if (rate.count == 0) return std::nullopt;
    if (!unit_text) return rate;
    const auto* unit = std::ranges::find_if(
        kUnits, [&](const Unit& known) { return !unit_text->empty() && known.name.starts_with(*unit_text); });
    if (unit == std::end(kUnits)) return std::nullopt;
    rate.per_s = unit->per_s;
    return rate;
}

std::optional<Rate> read_amount(std::string_view text, std::uint64_t max) {
    constexpr std::string_view kDigits = "0123456789";
    const std::size_t end = text.find_first_not_of(kDigits);
    const auto number = read_digits(text.substr(0, end), 10, max);
    if (!number) return std::nullopt;
    if (end == text.npos) return Rate{.count = *number};
    const std::string_view unit = text.substr(end);
    const std::uint64_t factor = unit == "b" ? 1 : unit == "kb" ? 1024 : unit == "mb" ? 1024 * 1024 : 0;
    if (factor == 0) return std::nullopt;
    return Rate{.count = *number * factor, .bytes = true};
}

std::optional<std::uint8_t> read_flags(std::string_view words) {
    constexpr std::string_view kNames[] = {"FIN", "SYN", "RST", "PSH", "ACK", "URG"}; // from bit 0 on
    std::string text(words);
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    if (text == "ALL") return 0x3f;
    if (text == "NONE") return 0;
    unsigned flags = 0;
    for (const std::string_view part : split(text, ',')) {
        const auto* name = std::ranges::find(kNames, part);
        if (name == std::end(kNames)) return std::nullopt;
        flags |= 1U << (name - kNames);
    }
    return static_cast<std::uint8_t>(flags);
}

// ---- SCTP

std::optional<ChunkTypes::Scope> read_chunk_scope(std::string_view text) {
    if (text == "all") return ChunkTypes::Scope::all;
    if (text == "any") return ChunkTypes::Scope::any;
    if (text == "only") return ChunkTypes::Scope::only;
    return std::nullopt;
}

// A letter is a bit; a capital wants it set. RFC 4960: B, E and U of DATA, T of ABORT and SHUTDOWN_COMPLETE; RFC
// 7053: I of DATA.
std::optional<ChunkTypes::Chunk> read_chunk(std::string_view text, WordTable types) {
    const auto [name, flags] = cut(text, ':');
    ChunkTypes::Chunk chunk{.type = find_word(types, name)};
    if (chunk.type == nullptr) return std::nullopt;
    const std::string_view letters = name == "DATA"                                   ? "EBUI"
                                     : name == "ABORT" || name == "SHUTDOWN_COMPLETE" ? "T"
                                                                                      : "";
    for (const char letter : flags.value_or("")) {
        const std::size_t bit = letters.find(static_cast<char>(std::toupper(static_cast<unsigned char>(letter))));
        if (bit == letters.npos) return std::nullopt;
        const auto mask = static_cast<std::uint8_t>(1U << bit);
        chunk.mask |= mask;
        if (std::isupper(static_cast<unsigned char>(letter)) != 0) chunk.set |= mask;
    }
    return chunk;
}

} // namespace rulec::ipt
