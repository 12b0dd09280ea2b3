// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/nft_text/nat_text.h"

#include "backend/nft_text/expression_text.h"
#include "backend/nft_text/value_text.h"
#include "compiler/catalog/symbols.h"

#include <fmt/format.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_nat.h>

namespace rulec::nft_text {
namespace {

using model::NatKind;
using model::Value;

std::string_view kind_word(NatKind kind) {
    switch (kind) {
    case NatKind::snat: return "snat";
    case NatKind::dnat: return "dnat";
    case NatKind::masquerade: return "masquerade";
    case NatKind::redirect: return "redirect";
    }
    return "snat";
}

std::string_view ip_word(std::uint8_t family) {
    return family == NFPROTO_IPV4 ? " ip" : family == NFPROTO_IPV6 ? " ip6" : "";
}

// In inet tables, where an address has to say what it is.
std::string_view family_word(const Context& context, std::uint8_t family) {
    return context.table.family == catalog::Family::inet ? ip_word(family) : "";
}

// Listings say it of maps that give more than an address in any table.
std::string_view nat_family_word(const Context& context, const model::Nat& nat) {
    return nat.map_gives_port || nat.map_gives_range ? ip_word(nat.family) : family_word(context, nat.family);
}

const model::Constant* constant(const OptionalBox<Value>& value) {
    return value ? std::get_if<model::Constant>(&value->node) : nullptr;
}

// A constant IPv6 address before a port stands in brackets.
std::string address_end(const Context& context, const Value& value, bool has_port) {
    const std::string text = expression_text(context, value);
    const bool six = value.type->notation == catalog::Notation::address6;
    return six && has_port && std::holds_alternative<model::Constant>(value.node) ? fmt::format("[{}]", text) : text;
}

std::string address_text(const Context& context, const model::Nat& nat) {
    const bool has_port = nat.port_low.has_value();
    const auto* low = constant(nat.address_low);
    const auto* high = constant(nat.address_high);
    const model::KeyPart part = parts_of(*nat.address_low)[0];
    if (low != nullptr && high != nullptr && !has_port) return interval_text(context, part, low->bytes, high->bytes);
    const std::string text = address_end(context, *nat.address_low, has_port);
    return nat.address_high ? fmt::format("{}-{}", text, address_end(context, *nat.address_high, has_port)) : text;
}

std::string port_text(const Context& context, const model::Nat& nat) {
    if (!nat.port_low) return "";
    const std::string text = ":" + expression_text(context, *nat.port_low);
    return nat.port_high ? fmt::format("{}-{}", text, expression_text(context, *nat.port_high)) : text;
}

std::string target_text(const Context& context, const model::Nat& nat) {
    if (nat.from_map) return expression_text(context, *nat.from_map);
    return (nat.address_low ? address_text(context, nat) : "") + port_text(context, nat);
}

std::string flags_text(std::uint32_t flags) {
    std::string text;
    for (const std::string_view name : {"random", "fully-random", "persistent"}) {
        const auto bit = catalog::find(catalog::Vocabulary::nat_flag, name);
        if (bit && (flags & *bit) != 0) text += fmt::format("{}{}", text.empty() ? " " : ",", name);
    }
    return text;
}

} // namespace

std::string nat_text(const Context& context, const model::Nat& nat) {
    const std::string_view prefix = (nat.flags & NF_NAT_RANGE_NETMAP) != 0 ? " prefix" : "";
    const bool has_address = nat.address_low || nat.from_map;
    const std::string_view family = has_address ? nat_family_word(context, nat) : "";
    const std::string target = target_text(context, nat);
    return fmt::format("{}{}{}{}{}{}", kind_word(nat.kind), family, prefix, target.empty() ? "" : " to ", target,
                       flags_text(nat.flags));
}

std::string tproxy_text(const Context& context, const model::Tproxy& tproxy) {
    const std::string address = tproxy.address ? address_end(context, *tproxy.address, true) : "";
    const std::string port = tproxy.port ? ":" + expression_text(context, *tproxy.port) : "";
    return fmt::format("tproxy{} to {}{}", family_word(context, tproxy.family), address, port);
}

} // namespace rulec::nft_text
