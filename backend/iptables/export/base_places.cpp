// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/export/base_places.h"

#include <array>

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

using catalog::ChainType;
using catalog::Hook;

struct Band {
    ChainType type;
    Hook hook;
    std::int32_t first, last; // priorities
    BasePlace place;
};

constexpr std::int32_t kLowest = -2147483647 - 1, kHighest = 2147483647;

// The kernel calls all chains of type nat at the priority of its own hook, in the order of theirs.
constexpr auto kBands = std::to_array<Band>({
    {ChainType::filter, Hook::prerouting, -399, -201, {"raw", "PREROUTING"}},
    {ChainType::filter, Hook::prerouting, -199, -101, {"mangle", "PREROUTING"}},
    {ChainType::nat, Hook::prerouting, kLowest, kHighest, {"nat", "PREROUTING"}},
    {ChainType::filter, Hook::input, kLowest, -100, {"mangle", "INPUT"}},
    {ChainType::filter, Hook::input, -99, 49, {"filter", "INPUT"}},
    {ChainType::filter, Hook::input, 50, 99, {"security", "INPUT"}},
    {ChainType::nat, Hook::input, kLowest, kHighest, {"nat", "INPUT"}},
    {ChainType::filter, Hook::forward, kLowest, -100, {"mangle", "FORWARD"}},
    {ChainType::filter, Hook::forward, -99, 49, {"filter", "FORWARD"}},
    {ChainType::filter, Hook::forward, 50, kHighest, {"security", "FORWARD"}},
    {ChainType::filter, Hook::output, -399, -201, {"raw", "OUTPUT"}},
    {ChainType::route, Hook::output, -199, -101, {"mangle", "OUTPUT"}},
    {ChainType::filter, Hook::output, -99, 49, {"filter", "OUTPUT"}},
    {ChainType::filter, Hook::output, 50, kHighest, {"security", "OUTPUT"}},
    {ChainType::nat, Hook::output, kLowest, kHighest, {"nat", "OUTPUT"}},
    {ChainType::filter, Hook::postrouting, kLowest, 99, {"mangle", "POSTROUTING"}},
    {ChainType::nat, Hook::postrouting, kLowest, kHighest, {"nat", "POSTROUTING"}},
});

std::string bands_of(ChainType type, Hook hook) {
    std::string text;
    for (const Band& band : kBands) {
        if (band.type != type || band.hook != hook) continue;
        const std::string first = band.first == kLowest ? "" : fmt::to_string(band.first);
        const std::string last = band.last == kHighest ? "" : fmt::to_string(band.last);
        text += fmt::format("{}{} for priorities from {} to {}", text.empty() ? "" : ", ", band.place.table,
                            first.empty() ? "any" : first, last.empty() ? "any" : last);
    }
    return text;
}

} // namespace

std::optional<BasePlace> place_of(const Context& context, const model::BaseChain& base) {
    for (const Band& band : kBands) {
        if (band.type == base.type && band.hook == base.hook && band.first <= base.priority &&
            base.priority <= band.last)
            return band.place;
    }
    const std::string what = fmt::format("a chain of type {} in hook {} at priority {}: it has no table there",
                                         catalog::name(base.type), catalog::name(base.hook), base.priority);
    const std::string bands = bands_of(base.type, base.hook);
    return context.cannot_say(what, bands.empty() ? "" : fmt::format("its tables in this hook: {}", bands));
}

} // namespace rulec::ipt
