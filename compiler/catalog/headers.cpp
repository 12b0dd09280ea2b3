// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/catalog/field.h"
#include "compiler/catalog/name_index.h"
#include "compiler/catalog/rows/all_headers.h"

#include <algorithm>
#include <iterator>

namespace rulec::catalog {
namespace {

using rows::kHeaders;

constexpr std::uint32_t hash_header(HeaderKind kind, std::string_view name) {
    return hash_name(name, 1 + static_cast<std::uint32_t>(kind));
}

constexpr auto kIndex = [] {
    NameIndex<256> index;
    for (std::size_t i = 0; i < std::size(kHeaders); ++i)
        index.add(hash_header(kHeaders[i].kind, kHeaders[i].name), i);
    return index;
}();
static_assert(std::size(kHeaders) <= 128, "kIndex wants more slots");

} // namespace

const Header* find_header(HeaderKind kind, std::string_view name) {
    const auto row = kIndex.find(hash_header(kind, name), [&](std::uint16_t i) {
        return kHeaders[i].kind == kind && kHeaders[i].name == name;
    });
    return row == kIndex.kEmpty ? nullptr : &kHeaders[row];
}

const Header* find_header(HeaderKind kind, std::uint32_t number) {
    const auto* row =
        std::ranges::find_if(kHeaders, [&](const Header& h) { return h.kind == kind && h.number == number; });
    return row == std::end(kHeaders) ? nullptr : row;
}

const Field* find_field(const Header& header, std::string_view name) {
    const auto row = std::ranges::find(header.fields, name, &Field::name);
    return row == header.fields.end() ? nullptr : &*row;
}

std::span<const Header> all_headers() {
    return kHeaders;
}

} // namespace rulec::catalog
