// SPDX-License-Identifier: GPL-2.0-or-later
// snat, dnat, masquerade, redirect, tproxy, queue, dup, fwd.
#include "backend/json/print_action.h"
#include "backend/json/print_value.h"
#include "compiler/catalog/symbols.h"

namespace rulec::json {
namespace {

using catalog::Vocabulary;

constexpr std::uint32_t kNetmap = 64; // NF_NAT_RANGE_NETMAP

const char* kind_name(model::NatKind kind) {
    switch (kind) {
    case model::NatKind::snat: return "snat";
    case model::NatKind::dnat: return "dnat";
    case model::NatKind::masquerade: return "masquerade";
    case model::NatKind::redirect: return "redirect";
    }
    return "snat";
}

bool translates_address(model::NatKind kind) {
    return kind == model::NatKind::snat || kind == model::NatKind::dnat;
}

std::string_view family_name(std::uint8_t nf_proto) {
    return catalog::name(static_cast<catalog::Family>(nf_proto));
}

Json nat_flags(std::uint32_t flags) {
    Json words = flag_words(catalog::words(Vocabulary::nat_flag), flags);
    if ((flags & kNetmap) == 0) return words;
    if (words.empty()) return "netmap";
    if (words.is_string()) words = Json::array({std::move(words)});
    words.push_back("netmap");
    return words;
}

Json null_if_empty(Json body) {
    return body.empty() ? Json(nullptr) : std::move(body);
}

} // namespace

Json print_nat(Context& context, const model::Nat& nat) {
    Json body = Json::object();
    const bool has_address = nat.from_map || nat.address_low;
    const bool inet = context.table.family == catalog::Family::inet;
    if (translates_address(nat.kind) && inet && has_address) body["family"] = family_name(nat.family);
    if (nat.from_map) body["addr"] = print_value(context, *nat.from_map);
    if (nat.address_low) body["addr"] = print_ends(context, *nat.address_low, nat.address_high);
    if (nat.port_low) body["port"] = print_ends(context, *nat.port_low, nat.port_high);
    if (Json flags = nat_flags(nat.flags); !flags.empty()) body["flags"] = std::move(flags);
    if ((nat.flags & kNetmap) != 0)
        body["type_flags"] = "prefix";
    else if (nat.map_gives_range)
        body["type_flags"] = "interval";
    return Json::object({{kind_name(nat.kind), null_if_empty(std::move(body))}});
}

Json print_tproxy(Context& context, const model::Tproxy& tproxy) {
    Json body = Json::object();
    const bool inet = context.table.family == catalog::Family::inet;
    if (inet && tproxy.family != 0) body["family"] = family_name(tproxy.family);
    if (tproxy.address) body["addr"] = print_value(context, *tproxy.address);
    if (tproxy.port) body["port"] = print_value(context, *tproxy.port);
    return Json::object({{"tproxy", std::move(body)}});
}

Json print_queue(Context& context, const model::Queue& queue) {
    Json body = Json::object();
    const int last = queue.first + queue.total - 1;
    if (queue.number)
        body["num"] = print_value(context, *queue.number);
    else if (queue.total > 1)
        body["num"] = Json::object({{"range", Json::array({queue.first, last})}});
    else
        body["num"] = queue.first;
    Json flags = flag_words(catalog::words(Vocabulary::queue_flag), queue.flags);
    if (!flags.empty()) body["flags"] = std::move(flags);
    return Json::object({{"queue", std::move(body)}});
}

// In netdev tables only a device is given, and the schema calls it an address.
Json print_dup(Context& context, const model::Dup& dup) {
    Json body = Json::object();
    if (!dup.address) {
        body["addr"] = dup.device ? print_value(context, *dup.device) : Json();
        return Json::object({{"dup", std::move(body)}});
    }
    body["addr"] = print_value(context, *dup.address);
    if (dup.device) body["dev"] = print_value(context, *dup.device);
    return Json::object({{"dup", std::move(body)}});
}

Json print_fwd(Context& context, const model::Fwd& fwd) {
    Json body = Json::object();
    if (fwd.device) body["dev"] = print_value(context, *fwd.device);
    if (fwd.address) {
        body["family"] = family_name(fwd.family);
        body["addr"] = print_value(context, *fwd.address);
    }
    return Json::object({{"fwd", std::move(body)}});
}

} // namespace rulec::json
