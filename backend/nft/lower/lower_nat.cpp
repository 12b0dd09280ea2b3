// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft/lower/lower_action.h"
#include "backend/nft/lower/operand.h"

#include <cstdint>

#include <linux/netfilter.h>
#include <linux/netfilter/nf_nat.h>
#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

constexpr std::uint32_t kPortLen = 2;

// What a translation may be told, by register.
struct Range {
    std::optional<Register> address_min, address_max, port_min, port_max;
};

Range load_parts(RuleBuilder& rule, const model::Nat& nat) {
    Range range;
    range.address_min = load_operand_of_action(rule, nat.address_low);
    range.address_max = load_operand_of_action(rule, nat.address_high);
    range.port_min = load_operand_of_action(rule, nat.port_low);
    range.port_max = load_operand_of_action(rule, nat.port_high);
    return range;
}

std::uint32_t address_len(std::uint8_t family) {
    return family == NFPROTO_IPV6 ? 16 : 4;
}

// The map's data: address [. port] [. address . port], word by word.
Range load_map(RuleBuilder& rule, const model::Nat& nat) {
    Word word = rule.registers.take(register_len(*nat.from_map));
    load(rule, *nat.from_map, word);
    const auto next = [&](std::uint32_t byte_len) {
        const Register reg = register_at(word);
        word = behind(word, byte_len);
        return reg;
    };
    Range range;
    range.address_min = next(address_len(nat.family));
    if (nat.map_gives_port) range.port_min = next(kPortLen);
    if (nat.map_gives_range) range.address_max = next(address_len(nat.family));
    if (nat.map_gives_range && nat.map_gives_port) range.port_max = next(kPortLen);
    return range;
}

void emit_translation(RuleBuilder& rule, const model::Nat& nat, std::uint32_t type, std::uint32_t flags,
                      const Range& range) {
    rule.emit(Nat{type, nat.family, range.address_min, range.address_max, range.port_min, range.port_max, flags});
}

} // namespace

void lower_nat(RuleBuilder& rule, const model::Nat& nat) {
    const Range range = nat.from_map ? load_map(rule, nat) : load_parts(rule, nat);
    // Of a map, the kernel finds out by the registers.
    const bool says_port = range.port_min.has_value() && !nat.from_map;
    const std::uint32_t flags = nat.flags | (says_port ? NF_NAT_RANGE_PROTO_SPECIFIED : 0U);
    switch (nat.kind) {
    case model::NatKind::snat: return emit_translation(rule, nat, NFT_NAT_SNAT, flags, range);
    case model::NatKind::dnat: return emit_translation(rule, nat, NFT_NAT_DNAT, flags, range);
    case model::NatKind::masquerade: return rule.emit(Masquerade{range.port_min, range.port_max, flags});
    case model::NatKind::redirect: return rule.emit(Redirect{range.port_min, range.port_max, flags});
    }
}

void lower_tproxy(RuleBuilder& rule, const model::Tproxy& tproxy) {
    const auto address = load_operand_of_action(rule, tproxy.address);
    const auto port = load_operand_of_action(rule, tproxy.port);
    rule.emit(Tproxy{tproxy.family, address, port});
}

void lower_dup(RuleBuilder& rule, const model::Dup& dup) {
    const auto address = load_operand_of_action(rule, dup.address);
    const auto device = load_operand_of_action(rule, dup.device);
    rule.emit(Dup{address, device});
}

void lower_fwd(RuleBuilder& rule, const model::Fwd& fwd) {
    const auto device = load_operand_of_action(rule, fwd.device);
    const auto address = load_operand_of_action(rule, fwd.address);
    rule.emit(Fwd{device, address, fwd.family});
}

} // namespace rulec::nft
