// SPDX-License-Identifier: GPL-2.0-or-later
// The rows against `nft describe`: names of types, lengths and symbols.
#include "compiler/support/bytes.h"
#include "tests/unit/catalog/run_nft.h"
#include "tests/unit/catalog/selector_text.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace rulec;
using namespace rulec::catalog;

namespace {

// nft calls the type of `meta time` by the name of durations, too.
std::string_view nft_name(const DataType& type) {
    return type.id == TypeId::date ? "time" : type.name;
}

std::string length_text(const DataType& type, std::uint32_t bit_len) {
    if (type.notation == Notation::string) return fmt::format("{} characters", bit_len / 8);
    return fmt::format("{} bits", bit_len);
}

// What `describe` says after this selector or type, up to the end of the output.
std::vector<std::string> describe(std::string_view what) {
    std::istringstream lines(run_with_file("nft -f", fmt::format("describe {}\n", what)).value_or(""));
    std::vector<std::string> all;
    for (std::string line; std::getline(lines, line);)
        all.push_back(line);
    return all;
}

// Types whose word means something else to `describe` are asked by a field that has them.
std::string_view word_to_describe(const DataType& type) {
    switch (type.id) {
    case TypeId::ecn: return "ip ecn";
    case TypeId::ct_event: return "ct event";
    default: return type.name;
    }
}

// nft prints hex constants of network order types as a little-endian machine holds them.
std::uint64_t value_of_line(const DataType& type, const std::string& text) {
    const std::uint64_t value = std::stoull(text, nullptr, 0);
    const bool swapped = text.starts_with("0x") && type.order == ByteOrder::network && type.bit_len == 16;
    return swapped ? from_big_endian(reversed(big_endian(value, 2))) : value;
}

std::map<std::string, std::uint64_t> described_symbols(const DataType& type) {
    std::map<std::string, std::uint64_t> symbols;
    for (const std::string& line : describe(word_to_describe(type))) {
        std::istringstream words(line);
        std::string name, value, more;
        if (line.starts_with('\t') && words >> name >> value && !(words >> more))
            symbols[name] = value_of_line(type, value);
    }
    return symbols;
}

} // namespace

TEST_CASE("nft describes every field with our type and length") {
    if (!have_reference_nft()) return;
    for (const Header& header : all_headers())
        for (const Field& field : header.fields) {
            const std::string selector = selector_text(header, field);
            if (selector.empty()) continue;
            const auto lines = describe(selector);
            REQUIRE_FALSE(lines.empty());
            CAPTURE(selector);
            CAPTURE(lines[0]);
            const DataType& field_type = type(field.type);
            CHECK(lines[0].find(fmt::format("datatype {} (", nft_name(field_type))) != std::string::npos);
            CHECK(lines[0].ends_with(", " + length_text(field_type, field.bit_len)));
        }
}

TEST_CASE("nft describes every type with our symbols") {
    if (!have_reference_nft()) return;
    for (const DataType& row : all_types()) {
        if (row.symbols.empty()) continue;
        // Named in files of the machine, or not listed by nft at all.
        if (row.id == TypeId::realm || row.id == TypeId::devgroup || row.id == TypeId::classid) continue;
        std::map<std::string, std::uint64_t> ours;
        for (const Symbol& symbol : row.symbols)
            ours[std::string(symbol.name)] = symbol.value;
        CAPTURE(row.name);
        CHECK(described_symbols(row) == ours);
    }
}
