// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/places.h"

#include <algorithm>
#include <array>

namespace rulec::ipt {
namespace {

constexpr auto kPlaces = std::to_array<Place>({
    {"raw", "PREROUTING", "filter", "prerouting", "raw"},
    {"raw", "OUTPUT", "filter", "output", "raw"},
    {"mangle", "PREROUTING", "filter", "prerouting", "mangle"},
    {"mangle", "INPUT", "filter", "input", "mangle"},
    {"mangle", "FORWARD", "filter", "forward", "mangle"},
    {"mangle", "OUTPUT", "route", "output", "mangle"},
    {"mangle", "POSTROUTING", "filter", "postrouting", "mangle"},
    {"nat", "PREROUTING", "nat", "prerouting", "dstnat"},
    {"nat", "INPUT", "nat", "input", "100"}, // nft has the name srcnat in postrouting only
    {"nat", "OUTPUT", "nat", "output", "-100"},
    {"nat", "POSTROUTING", "nat", "postrouting", "srcnat"},
    {"filter", "INPUT", "filter", "input", "filter"},
    {"filter", "FORWARD", "filter", "forward", "filter"},
    {"filter", "OUTPUT", "filter", "output", "filter"},
    {"security", "INPUT", "filter", "input", "security"},
    {"security", "FORWARD", "filter", "forward", "security"},
    {"security", "OUTPUT", "filter", "output", "security"},
});

} // namespace

std::span<const Place> places() {
    return kPlaces;
}

const Place* find_place(std::string_view table, std::string_view chain) {
    const auto* found = std::ranges::find_if(
        kPlaces, [&](const Place& place) { return place.table == table && place.chain == chain; });
    return found == kPlaces.end() ? nullptr : found;
}

bool is_table(std::string_view table) {
    return std::ranges::any_of(kPlaces, [&](const Place& place) { return place.table == table; });
}

} // namespace rulec::ipt
