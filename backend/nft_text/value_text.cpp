// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft_text/value_text.h"

#include <algorithm>

#include <fmt/format.h>

namespace rulec::nft_text {
namespace {

using catalog::Notation;
using model::KeyPart;

// How many leading bits all values from `low` to `high` share, if these are all values that share them.
std::optional<std::uint32_t> prefix_len(std::uint32_t bit_len, BytesView low, BytesView high) {
    const Bytes differing = bit_xor(low, high);
    const auto octet = std::ranges::find_if(differing, [](unsigned char o) { return o != 0; });
    if (octet == differing.end()) return bit_len;
    const auto index = static_cast<std::uint32_t>(octet - differing.begin());
    const auto unused = static_cast<std::uint32_t>(8 * low.size()) - bit_len;
    const auto len = 8 * index + static_cast<std::uint32_t>(std::countl_zero(*octet));
    const Bytes host_bits = low_bits(8 * low.size() - len, low.size());
    if (differing != host_bits || bit_and(low, host_bits) != Bytes(low.size(), 0)) return std::nullopt;
    return len - unused;
}

// A name that begins with `text`. A backslash before the star would take its meaning away.
std::string wildcard_text(const Context& context, BytesView text) {
    return quoted(context, std::string(text.begin(), text.end()) + "*");
}

} // namespace

std::string constant_text(const Context& context, const KeyPart& part, BytesView bytes, catalog::ValueStyle style) {
    if (const auto kind = model::host_name_kind(*part.type)) {
        const std::string* name = context.ruleset.host_names.find(*kind, from_big_endian(bytes));
        if (name != nullptr) return quoted(context, *name);
    }
    if (part.type->notation == Notation::string && bytes.find(static_cast<unsigned char>('"')) != bytes.npos)
        context.fail("a string with a quote in it");
    return catalog::print_value(*part.type, part.bit_len, bytes, style);
}

std::string prefix_text(const Context& context, const KeyPart& part, const model::Prefix& prefix) {
    if (part.type->notation == Notation::string)
        return wildcard_text(context, BytesView(prefix.base).substr(0, prefix.len / 8));
    const std::string base = constant_text(context, part, prefix.base);
    return prefix.len == part.bit_len ? base : fmt::format("{}/{}", base, prefix.len);
}

std::string range_text(const Context& context, const KeyPart& part, BytesView low, BytesView high) {
    constexpr auto kStyle = catalog::ValueStyle::number;
    return fmt::format("{}-{}", constant_text(context, part, low, kStyle),
                       constant_text(context, part, high, kStyle));
}

std::string interval_text(const Context& context, const KeyPart& part, BytesView low, BytesView high) {
    if (low == high) return constant_text(context, part, low);
    const bool is_string = part.type->notation == Notation::string;
    if (is_string || catalog::ranges_are_prefixes(*part.type)) {
        if (const auto len = prefix_len(part.bit_len, low, high)) {
            return prefix_text(context, part, {Bytes(low), *len});
        }
    }
    return range_text(context, part, low, high);
}

std::string key_text(const Context& context, const std::vector<KeyPart>& parts, BytesView low, BytesView high) {
    if (parts.size() == 1) return interval_text(context, parts[0], low, high);
    std::string text;
    for (const KeyPart& part : parts) {
        const std::size_t len = (part.bit_len + 7) / 8;
        if (!text.empty()) text += " . ";
        text += interval_text(context, part, low.substr(0, len), high.substr(0, len));
        low.remove_prefix(std::min<std::size_t>(model::padded_len(part), low.size()));
        high.remove_prefix(std::min<std::size_t>(model::padded_len(part), high.size()));
    }
    return text;
}

} // namespace rulec::nft_text
