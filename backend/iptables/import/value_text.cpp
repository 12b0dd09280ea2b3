// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/import/value_text.h"

#include "compiler/catalog/print_value.h"
#include "compiler/catalog/well_known_names.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace rulec::ipt {

std::string address_text(BytesView octets) {
    char text[INET6_ADDRSTRLEN] = {};
    inet_ntop(octets.size() == 4 ? AF_INET : AF_INET6, octets.data(), text, sizeof text);
    return text;
}

std::string range_text(const AddressRange& range) {
    if (range.first == range.last) return address_text(range.first);
    return fmt::format("{}-{}", address_text(range.first), address_text(range.last));
}

std::string range_text(const NumberRange& range) {
    if (range.first == range.last) return fmt::to_string(range.first);
    return fmt::format("{}-{}", range.first, range.last);
}

std::optional<std::size_t> prefix_len(BytesView mask) {
    for (std::size_t len = 0; len <= mask.size() * 8; ++len) {
        if (prefix_mask(len, mask.size()) == mask) return len;
    }
    return std::nullopt;
}

std::string hex_text(std::uint64_t number) {
    return fmt::format("{:#x}", number);
}

std::string symbol_text(catalog::TypeId type, std::uint64_t number) {
    return catalog::print_value(catalog::type(type), 8, big_endian(number, 1));
}

std::string protocol_text(std::uint64_t number) {
    const std::string_view name = catalog::protocol_name(static_cast<std::uint8_t>(number));
    return name.empty() || number > 255 ? fmt::to_string(number) : std::string(name);
}

std::string protocols_text(std::span<const std::uint64_t> numbers) {
    std::vector<std::string> names;
    for (const std::uint64_t number : numbers)
        names.push_back(protocol_text(number));
    return braced(names);
}

std::string braced(const std::vector<std::string>& values) {
    if (values.size() == 1) return values[0];
    return fmt::format("{{ {} }}", fmt::join(values, ", "));
}

std::string joined(const Words& words) {
    std::vector<std::string_view> all;
    for (const Word* word : words.words)
        all.push_back(word->rules);
    return fmt::format("{}", fmt::join(all, ","));
}

} // namespace rulec::ipt
