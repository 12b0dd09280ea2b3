// SPDX-License-Identifier: GPL-2.0-or-later
// Targets that translate addresses and ports.
#include "backend/iptables/export/action_step.h"
#include "backend/iptables/export/field_tests.h"

#include <array>

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

struct KindRow {
    model::NatKind kind;
    std::string_view target, option;
};
constexpr auto kKinds = std::to_array<KindRow>({
    {model::NatKind::snat, "SNAT", "to-source"},
    {model::NatKind::dnat, "DNAT", "to-destination"},
    {model::NatKind::masquerade, "MASQUERADE", "to-ports"},
    {model::NatKind::redirect, "REDIRECT", "to-ports"},
});
constexpr std::uint32_t kRandom = 4, kPersistent = 8, kFullyRandom = 16, kNetmap = 64; // NF_NAT_RANGE_*

struct FlagRow {
    std::uint32_t bit;
    std::string_view option;
};
constexpr auto kFlags = std::to_array<FlagRow>({
    {kRandom, "random"},
    {kFullyRandom, "random-fully"},
    {kPersistent, "persistent"},
});

const KindRow& row_of(model::NatKind kind) {
    return kKinds[static_cast<std::size_t>(kind)];
}

std::optional<Effect> effect(const Context& context, const model::Nat& nat, NatTarget to) {
    const KindRow& row = row_of(nat.kind);
    Extension target = context.target((nat.flags & kNetmap) != 0 ? "NETMAP" : row.target);
    if (!fits_table(context, target)) return std::nullopt;
    if (to.ports && !context.protocol)
        return context.cannot_say("ports of any protocol", "match the protocol in the rule");
    if ((nat.flags & kNetmap) != 0) {
        const Bytes mask = bit_not(bit_xor(to.addresses->first, to.addresses->last));
        target.options.push_back(context.option(target, "to", Address{to.addresses->first, mask}));
        return Effect{std::move(target), true};
    }
    if (to.addresses || to.ports) target.options.push_back(context.option(target, row.option, to));
    for (const FlagRow& flag : kFlags) {
        if ((nat.flags & flag.bit) == 0) continue;
        if (find_option(*target.row, flag.option) == nullptr)
            return context.cannot_say(fmt::format("{} with {}", row.target, flag.option));
        target.options.push_back(context.option(target, flag.option));
    }
    return Effect{std::move(target), true};
}

std::optional<NatTarget> constant_target(const model::Nat& nat) {
    NatTarget to;
    const bool computed = (nat.address_low && constant(nat.address_low) == nullptr) ||
                          (nat.port_low && constant(nat.port_low) == nullptr);
    if (computed) return std::nullopt;
    if (const Bytes* low = constant(nat.address_low)) {
        const Bytes* high = constant(nat.address_high);
        to.addresses = AddressRange{*low, high != nullptr ? *high : *low};
    }
    if (const Bytes* low = constant(nat.port_low)) {
        const Bytes* high = constant(nat.port_high);
        to.ports = NumberRange{from_big_endian(*low), from_big_endian(high != nullptr ? *high : *low)};
    }
    return to;
}

// The data of an element: address [. port], or twice that.
NatTarget target_of_data(const model::Nat& nat, BytesView data, std::size_t address_len, bool has_address) {
    NatTarget to;
    const std::size_t port_at = has_address ? (address_len + 3) / 4 * 4 : 0;
    const std::size_t part = nat.map_gives_port && has_address ? port_at + 4 : has_address ? address_len : 2;
    const std::size_t second = nat.map_gives_range ? part : 0;
    if (has_address)
        to.addresses = AddressRange{Bytes(data.substr(0, address_len)), Bytes(data.substr(second, address_len))};
    if (nat.map_gives_port || !has_address)
        to.ports =
            NumberRange{from_big_endian(data.substr(port_at, 2)), from_big_endian(data.substr(second + port_at, 2))};
    return to;
}

std::optional<Step> mapped_step(const Context& context, const model::Nat& nat, const model::MapGet& get,
                                const NatTarget& fixed, bool has_address) {
    const model::Set& map = context.table.sets[get.map];
    const std::size_t address_len = context.family == Family::ipv4 ? 4 : 16;
    return map_step(context, *get.key, map, [&](std::size_t i) -> std::optional<Step> {
        NatTarget to = target_of_data(nat, map.elements.data_at(i), address_len, has_address);
        if (!to.addresses) to.addresses = fixed.addresses;
        if (!to.ports) to.ports = fixed.ports;
        auto done = effect(context, nat, to);
        if (!done) return std::nullopt;
        return do_this(std::move(done->target), true);
    });
}

const model::MapGet* map_of(const OptionalBox<model::Value>& value) {
    return value ? std::get_if<model::MapGet>(&value->node) : nullptr;
}

} // namespace

// In a table of both families the kernel passes over `snat ip` for packets that are not IPv4.
std::optional<Step> nat_step(const Context& context, const model::Nat& nat) {
    constexpr std::uint8_t kIpv4 = 2, kIpv6 = 10; // NFPROTO_*
    const bool names_family = nat.kind == model::NatKind::snat || nat.kind == model::NatKind::dnat;
    if (names_family && nat.family == (context.family == Family::ipv4 ? kIpv6 : kIpv4)) return no_packet();
    if (const auto* get = map_of(nat.from_map)) return mapped_step(context, nat, *get, {}, true);
    const auto* address_map = map_of(nat.address_low);
    const auto* port_map = map_of(nat.port_low);
    if (address_map != nullptr && (port_map != nullptr || nat.address_high))
        return context.cannot_say("two maps at once");
    if (address_map != nullptr || port_map != nullptr) {
        model::Nat rest = nat;
        (address_map != nullptr ? rest.address_low : rest.port_low) = {};
        const auto fixed = constant_target(rest);
        if (!fixed) return context.cannot_say("an address that is computed");
        return mapped_step(context, nat, address_map != nullptr ? *address_map : *port_map, *fixed,
                           address_map != nullptr);
    }
    auto to = constant_target(nat);
    if (!to) return context.cannot_say("an address that is computed");
    auto done = effect(context, nat, std::move(*to));
    if (!done) return std::nullopt;
    return do_this(std::move(done->target), true);
}

} // namespace rulec::ipt
