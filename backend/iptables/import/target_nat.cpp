// SPDX-License-Identifier: GPL-2.0-or-later
// Targets that send packets elsewhere: translation of addresses, local sockets, copies.
#include "backend/iptables/import/mark_text.h"
#include "backend/iptables/import/target_text.h"
#include "backend/iptables/import/value_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace rulec::ipt {
namespace {

// " random,persistent"
std::string nat_flags(const Extension& target) {
    std::vector<std::string_view> flags;
    if (target.has("random")) flags.push_back("random");
    if (target.has("random-fully")) flags.push_back("fully-random");
    if (target.has("persistent")) flags.push_back("persistent");
    return flags.empty() ? "" : fmt::format(" {}", fmt::join(flags, ","));
}

// `dnat to`, and `dnat ip to` in a table of both families.
std::string with_family(RuleContext& context, std::string_view statement) {
    if (context.table.family != "inet") return std::string(statement);
    return fmt::format("{} {}", statement, context.family == Family::ipv4 ? "ip" : "ip6");
}

std::string addresses_text(const NatTarget& target) {
    if (!target.addresses) return "";
    const AddressRange& range = *target.addresses;
    if (range.first.size() == 4 || !target.ports) return range_text(range);
    if (range.first == range.last) return fmt::format("[{}]", address_text(range.first));
    return fmt::format("[{}]-[{}]", address_text(range.first), address_text(range.last));
}

std::string target_text(const NatTarget& target) {
    return fmt::format("{}{}{}", addresses_text(target), target.ports ? ":" : "",
                       target.ports ? range_text(*target.ports) : "");
}

Actions nat(RuleContext& context, const Extension& target) {
    const bool source = target.row->name == "SNAT";
    const Option& to = *target.find(source ? "to-source" : "to-destination");
    const auto& where = std::get<NatTarget>(to.argument);
    if (where.base_port) return act(context.no_text(to.span, "ports that are shifted as a whole (PORT-PORT/BASE)"));
    return act(fmt::format("{} to {}{}", with_family(context, source ? "snat" : "dnat"), target_text(where),
                           nat_flags(target)));
}

// MASQUERADE and REDIRECT.
Actions to_ports(RuleContext&, const Extension& target) {
    std::string text = target.row->name == "REDIRECT" ? "redirect" : "masquerade";
    if (const Option* to = target.find("to-ports"))
        text += fmt::format(" to :{}", range_text(*std::get<NatTarget>(to->argument).ports));
    return act(text + nat_flags(target));
}

Actions netmap(RuleContext& context, const Extension& target) {
    const Option& to = *target.find("to");
    const auto& network = std::get<Address>(to.argument);
    const auto len = prefix_len(network.mask);
    if (!len) return act(context.no_text(to.span, "a mask with holes in NETMAP"));
    const auto& hooks = context.hooks;
    const bool source = hooks.contains("POSTROUTING") || hooks.contains("INPUT");
    const bool destination = hooks.contains("PREROUTING") || hooks.contains("OUTPUT");
    if (source == destination)
        return act(context.no_text(target.span, "NETMAP in a chain that is reached from both ends, or from none"));
    return act(fmt::format("{} prefix to {}/{}", with_family(context, source ? "snat" : "dnat"),
                           address_text(network.octets), *len));
}

// xt_TPROXY accepts what it has found a socket for, and drops all else.
Actions tproxy(RuleContext& context, const Extension& target) {
    const auto port = std::get<Numbers>(target.find("on-port")->argument).ranges[0].first;
    const Option* on_ip = target.find("on-ip");
    if (context.stateful)
        return act(context.no_text(target.span, "TPROXY behind a match that counts: it takes two rules"));
    if (port == 0 && on_ip == nullptr)
        return act(context.no_text(target.span, "TPROXY to the port and address that the packet has"));
    NatTarget where;
    if (port != 0) where.ports = NumberRange{port, port};
    if (on_ip != nullptr) {
        const Bytes& octets = std::get<Address>(on_ip->argument).octets;
        where.addresses = AddressRange{octets, octets};
    }
    std::string text = fmt::format("{} to {}", with_family(context, "tproxy"), target_text(where));
    if (const Option* mark = target.find("tproxy-mark")) {
        const auto [value, mask] = std::get<Masked>(mark->argument);
        text += " " + mark_set("meta mark", {value, mask});
    }
    return {{.conditions = {}, .text = text + " accept"}, {.conditions = {}, .text = "drop"}};
}

Actions tee(RuleContext& context, const Extension& target) {
    const Option& gateway = *target.find("gateway");
    std::string text = "dup to " + address_text(std::get<Address>(gateway.argument).octets);
    if (const Option* device = target.find("oif"))
        text += " device " + context.quoted(std::get<Text>(device->argument).text, device->span);
    return act(std::move(text));
}

// xt_SYNPROXY passes over segments that are neither the first of a connection nor its last ACK.
Actions synproxy(RuleContext&, const Extension& target) {
    std::string text = "synproxy";
    for (const std::string_view name : {"mss", "wscale"}) {
        if (const Option* option = target.find(name))
            text += fmt::format(" {} {}", name, std::get<Numbers>(option->argument).ranges[0].first);
    }
    for (const std::string_view name : {"timestamp", "sack-perm"}) {
        if (target.has(name)) text += fmt::format(" {}", name);
    }
    return {{.conditions = {{"tcp flags & (fin | syn | rst | ack)", "{ syn, ack }"}}, .text = std::move(text)}};
}

constexpr TargetWriter kWriters[] = {
    {"SNAT", nat},      {"DNAT", nat}, {"MASQUERADE", to_ports}, {"REDIRECT", to_ports}, {"NETMAP", netmap},
    {"TPROXY", tproxy}, {"TEE", tee},  {"SYNPROXY", synproxy},
};

} // namespace

std::span<const TargetWriter> nat_writers() {
    return kWriters;
}

} // namespace rulec::ipt
