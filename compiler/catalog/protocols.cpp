// SPDX-License-Identifier: GPL-2.0-or-later
// Names of IP protocols: IANA's registry as Debian's netbase spells it, aliases with it, and the words that nft
// adds (icmpv6, comp). Not here: mptcp, whose number 262 does not fit the field.
#include "compiler/catalog/datatype.h"
#include "compiler/catalog/well_known_names.h"

#include <algorithm>
#include <iterator>

namespace rulec::catalog {
namespace {

struct Protocol {
    std::string_view name;
    std::uint8_t number;
};

// Sorted by name, upper case first.
// clang-format off
constexpr Protocol kProtocols[] = {
    {"AX.25", 93}, {"CPHB", 73}, {"DCCP", 33}, {"DDP", 37}, {"EGP", 8}, {"EIGRP", 88}, {"ENCAP", 98},
    {"ETHERIP", 97}, {"Ethernet", 143}, {"FC", 133}, {"GGP", 3}, {"GRE", 47}, {"HIP", 139}, {"HMP", 20},
    {"HOPOPT", 0}, {"ICMP", 1}, {"IDPR-CMTP", 38}, {"IDRP", 45}, {"IGMP", 2}, {"IGP", 9}, {"IP", 0},
    {"IP-ENCAP", 4}, {"IPCOMP", 108}, {"IPIP", 94}, {"IPSEC-AH", 51}, {"IPSEC-ESP", 50}, {"IPv6", 41},
    {"IPv6-Frag", 44}, {"IPv6-ICMP", 58}, {"IPv6-NoNxt", 59}, {"IPv6-Opts", 60}, {"IPv6-Route", 43}, {"ISIS", 124},
    {"ISO-TP4", 29}, {"L2TP", 115}, {"MPLS-in-IP", 137}, {"Mobility-Header", 135}, {"OSPFIGP", 89}, {"PIM", 103},
    {"PUP", 12}, {"RDP", 27}, {"ROHC", 142}, {"RSPF", 73}, {"RSVP", 46}, {"SCTP", 132}, {"SKIP", 57}, {"ST", 5},
    {"Shim6", 140}, {"TCP", 6}, {"UDP", 17}, {"UDPLite", 136}, {"VMTP", 81}, {"VRRP", 112}, {"WESP", 141},
    {"XNS-IDP", 22}, {"XTP", 36}, {"ah", 51}, {"ax.25", 93}, {"comp", 108}, {"dccp", 33}, {"ddp", 37}, {"egp", 8},
    {"eigrp", 88}, {"encap", 98}, {"esp", 50}, {"etherip", 97}, {"ethernet", 143}, {"fc", 133}, {"ggp", 3},
    {"gre", 47}, {"hip", 139}, {"hmp", 20}, {"hopopt", 0}, {"icmp", 1}, {"icmpv6", 58}, {"idpr-cmtp", 38},
    {"idrp", 45}, {"igmp", 2}, {"igp", 9}, {"ip", 0}, {"ipcomp", 108}, {"ipencap", 4}, {"ipip", 94}, {"ipv6", 41},
    {"ipv6-frag", 44}, {"ipv6-icmp", 58}, {"ipv6-nonxt", 59}, {"ipv6-opts", 60}, {"ipv6-route", 43}, {"isis", 124},
    {"iso-tp4", 29}, {"l2tp", 115}, {"manet", 138}, {"mobility-header", 135}, {"mpls-in-ip", 137}, {"ospf", 89},
    {"pim", 103}, {"pup", 12}, {"rdp", 27}, {"rohc", 142}, {"rspf", 73}, {"rsvp", 46}, {"sctp", 132},
    {"shim6", 140}, {"skip", 57}, {"st", 5}, {"tcp", 6}, {"udp", 17}, {"udplite", 136}, {"vmtp", 81}, {"vrrp", 112},
    {"wesp", 141}, {"xns-idp", 22}, {"xtp", 36},
};
// clang-format on
static_assert(std::ranges::is_sorted(kProtocols, {}, &Protocol::name));

} // namespace

std::optional<std::uint8_t> find_protocol(std::string_view name) {
    const auto* row = std::ranges::lower_bound(kProtocols, name, {}, &Protocol::name);
    if (row == std::end(kProtocols) || row->name != name) return std::nullopt;
    return row->number;
}

std::string_view protocol_name(std::uint8_t number) {
    // Two names that nft adds, and one that it lists but does not read back: for 0 it says `ip`.
    constexpr std::string_view kNotListed[] = {"icmpv6", "comp", "hopopt", "ip"};
    for (const Protocol& row : kProtocols) {
        const bool lower_case = row.name[0] >= 'a' && row.name[0] <= 'z';
        const bool listed = std::ranges::find(kNotListed, row.name) == std::end(kNotListed);
        if (row.number == number && lower_case && listed) return row.name;
    }
    return {};
}

std::vector<std::string_view> protocol_names() {
    std::vector<std::string_view> names(std::size(kProtocols));
    std::ranges::transform(kProtocols, names.begin(), &Protocol::name);
    std::ranges::reverse(names); // lower case first: of two equally near, people write that one
    return names;
}

} // namespace rulec::catalog
