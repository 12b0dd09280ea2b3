// SPDX-License-Identifier: GPL-2.0-or-later
// snat, dnat, masquerade, redirect, tproxy, dup, fwd.
#include "backend/nft/raise/raise_action.h"
#include "backend/nft/raise/raise_value.h"

#include <linux/netfilter.h>
#include <linux/netfilter/nf_nat.h>
#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

using catalog::TypeId;
using model::KeyPart;
using model::Value;
using MaybeRegister = std::optional<Register>;

KeyPart part_of(TypeId id) {
    const catalog::DataType& type = catalog::type(id);
    return {&type, type.bit_len, type.order};
}

KeyPart address_part(std::uint32_t family) {
    return part_of(family == NFPROTO_IPV6 ? TypeId::ipv6_addr : TypeId::ipv4_addr);
}

// Nothing is fine where there is no register.
bool raise_into(const RuleRaiser& rule, MaybeRegister reg, const KeyPart& wanted, OptionalBox<Value>& out) {
    if (!reg) return true;
    out = raise_value(rule, *reg, wanted);
    return out.has_value();
}

// The kernel repeats the lower end where there is no range.
bool raise_range(const RuleRaiser& rule, MaybeRegister min, MaybeRegister max, const KeyPart& wanted,
                 OptionalBox<Value>& low, OptionalBox<Value>& high) {
    const bool is_range = max.has_value() && min.has_value() && *max != *min;
    return raise_into(rule, min, wanted, low) && raise_into(rule, is_range ? max : std::nullopt, wanted, high);
}

// Flags that follow from what else is said.
std::uint32_t written_flags(std::uint32_t flags) {
    return flags & ~std::uint32_t{NF_NAT_RANGE_MAP_IPS | NF_NAT_RANGE_PROTO_SPECIFIED};
}

// The map that gives address, and port if there is one, in one lookup; null if that register was loaded otherwise.
const Value* map_in(const RuleRaiser& rule, const Nat& nat) {
    const Content* content = nat.addr_min ? rule.registers.in(*nat.addr_min) : nullptr;
    const auto* value = content == nullptr ? nullptr : std::get_if<Value>(&content->origin);
    const auto* get = value == nullptr ? nullptr : std::get_if<model::MapGet>(&value->node);
    if (get == nullptr) return nullptr;
    const model::Set& map = rule.table.table.sets[get->map];
    const bool alone = !nat.proto_min || map.data.size() == 2;
    return alone ? value : nullptr;
}

bool raise_translation(RuleRaiser& rule, const Nat& nat, model::Nat& out) {
    if (const Value* value = map_in(rule, nat)) {
        const model::Set& map = rule.table.table.sets[std::get<model::MapGet>(value->node).map];
        out.from_map = *value;
        out.map_gives_port = map.data.size() == 2;
        out.map_gives_range = map.data_interval;
        return true;
    }
    return raise_range(rule, nat.addr_min, nat.addr_max, address_part(nat.family), out.address_low,
                       out.address_high) &&
           raise_range(rule, nat.proto_min, nat.proto_max, part_of(TypeId::inet_service), out.port_low,
                       out.port_high);
}

bool raise_ports(RuleRaiser& rule, model::NatKind kind, MaybeRegister min, MaybeRegister max, std::uint32_t flags) {
    model::Nat out{};
    out.kind = kind;
    out.flags = written_flags(flags);
    if (!raise_range(rule, min, max, part_of(TypeId::inet_service), out.port_low, out.port_high)) return false;
    rule.add(std::move(out));
    return true;
}

} // namespace

bool raise_nat(RuleRaiser& rule, const Nat& nat) {
    model::Nat out{};
    out.kind = nat.type == NFT_NAT_SNAT ? model::NatKind::snat : model::NatKind::dnat;
    out.family = static_cast<std::uint8_t>(nat.family);
    out.flags = written_flags(nat.flags);
    if (!raise_translation(rule, nat, out)) return false;
    rule.add(std::move(out));
    return true;
}

bool raise_masquerade(RuleRaiser& rule, const Masquerade& e) {
    return raise_ports(rule, model::NatKind::masquerade, e.proto_min, e.proto_max, e.flags);
}

bool raise_redirect(RuleRaiser& rule, const Redirect& e) {
    return raise_ports(rule, model::NatKind::redirect, e.proto_min, e.proto_max, e.flags);
}

bool raise_tproxy(RuleRaiser& rule, const Tproxy& tproxy) {
    model::Tproxy out{};
    out.family = static_cast<std::uint8_t>(tproxy.family);
    if (!raise_into(rule, tproxy.addr, address_part(tproxy.family), out.address)) return false;
    if (!raise_into(rule, tproxy.port, part_of(TypeId::inet_service), out.port)) return false;
    rule.add(std::move(out));
    return true;
}

bool raise_dup(RuleRaiser& rule, const Dup& dup) {
    model::Dup out;
    if (!raise_into(rule, dup.addr, address_part(rule.family()), out.address)) return false;
    if (!raise_into(rule, dup.dev, part_of(TypeId::iface_index), out.device)) return false;
    rule.add(std::move(out));
    return true;
}

bool raise_fwd(RuleRaiser& rule, const Fwd& fwd) {
    model::Fwd out;
    out.family = static_cast<std::uint8_t>(fwd.family);
    if (!raise_into(rule, fwd.dev, part_of(TypeId::iface_index), out.device)) return false;
    if (!raise_into(rule, fwd.addr, address_part(fwd.family), out.address)) return false;
    rule.add(std::move(out));
    return true;
}

} // namespace rulec::nft
