// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/export/set_use.h"

#include <algorithm>
#include <array>

#include <netinet/in.h>

namespace rulec::ipt {
namespace {

using enum ipset::Part;
using catalog::HeaderKind;

// What ipset reads from a packet.
struct ReadRow {
    HeaderKind kind;
    std::string_view header, field;
    std::optional<ipset::Part> part; // none: the protocol, which is in the part with the port
    bool from_destination = false;
    std::uint8_t protocol = 0; // of its ports; 0: that of the packets here
};
constexpr auto kReads = std::to_array<ReadRow>({
    {HeaderKind::payload, "ip", "saddr", ip},
    {HeaderKind::payload, "ip", "daddr", ip, true},
    {HeaderKind::payload, "ip6", "saddr", ip},
    {HeaderKind::payload, "ip6", "daddr", ip, true},
    {HeaderKind::payload, "tcp", "sport", port, false, IPPROTO_TCP},
    {HeaderKind::payload, "tcp", "dport", port, true, IPPROTO_TCP},
    {HeaderKind::payload, "udp", "sport", port, false, IPPROTO_UDP},
    {HeaderKind::payload, "udp", "dport", port, true, IPPROTO_UDP},
    {HeaderKind::payload, "udplite", "sport", port, false, IPPROTO_UDPLITE},
    {HeaderKind::payload, "udplite", "dport", port, true, IPPROTO_UDPLITE},
    {HeaderKind::payload, "sctp", "sport", port, false, IPPROTO_SCTP},
    {HeaderKind::payload, "sctp", "dport", port, true, IPPROTO_SCTP},
    {HeaderKind::payload, "th", "sport", port},
    {HeaderKind::payload, "th", "dport", port, true},
    {HeaderKind::payload, "ether", "saddr", mac},
    {HeaderKind::payload, "ip", "protocol", {}},
    {HeaderKind::meta, "meta", "l4proto", {}},
    {HeaderKind::meta, "meta", "iifname", interface},
    {HeaderKind::meta, "meta", "oifname", interface, true},
    {HeaderKind::meta, "meta", "mark", mark},
});

const model::Value* key_value(const model::Value& key, std::size_t i) {
    const auto* concat = std::get_if<model::Concat>(&key.node);
    if (concat == nullptr) return i == 0 ? &key : nullptr;
    return i < concat->parts.size() ? &concat->parts[i] : nullptr;
}

const ReadRow* find_read(const model::Value& key, const PlannedPart& part) {
    const model::Value* value = key_value(key, part.key_part);
    const auto* load = value == nullptr ? nullptr : std::get_if<model::FieldLoad>(&value->node);
    if (load == nullptr || load->field == nullptr) return nullptr;
    const auto* row = std::ranges::find_if(kReads, [&](const ReadRow& one) {
        return one.kind == load->header->kind && one.header == load->header->name && one.field == load->field->name;
    });
    return row == kReads.end() ? nullptr : row;
}

bool reads(const ReadRow& row, ipset::Part part) {
    return row.part == (part == net ? ip : part);
}

// The protocol of the ports that the rule looks at, if ipset knows them. A bitmap knows two.
std::optional<std::uint8_t> port_protocol(const Context& context, const ReadRow& row, const ipset::TypeRow& type) {
    const std::optional<std::uint8_t> protocol = row.protocol != 0 ? row.protocol : context.protocol;
    if (!protocol || !has_ports_in_ipset(*protocol)) return std::nullopt;
    const bool in_bitmaps = *protocol == IPPROTO_TCP || *protocol == IPPROTO_UDP;
    return type.storage == ipset::Storage::hash || in_bitmaps ? protocol : std::nullopt;
}

} // namespace

std::optional<SetUse> use_of(const Context& context, const SetPlan& plan, const model::Value& key) {
    if (plan.type == nullptr) return std::nullopt;
    if (plan.protocol) {
        const ReadRow* row = find_read(key, *plan.protocol);
        if (row == nullptr || row->part) return std::nullopt;
    }
    SetUse use;
    for (const PlannedPart& part : plan.parts) {
        const ReadRow* row = find_read(key, part);
        if (row == nullptr || !reads(*row, part.part)) return std::nullopt;
        use.from_destination.push_back(row->from_destination);
        if (part.part != port) continue;
        if (plan.protocol && row->protocol != 0) return std::nullopt;
        if (!plan.protocol && !(use.protocol = port_protocol(context, *row, *plan.type))) return std::nullopt;
    }
    return use;
}

} // namespace rulec::ipt
