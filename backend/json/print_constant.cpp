// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/json/print_constant.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace rulec::json {
namespace {

using catalog::Notation;
using catalog::TypeId;
using catalog::ValueStyle;
using model::KeyPart;

// JSON integers of libnftables are signed and 64 bits wide; what is larger is a string that it reads as a number.
Json print_number(BytesView bytes) {
    const std::size_t first = std::min(bytes.find_first_not_of(static_cast<unsigned char>(0)), bytes.size());
    const BytesView digits = bytes.substr(first);
    if (digits.size() > sizeof(std::uint64_t)) return "0x" + to_hex(bytes);
    const std::uint64_t number = from_big_endian(digits);
    if (number > std::numeric_limits<std::int64_t>::max()) return "0x" + to_hex(bytes);
    return number;
}

// libnftables wants exactly two operands: a | b | c is ((a | b) | c).
Json join_flags(const std::vector<Json>& flags, ValueStyle style) {
    if (flags.size() == 1) return flags.front();
    if (style == ValueStyle::list) return flags;
    Json all = flags.front();
    for (std::size_t i = 1; i < flags.size(); ++i) {
        Json operands = Json::array({std::move(all), flags[i]});
        all = Json::object({{"|", std::move(operands)}});
    }
    return all;
}

std::string_view symbol_of(const catalog::DataType& type, std::uint64_t number) {
    const auto row = std::ranges::find(type.symbols, number, &catalog::Symbol::value);
    return row == type.symbols.end() ? std::string_view() : row->name;
}

// Names of routing realms and device groups are files of the machine that loads the JSON: the number is safe.
Json print_symbol(const KeyPart& part, BytesView bytes, ValueStyle style) {
    const catalog::DataType& type = *part.type;
    const bool named = type.id != TypeId::realm && type.id != TypeId::devgroup;
    if (bytes.size() > sizeof(std::uint64_t) || !named) return print_number(bytes);
    const std::uint64_t number = from_big_endian(bytes);
    if (const auto name = symbol_of(type, number); !name.empty()) return name;
    if (!type.bitmask || number == 0) return print_number(bytes);
    std::vector<Json> flags;
    for (std::uint64_t left = number; left != 0; left &= left - 1) {
        const std::string_view name = symbol_of(type, left & (~left + 1));
        if (name.empty()) return print_number(bytes);
        flags.emplace_back(name);
    }
    return join_flags(flags, style);
}

// The numbers of the bits that are set.
Json print_bits(BytesView bytes, ValueStyle style) {
    std::vector<Json> bits;
    for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
        if ((bytes[bytes.size() - 1 - bit / 8] >> (bit % 8) & 1) != 0) bits.emplace_back(bit);
    }
    return bits.empty() ? Json(0) : join_flags(bits, style);
}

// As in text: a star at the end is a wildcard unless a backslash stands before it.
Json print_string(BytesView bytes, std::string_view star) {
    const BytesView used = bytes.substr(0, std::min(bytes.find(static_cast<unsigned char>(0)), bytes.size()));
    std::string text(used.begin(), used.end());
    if (star.empty() && text.ends_with('*')) text.insert(text.size() - 1, 1, '\\');
    return text.append(star);
}

Json print_host_name(const Context& context, const KeyPart& part, BytesView bytes) {
    const auto kind = model::host_name_kind(*part.type);
    const std::string* name = kind ? context.ruleset.host_names.find(*kind, from_big_endian(bytes)) : nullptr;
    return name != nullptr ? Json(*name) : print_number(bytes);
}

// Whole seconds, as nft prints them; else with a unit.
Json print_duration(std::uint64_t ms) {
    if (ms % 1000 == 0) return ms / 1000;
    return catalog::print_duration_ms(ms);
}

Json print_boolean(BytesView bytes) {
    const std::uint64_t number = from_big_endian(bytes);
    return number > 1 ? Json(number) : Json(number == 1);
}

// The text of a symbol, a protocol...: a number if it is written as one.
Json print_protocol(const KeyPart& part, BytesView bytes) {
    const std::string text = catalog::print_value(*part.type, part.bit_len, bytes);
    const bool number = text.find_first_not_of("0123456789") == std::string::npos;
    return number ? print_number(bytes) : Json(text);
}

// Is [low, high] all values that begin with the same bits? Then how many bits those are.
std::optional<std::uint32_t> prefix_len(const KeyPart& part, BytesView low, BytesView high) {
    const Bytes differ = bit_xor(low, high);
    std::uint32_t ones = 0;
    for (const unsigned char octet : differ)
        ones += static_cast<std::uint32_t>(std::popcount(octet));
    const bool aligned = differ == low_bits(ones, low.size()) && bit_and(low, differ) == Bytes(low.size(), 0);
    return aligned ? std::optional(part.bit_len - ones) : std::nullopt;
}

} // namespace

Json print_constant(const Context& context, const KeyPart& part, BytesView bytes, ValueStyle style) {
    constexpr std::uint64_t kSecond_ns = 1'000'000'000;
    switch (part.type->notation) {
    case Notation::number:
    case Notation::day:
    case Notation::verdict: return print_symbol(part, bytes, style);
    case Notation::interface:
    case Notation::user:
    case Notation::group:
    case Notation::cgroup: return print_host_name(context, part, bytes);
    case Notation::service:
    case Notation::hour: return print_number(bytes); // of UTC: the same in every time zone
    case Notation::date: return from_big_endian(bytes) / kSecond_ns;
    case Notation::time: return print_duration(from_big_endian(bytes));
    case Notation::boolean: return print_boolean(bytes);
    case Notation::bit: return print_bits(bytes, style);
    case Notation::string: return print_string(bytes, "");
    case Notation::protocol: return print_protocol(part, bytes);
    case Notation::address4:
    case Notation::address6:
    case Notation::mac:
    case Notation::classid: return catalog::print_value(*part.type, part.bit_len, bytes);
    }
    return print_number(bytes);
}

Json print_prefix(const Context& context, const KeyPart& part, BytesView base, std::uint32_t len) {
    if (part.type->notation == Notation::string) return print_string(base.substr(0, len / 8), "*");
    return {{"prefix", {{"addr", print_constant(context, part, base)}, {"len", len}}}};
}

Json print_range(const Context& context, const KeyPart& part, BytesView low, BytesView high) {
    if (low == high) return print_constant(context, part, low);
    if (part.type->notation == Notation::string || catalog::ranges_are_prefixes(*part.type)) {
        if (const auto len = prefix_len(part, low, high)) return print_prefix(context, part, low, *len);
    }
    Json ends = Json::array({print_constant(context, part, low), print_constant(context, part, high)});
    return Json::object({{"range", std::move(ends)}});
}

Json print_key(const Context& context, const std::vector<KeyPart>& parts, BytesView low, BytesView high) {
    if (parts.size() == 1) return print_range(context, parts[0], low, high);
    Json all = Json::array();
    for (const KeyPart& part : parts) {
        const std::size_t len = (part.bit_len + 7) / 8;
        all.push_back(print_range(context, part, low.substr(0, len), high.substr(0, len)));
        low.remove_prefix(model::padded_len(part));
        high.remove_prefix(model::padded_len(part));
    }
    return Json::object({{"concat", std::move(all)}});
}

} // namespace rulec::json
