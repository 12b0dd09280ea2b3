// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/model/protocol_context.h"

#include "compiler/support/overloaded.h"

#include <algorithm>

namespace rulec::model {
namespace {

using catalog::Family;
using catalog::Header;
using catalog::HeaderKind;
using catalog::PayloadBase;

constexpr std::uint16_t kEtherIp = 0x0800;
constexpr std::uint16_t kEtherArp = 0x0806;
constexpr std::uint16_t kEtherVlan = 0x8100;
constexpr std::uint16_t kEtherVlanService = 0x88a8; // 802.1ad
constexpr std::uint16_t kEtherIp6 = 0x86dd;
constexpr std::uint8_t kIpv4 = 2;  // NFPROTO_IPV4
constexpr std::uint8_t kIpv6 = 10; // NFPROTO_IPV6
constexpr std::uint32_t kArphrdEther = 1;
constexpr std::uint8_t kIcmp = 1;
constexpr std::uint8_t kIcmpv6 = 58;

std::string_view network_name(std::uint16_t ether_type) {
    switch (ether_type) {
    case kEtherIp: return "ip";
    case kEtherIp6: return "ip6";
    case kEtherArp: return "arp";
    case kEtherVlan: return "vlan";
    default: return "another protocol";
    }
}

std::string_view transport_name(std::uint8_t l4proto) {
    for (const Header& header : catalog::all_headers()) {
        if (header.kind == HeaderKind::payload && header.base == PayloadBase::transport && header.number == l4proto) {
            return header.name;
        }
    }
    return "another protocol";
}

std::uint16_t ether_type_of(std::uint8_t nf_proto) {
    return nf_proto == kIpv6 ? kEtherIp6 : kEtherIp;
}

const Header& ip_header(std::uint8_t nf_proto) {
    return *catalog::find_header(HeaderKind::payload, nf_proto == kIpv6 ? "ip6" : "ip");
}

} // namespace

ProtocolContext::ProtocolContext(Family family) : family_(family), link_known_(family == Family::bridge) {
    if (family == Family::ip) network_ = kEtherIp;
    if (family == Family::ip6) network_ = kEtherIp6;
    if (family == Family::arp) network_ = kEtherArp;
}

bool ProtocolContext::frame_family() const {
    return family_ == Family::bridge || family_ == Family::netdev;
}

std::optional<std::uint8_t> ProtocolContext::ip_version() const {
    if (network_ == kEtherIp) return kIpv4;
    if (network_ == kEtherIp6) return kIpv6;
    return std::nullopt;
}

std::optional<ProtocolConflict> ProtocolContext::need_link(std::vector<Dependency>& out) {
    if (!link_known_) out.push_back({Dependency::On::meta_iiftype, kArphrdEther, {}});
    link_known_ = true;
    return std::nullopt;
}

std::optional<ProtocolConflict> ProtocolContext::need_vlan(std::vector<Dependency>& out) {
    if (vlan_) return std::nullopt;
    if (frame_family() && network_) return ProtocolConflict{network_name(*network_), "vlan"};
    need_link(out);
    out.push_back({Dependency::On::ether_type, kEtherVlan, {}});
    vlan_ = true;
    return std::nullopt;
}

std::optional<ProtocolConflict> ProtocolContext::need_network(const Header& header, bool from_frame,
                                                              std::vector<Dependency>& out) {
    const std::uint16_t wanted = header.ether_type;
    if (network_ == wanted) return std::nullopt;
    if (network_) return ProtocolConflict{network_name(*network_), header.name};
    if (family_ == Family::inet && wanted == kEtherArp) return ProtocolConflict{"inet", header.name};
    // In a bridge nft reads the frame only for arp and on behalf of icmp, extension headers and options; elsewhere
    // once the link layer is known.
    const bool read_frame = family_ == Family::bridge ? from_frame || wanted == kEtherArp : link_known_;
    if (vlan_) {
        out.push_back({Dependency::On::vlan_type, wanted, {}, vlan_depth_});
    } else if (read_frame) {
        out.push_back({Dependency::On::ether_type, wanted, {}});
    } else if (frame_family()) {
        out.push_back({Dependency::On::meta_protocol, wanted, {}});
    } else {
        out.push_back({Dependency::On::meta_nfproto, wanted == kEtherIp6 ? kIpv6 : kIpv4, {}});
    }
    network_ = wanted;
    return std::nullopt;
}

std::optional<ProtocolConflict> ProtocolContext::need_transport(const Header& header, std::vector<Dependency>& out) {
    if (header.number == 0) return std::nullopt; // th: whatever transport there is
    const auto wanted = static_cast<std::uint8_t>(header.number);
    if (transport_ == wanted) return std::nullopt;
    if (transport_) return ProtocolConflict{transport_name(*transport_), header.name};
    if (network_ == kEtherArp) return ProtocolConflict{"arp", header.name}; // carries no transport
    // icmp, icmpv6 and igmp belong to one IP version, but an ip or ip6 table asks nothing more: a packet there that
    // does not fit has another l4proto anyway.
    // Nor does a rule that has matched the other IP version: nft loads it, although it never matches.
    if (header.nf_proto != 0 && !network_ && (family_ == Family::inet || frame_family())) {
        if (auto conflict = need_network(ip_header(header.nf_proto), true, out)) return conflict;
    }
    out.push_back({Dependency::On::meta_l4proto, wanted, {}});
    transport_ = wanted;
    return std::nullopt;
}

// `rt ip nexthop`, `ct original ip6 saddr`: keys that are there for one IP version only.
std::optional<ProtocolConflict> ProtocolContext::refuse_other_version(const FieldLoad& load) const {
    if (load.field == nullptr || !ip_version()) return std::nullopt;
    const bool ip = load.field->name.starts_with("ip ");
    const bool ip6 = load.field->name.starts_with("ip6 ");
    if (!ip && !ip6) return std::nullopt;
    const Header& asked = ip_header(ip6 ? kIpv6 : kIpv4);
    if (*network_ == asked.ether_type) return std::nullopt;
    return ProtocolConflict{network_name(*network_), asked.name};
}

std::variant<std::vector<Dependency>, ProtocolConflict> ProtocolContext::require(const FieldLoad& load) {
    std::vector<Dependency> out;
    std::optional<ProtocolConflict> conflict;
    const Header& header = *load.header;
    switch (header.kind) {
    case HeaderKind::payload:
        if (header.base == PayloadBase::link) {
            conflict = header.ether_type == kEtherVlan ? need_vlan(out) : need_link(out);
        } else if (header.base == PayloadBase::network) {
            conflict = need_network(header, false, out);
        } else if (header.base == PayloadBase::transport) {
            conflict = need_transport(header, out);
        }
        break;
    case HeaderKind::exthdr:
    case HeaderKind::ip_option: // nft opens the rule with what these need
        conflict = need_network(ip_header(header.nf_proto), true, out);
        for (Dependency& one : out)
            one.opens_rule = true;
        break;
    case HeaderKind::tcp_option:
    case HeaderKind::sctp_chunk:
    case HeaderKind::meta:
    case HeaderKind::socket:
    case HeaderKind::osf:
    case HeaderKind::fib:
    case HeaderKind::ipsec: break;
    case HeaderKind::ct:
    case HeaderKind::rt: conflict = refuse_other_version(load); break;
    }
    if (conflict) return *conflict;
    if (load.field != nullptr && !load.field->only_types.empty()) {
        if (auto wrong = need_icmp_type(load, out)) return *wrong;
    }
    return out;
}

std::optional<ProtocolConflict> ProtocolContext::need_icmp_type(const FieldLoad& load, std::vector<Dependency>& out) {
    const auto& allowed = load.field->only_types;
    if (icmp_type_ && std::find(allowed.begin(), allowed.end(), *icmp_type_) == allowed.end()) {
        return ProtocolConflict{"an ICMP message of another type", load.field->name};
    }
    if (!icmp_types_.empty()) return std::nullopt;
    const auto on = load.header->number == kIcmpv6 ? Dependency::On::icmpv6_type : Dependency::On::icmp_type;
    icmp_types_.assign(allowed.begin(), allowed.end());
    out.push_back({on, 0, icmp_types_});
    return std::nullopt;
}

std::variant<std::vector<Dependency>, ProtocolConflict> ProtocolContext::require(const Value& value) {
    using Answer = std::variant<std::vector<Dependency>, ProtocolConflict>;
    const auto none = [](const auto&) -> Answer { return std::vector<Dependency>{}; };
    return std::visit(
        overloaded{[&](const FieldLoad& load) -> Answer { return require(load); },
                   [&](const Masked& masked) -> Answer { return require(*masked.of); },
                   [&](const Shifted& shifted) -> Answer { return require(*shifted.of); },
                   [&](const MapGet& get) -> Answer { return require(*get.key); },
                   [&](const Hash& hash) -> Answer { return hash.key ? require(**hash.key) : Answer{}; },
                   [&](const Concat& concat) -> Answer {
                       std::vector<Dependency> all;
                       for (const Value& part : concat.parts) {
                           Answer answer = require(part);
                           if (std::holds_alternative<ProtocolConflict>(answer)) return answer;
                           for (Dependency& one : std::get<0>(answer))
                               all.push_back(std::move(one));
                       }
                       return all;
                   },
                   none},
        value.node);
}

std::vector<Dependency> ProtocolContext::require_network(std::uint8_t nf_proto) {
    std::vector<Dependency> out;
    need_network(ip_header(nf_proto), false, out);
    return out;
}

std::vector<Dependency> ProtocolContext::require_transport(std::uint8_t l4proto) {
    if (transport_ == l4proto) return {};
    transport_ = l4proto;
    return {{Dependency::On::meta_l4proto, l4proto, {}}};
}

void ProtocolContext::learn(const Match& match) {
    const auto* load = std::get_if<FieldLoad>(&match.lhs.node);
    if (load == nullptr || load->field == nullptr) return;
    if (match.op == MatchOp::eq) {
        if (const auto* constant = std::get_if<Constant>(&match.rhs)) {
            learn_equal(*load, from_big_endian(constant->bytes));
        }
    }
    const bool names_transport = (load->header->name == "meta" && load->field->name == "l4proto") ||
                                 (load->header->kind == HeaderKind::ct && load->field->name == "protocol") ||
                                 (load->header->name == "ip" && load->field->name == "protocol") ||
                                 (load->header->name == "ip6" && load->field->name == "nexthdr");
    if (names_transport && match.op == MatchOp::eq) transport_tested_ = true;
    if (load->header->base == PayloadBase::transport && load->field->name == "type" && icmp_types_.empty() &&
        (load->header->number == kIcmp || load->header->number == kIcmpv6)) {
        icmp_types_.push_back(0); // whatever was tested, the user has taken the types into their own hands
        const auto* constant = std::get_if<Constant>(&match.rhs);
        if (constant != nullptr && match.op == MatchOp::eq) icmp_type_ = constant->bytes.back();
    }
}

void ProtocolContext::learn_equal(const FieldLoad& load, std::uint64_t value) {
    const std::string_view header = load.header->name;
    const std::string_view field = load.field->name;
    if (load.header->kind == HeaderKind::meta) {
        if (field == "nfproto" && family_ == Family::inet && !network_) {
            network_ = ether_type_of(static_cast<std::uint8_t>(value));
        } else if (field == "protocol" && frame_family() && !network_) {
            network_ = static_cast<std::uint16_t>(value);
        } else if (field == "l4proto" && !transport_) {
            transport_ = static_cast<std::uint8_t>(value);
        } else if (field == "iiftype" && value == kArphrdEther) {
            link_known_ = true;
        }
        return;
    }
    const bool one_version = family_ == Family::ip || family_ == Family::ip6;
    if (load.header->kind == HeaderKind::ct && field == "protocol" && one_version && !transport_)
        transport_ = static_cast<std::uint8_t>(value); // nft takes the connection's protocol for the packet's
    if (load.header->kind != HeaderKind::payload) return;
    if ((header == "ether" || header == "vlan") && field == "type") {
        const bool tag = value == kEtherVlan || value == kEtherVlanService;
        if (tag && header == "vlan") ++vlan_depth_;
        if (tag)
            vlan_ = true;
        else if (!network_ || family_ == Family::arp) // nft believes it even in an arp table
            network_ = static_cast<std::uint16_t>(value);
    } else if (((header == "ip" && field == "protocol") || (header == "ip6" && field == "nexthdr")) && !transport_) {
        transport_ = static_cast<std::uint8_t>(value);
    }
}

} // namespace rulec::model
