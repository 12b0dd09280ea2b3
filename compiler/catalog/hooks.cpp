// SPDX-License-Identifier: GPL-2.0-or-later
// Seen by loading a chain for each family, hook, type and priority name, on Linux 6.18 with nft 1.0.6.
#include "compiler/catalog/hooks.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace rulec::catalog {
namespace {

struct FamilyRow {
    Family family;
    std::string_view name;
};

constexpr FamilyRow kFamilies[] = {
    {Family::inet, "inet"},     {Family::ip, "ip"},         {Family::arp, "arp"},
    {Family::netdev, "netdev"}, {Family::bridge, "bridge"}, {Family::ip6, "ip6"},
};

// At the index of the enumerator.
constexpr std::string_view kChainTypes[] = {"filter", "nat", "route"};
constexpr std::string_view kHooks[] = {"prerouting",  "input",   "forward", "output",
                                       "postrouting", "ingress", "egress"};

constexpr unsigned F = 1U << static_cast<unsigned>(ChainType::filter);
constexpr unsigned N = 1U << static_cast<unsigned>(ChainType::nat);
constexpr unsigned R = 1U << static_cast<unsigned>(ChainType::route);

struct HookRow {
    Family family;
    Hook hook;
    std::uint32_t number;     // NF_INET_*, NF_ARP_*, NF_BR_*, NF_NETDEV_*
    unsigned chain_types;     // bits: which may hang here
    KernelVersion since = {}; // the first kernel that has it; of nat in inet see chain_since()
};

// clang-format off
constexpr HookRow kHookRows[] = {
    // family        hook               number types
    {Family::ip,     Hook::prerouting,  0,     F | N},
    {Family::ip,     Hook::input,       1,     F | N},
    {Family::ip,     Hook::forward,     2,     F},
    {Family::ip,     Hook::output,      3,     F | N | R},
    {Family::ip,     Hook::postrouting, 4,     F | N},
    {Family::ip6,    Hook::prerouting,  0,     F | N},
    {Family::ip6,    Hook::input,       1,     F | N},
    {Family::ip6,    Hook::forward,     2,     F},
    {Family::ip6,    Hook::output,      3,     F | N | R},
    {Family::ip6,    Hook::postrouting, 4,     F | N},
    {Family::inet,   Hook::prerouting,  0,     F | N},
    {Family::inet,   Hook::input,       1,     F | N},
    {Family::inet,   Hook::forward,     2,     F},
    {Family::inet,   Hook::output,      3,     F | N | R},
    {Family::inet,   Hook::postrouting, 4,     F | N},
    {Family::inet,   Hook::ingress,     5,     F, {5, 10}},
    {Family::arp,    Hook::input,       0,     F},
    {Family::arp,    Hook::output,      1,     F},
    {Family::bridge, Hook::prerouting,  0,     F},
    {Family::bridge, Hook::input,       1,     F},
    {Family::bridge, Hook::forward,     2,     F},
    {Family::bridge, Hook::output,      3,     F},
    {Family::bridge, Hook::postrouting, 4,     F},
    {Family::netdev, Hook::ingress,     0,     F},
    {Family::netdev, Hook::egress,      1,     F, {5, 16}},
};
// clang-format on

const HookRow* find_row(Family family, Hook hook) {
    const auto* row =
        std::ranges::find_if(kHookRows, [&](const HookRow& r) { return r.family == family && r.hook == hook; });
    return row == std::end(kHookRows) ? nullptr : row;
}

constexpr unsigned at(Hook hook) {
    return 1U << static_cast<unsigned>(hook);
}
constexpr unsigned kAnyHook = ~0U;

struct PriorityRow {
    std::string_view name;
    std::int32_t value; // NF_IP_PRI_*, NF_BR_PRI_*
    unsigned hooks;     // bits: where the name is known
};

constexpr PriorityRow kInternetPriorities[] = {
    {"raw", -300, kAnyHook}, {"mangle", -150, kAnyHook}, {"dstnat", -100, at(Hook::prerouting)},
    {"filter", 0, kAnyHook}, {"security", 50, kAnyHook}, {"srcnat", 100, at(Hook::postrouting)},
};

constexpr PriorityRow kBridgePriorities[] = {
    {"dstnat", -300, at(Hook::prerouting)},
    {"filter", -200, kAnyHook},
    {"out", 100, at(Hook::output)},
    {"srcnat", 300, at(Hook::postrouting)},
};

constexpr PriorityRow kFilterOnly[] = {{"filter", 0, kAnyHook}};

std::span<const PriorityRow> priorities(Family family) {
    switch (family) {
    case Family::ip:
    case Family::ip6:
    case Family::inet: return kInternetPriorities;
    case Family::bridge: return kBridgePriorities;
    case Family::arp:
    case Family::netdev: return kFilterOnly;
    }
    return {};
}

template <const auto& Rows>
constexpr auto kNames = [] {
    std::array<std::string_view, std::size(Rows)> names;
    std::ranges::transform(Rows, names.begin(), &PriorityRow::name);
    return names;
}();

template <class Enum, std::size_t N>
std::optional<Enum> find_name(const std::string_view (&names)[N], std::string_view name) {
    const auto* it = std::ranges::find(names, name);
    if (it == std::end(names)) return std::nullopt;
    return static_cast<Enum>(it - std::begin(names));
}

} // namespace

std::optional<Family> find_family(std::string_view name) {
    const auto* row = std::ranges::find(kFamilies, name, &FamilyRow::name);
    if (row == std::end(kFamilies)) return std::nullopt;
    return row->family;
}

std::string_view name(Family family) {
    return std::ranges::find(kFamilies, family, &FamilyRow::family)->name;
}

std::optional<ChainType> find_chain_type(std::string_view name) {
    return find_name<ChainType>(kChainTypes, name);
}
std::string_view name(ChainType type) {
    return kChainTypes[static_cast<std::size_t>(type)];
}

std::optional<Hook> find_hook(std::string_view name) {
    return find_name<Hook>(kHooks, name);
}
std::string_view name(Hook hook) {
    return kHooks[static_cast<std::size_t>(hook)];
}

std::span<const std::string_view> hook_names() {
    return kHooks;
}
std::span<const std::string_view> chain_type_names() {
    return kChainTypes;
}

std::optional<std::uint32_t> hook_number(Family family, Hook hook) {
    const HookRow* row = find_row(family, hook);
    if (row == nullptr) return std::nullopt;
    return row->number;
}

bool chain_type_fits(Family family, ChainType type, Hook hook) {
    const HookRow* row = find_row(family, hook);
    return row != nullptr && (row->chain_types & (1U << static_cast<unsigned>(type))) != 0;
}

KernelVersion chain_since(Family family, ChainType type, Hook hook) {
    constexpr KernelVersion kInetNat = {5, 2}; // nft(8), NAT STATEMENTS
    if (family == Family::inet && type == ChainType::nat) return kInetNat;
    const HookRow* row = find_row(family, hook);
    return row == nullptr ? KernelVersion{} : row->since;
}

std::optional<std::int32_t> priority_value(Family family, Hook hook, std::string_view name) {
    for (const PriorityRow& row : priorities(family))
        if (row.name == name && (row.hooks & at(hook)) != 0) return row.value;
    return std::nullopt;
}

std::span<const std::string_view> priority_names(Family family) {
    switch (family) {
    case Family::ip:
    case Family::ip6:
    case Family::inet: return kNames<kInternetPriorities>;
    case Family::bridge: return kNames<kBridgePriorities>;
    case Family::arp:
    case Family::netdev: return kNames<kFilterOnly>;
    }
    return {};
}

bool needs_devices(Family family, Hook hook) {
    return family == Family::netdev || hook == Hook::ingress || hook == Hook::egress;
}

} // namespace rulec::catalog
