// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/catalog/datatype.h"
#include "compiler/catalog/parse_literal.h"

#include <charconv>
#include <ctime>
#include <string>

namespace rulec::catalog {
namespace {

struct TimeUnit {
    std::string_view name;
    std::uint64_t ms;
};

// "ms" before "m": the longer unit is tried first.
constexpr TimeUnit kUnits[] = {{"ms", 1}, {"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}};

const TimeUnit* unit_at(std::string_view text) {
    for (const TimeUnit& unit : kUnits)
        if (text.starts_with(unit.name)) return &unit;
    return nullptr;
}

std::optional<std::uint64_t> scaled(std::uint64_t count, std::uint64_t factor) {
    std::uint64_t product = 0;
    if (__builtin_mul_overflow(count, factor, &product)) return std::nullopt;
    return product;
}

// The digits at the front of `text`, which they leave.
std::optional<std::uint64_t> take_number(std::string_view& text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{}) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

bool is_decimal(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
}

// What strptime left of `text`; null if it did not match. `out` then holds the fields.
const char* read_time(const std::string& text, const char* format, std::tm& out) {
    out = {};
    return strptime(text.c_str(), format, &out);
}

} // namespace

std::int64_t utc_offset_s(std::time_t when) {
    std::tm local{};
    localtime_r(&when, &local);
    return local.tm_gmtoff;
}

std::optional<std::uint64_t> parse_duration_ms(std::string_view text) {
    std::uint64_t total = 0;
    bool first = true;
    while (first || !text.empty()) {
        const auto count = take_number(text);
        if (!count) return std::nullopt;
        if (first && text.empty()) return scaled(*count, 1000);
        const TimeUnit* unit = unit_at(text);
        if (unit == nullptr) return std::nullopt;
        text.remove_prefix(unit->name.size());
        const auto part = scaled(*count, unit->ms);
        if (!part || __builtin_add_overflow(total, *part, &total)) return std::nullopt;
        first = false;
    }
    return total;
}

std::optional<std::uint64_t> parse_hour_s(std::string_view text) {
    const std::string terminated(text);
    std::tm time{};
    const char* rest = read_time(terminated, "%T", time);
    if (rest == nullptr) rest = read_time(terminated, "%R", time);
    if (rest == nullptr || *rest != '\0') return std::nullopt;
    constexpr std::int64_t kDay = 86'400;
    const std::int64_t local = time.tm_hour * 3600 + time.tm_min * 60 + time.tm_sec;
    return static_cast<std::uint64_t>((local - utc_offset_s(std::time(nullptr)) + kDay) % kDay);
}

std::optional<std::uint64_t> parse_date_ns(std::string_view text) {
    constexpr std::uint64_t kSecond = 1'000'000'000;
    if (is_decimal(text)) {
        const auto seconds = take_number(text);
        return seconds ? scaled(*seconds, kSecond) : std::nullopt;
    }
    const std::string terminated(text);
    std::tm time{};
    for (const char* format : {"%F %T", "%F %R", "%F"}) {
        if (read_time(terminated, format, time) == nullptr) continue;
        const std::time_t as_utc = timegm(&time);
        return static_cast<std::uint64_t>(as_utc - utc_offset_s(as_utc)) * kSecond;
    }
    return std::nullopt;
}

} // namespace rulec::catalog
