// SPDX-License-Identifier: GPL-2.0-or-later
// ProtocolContext: what a rule knows of the packet's protocols so far, layer by layer, walking its statements from
// left to right. It answers which tests a field needs before it means anything (`tcp dport` needs l4proto 6, `ip
// saddr` in inet needs nfproto ipv4) and which fields contradict what was matched. Sema asks it to type keys and to
// refuse conflicts, IR to make the dependencies explicit. The answers are those of the stock nft 1.0.6, seen with
// `nft --debug=netlink`.
#pragma once

#include "compiler/catalog/hooks.h"
#include "compiler/model/ruleset.h"

#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace rulec::model {

// A test that must stand before a field.
struct Dependency {
    enum class On : std::uint8_t {
        meta_nfproto,  // NFPROTO_* in `value`
        meta_protocol, // ethertype
        meta_l4proto,  // IPPROTO_*
        meta_iiftype,  // ARPHRD_*
        ether_type,    // ethertype, read from the frame
        vlan_type,     // ethertype behind the vlan tag
        icmp_type,
        icmpv6_type, // one of `types`
    } on;
    std::uint32_t value = 0;
    std::vector<std::uint8_t> types; // icmp_type, icmpv6_type
    std::uint8_t vlan_depth = 0;     // vlan_type: of which tag
    bool opens_rule = false;         // stands before everything else in the rule, not just before the field
};

struct ProtocolConflict {
    std::string_view known; // the protocol that was matched before
    std::string_view asked;
};

class ProtocolContext {
  public:
    explicit ProtocolContext(catalog::Family family);

    // The tests that `load` needs and that the rule does not have yet, outermost layer first; they count as made
    // afterwards. Fields of a vlan tag mean the innermost tag known: see vlan_depth().
    std::variant<std::vector<Dependency>, ProtocolConflict> require(const FieldLoad& load);

    // Every test that the fields inside `value` need, in the order in which they are loaded.
    std::variant<std::vector<Dependency>, ProtocolConflict> require(const Value& value);

    // What a statement tells about the packets that pass it.
    void learn(const Match& match);

    // Makes the test for a network protocol (NFPROTO_*) or transport protocol; empty if it is known already.
    std::vector<Dependency> require_network(std::uint8_t nf_proto);
    std::vector<Dependency> require_transport(std::uint8_t l4proto);

    // NFPROTO_IPV4 or NFPROTO_IPV6, if every packet that gets here is of it.
    std::optional<std::uint8_t> ip_version() const;
    std::optional<std::uint8_t> transport() const { return transport_; }
    // Has any transport protocol been matched, be it a set of them?
    bool transport_tested() const { return transport_tested_ || transport_.has_value(); }
    catalog::Family family() const { return family_; }
    // The tag that `vlan id` means now: 0 the outermost, 1 behind `vlan type 8021q`...
    std::uint8_t vlan_depth() const { return vlan_depth_; }

  private:
    bool frame_family() const; // bridge, netdev: packets of any network protocol
    std::optional<ProtocolConflict> need_icmp_type(const FieldLoad& load, std::vector<Dependency>& out);
    std::optional<ProtocolConflict> refuse_other_version(const FieldLoad& load) const;
    std::optional<ProtocolConflict> need_link(std::vector<Dependency>& out);
    std::optional<ProtocolConflict> need_vlan(std::vector<Dependency>& out);
    std::optional<ProtocolConflict> need_network(const catalog::Header& header, bool from_frame,
                                                 std::vector<Dependency>& out);
    std::optional<ProtocolConflict> need_transport(const catalog::Header& header, std::vector<Dependency>& out);
    void learn_equal(const FieldLoad& load, std::uint64_t value);

    catalog::Family family_;
    bool link_known_;
    bool vlan_ = false; // a vlan tag is known to be there
    std::uint8_t vlan_depth_ = 0;
    std::optional<std::uint16_t> network_;  // ethertype of the network header
    std::optional<std::uint8_t> transport_; // IPPROTO_*
    bool transport_tested_ = false;
    std::vector<std::uint8_t> icmp_types_;  // types that the rule has tested for
    std::optional<std::uint8_t> icmp_type_; // the only type that gets here
};

} // namespace rulec::model
