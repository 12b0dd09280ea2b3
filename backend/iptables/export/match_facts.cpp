// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/export/match_facts.h"

#include <algorithm>
#include <array>

#include <netinet/in.h>

namespace rulec::ipt {
namespace {

// A target, or the match that sets labels, changes what these matches look at.
struct ChangeRow {
    std::string_view target, match;
};
constexpr auto kChanges = std::to_array<ChangeRow>({
    {"MARK", "mark"},
    {"CONNMARK", "mark"},
    {"CONNMARK", "connmark"},
    {"MARK", "rpfilter"},
    {"CONNMARK", "rpfilter"},
    {"DSCP", "dscp"},
    {"DSCP", "ecn"},
    {"TTL", "ttl"},
    {"HL", "hl"},
    {"TOS", "dscp"},
    {"TOS", "ecn"},
    {"TCPMSS", "tcpmss"},
    {"CT", "conntrack"},
    {"CT", "connmark"},
    {"CT", "connlabel"},
    {"CT", "helper"},
    {"SYNPROXY", "conntrack"},
    {"SET", "set"},
    {"connlabel", "connlabel"},
});

constexpr std::string_view kChangeable[] = {"mark", "connmark", "dscp", "ttl", "hl"};

// Matches that the kernel takes in some chains only (iptables-extensions(8)).
struct PlaceRow {
    std::string_view match, chains, tables; // both with a space behind each
};
constexpr auto kPlaces = std::to_array<PlaceRow>({
    {"owner", "OUTPUT POSTROUTING ", ""},
    {"mac", "PREROUTING INPUT FORWARD ", ""},
    {"rpfilter", "PREROUTING ", "raw mangle "},
    {"socket", "PREROUTING INPUT ", ""},
});

bool lists(std::string_view list, std::string_view word) {
    return list.empty() || list.find(std::string(word) + ' ') != list.npos;
}

bool resets_tcp(const Extension& target) {
    return std::ranges::any_of(target.options, [](const Option& option) {
        const auto* words = std::get_if<Words>(&option.argument);
        return words != nullptr && words->words[0]->name == "tcp-reset";
    });
}

bool names_ports(const Extension& target) {
    return std::ranges::any_of(target.options, [](const Option& option) {
        const auto* nat = std::get_if<NatTarget>(&option.argument);
        return nat != nullptr && nat->ports.has_value();
    });
}

constexpr std::uint8_t kFin = 1, kSyn = 2, kRst = 4, kAck = 16;

template <class Holds>
bool has_flags(const Rule& rule, Holds holds) {
    return std::ranges::any_of(rule.matches, [&](const Extension& match) {
        const Option* option = match.find("tcp-flags");
        return option != nullptr && !option->negated && holds(std::get<TcpFlags>(option->argument));
    });
}

bool matches_syn(const Rule& rule) {
    return has_flags(rule, [](const TcpFlags& flags) { return (flags.set & flags.mask & kSyn) != 0; });
}

// Of what else comes with SYN or ACK, nf_tables' synproxy answers or drops some, SYNPROXY nothing.
bool matches_syn_or_ack_alone(const Rule& rule) {
    constexpr std::uint8_t kAll = kFin | kSyn | kRst | kAck;
    return has_flags(rule, [](const TcpFlags& flags) {
        return (flags.mask & kAll) == kAll && ((flags.set & kAll) == kSyn || (flags.set & kAll) == kAck);
    });
}

} // namespace

bool is_protocol_match(const ExtensionRow& row) {
    return row.protocols.size() == 1 && row.name != "ecn" && row.name != "tcpmss";
}

bool works_at(const Site& site, const ExtensionRow& match) {
    const auto* row = std::ranges::find(kPlaces, match.name, &PlaceRow::match);
    if (row == kPlaces.end()) return true;
    return lists(row->tables, site.table) && (!site.builtin || lists(row->chains, site.chain));
}

bool is_interface_refused_at(const Site& site, const OptionRow& option) {
    if (!site.builtin) return false;
    if (option.letter == 'i') return site.chain == "OUTPUT" || site.chain == "POSTROUTING";
    if (option.letter == 'o') return site.chain == "INPUT" || site.chain == "PREROUTING";
    return false;
}

bool is_group_refused_at(const Site& site, const OptionRow& option) {
    if (option.name == "src-group") return site.chain == "OUTPUT" || site.chain == "POSTROUTING";
    if (option.name == "dst-group") return site.chain == "INPUT" || site.chain == "PREROUTING";
    return false;
}

bool would_change(const Effect& effect, const std::vector<Extension>& matches) {
    const auto changes = [&](std::string_view what, std::string_view match) {
        return std::ranges::any_of(kChanges,
                                   [&](const ChangeRow& row) { return row.target == what && row.match == match; });
    };
    const auto* target = std::get_if<Extension>(&effect.target);
    return std::ranges::any_of(matches, [&](const Extension& match) {
        return (target != nullptr && changes(target->row->name, match.row->name)) ||
               std::ranges::any_of(effect.only,
                                   [&](const Piece& piece) { return changes(piece.row->name, match.row->name); });
    });
}

bool is_changeable(const ExtensionRow& match) {
    return std::ranges::find(kChangeable, match.name) != std::end(kChangeable);
}

bool complete_for_target(const Context& context, Rule& rule, std::optional<std::uint8_t> protocol) {
    const auto* target = std::get_if<Extension>(&rule.target);
    if (target == nullptr) return true;
    const auto& protocols = target->row->protocols;
    const bool wants_either = protocols.size() > 1; // TPROXY
    const bool wants_tcp = protocols.size() == 1 || resets_tcp(*target);
    if (!wants_tcp && !wants_either && !names_ports(*target)) return true;
    if (protocol && !names_protocol(rule.matches))
        header_of(rule.matches).options.push_back(context.piece("", "protocol", number(*protocol)).option);
    if (wants_tcp && protocol != IPPROTO_TCP) {
        context.cannot_say("this of packets that need not be TCP", "match `tcp` something, or `meta l4proto tcp`");
        return false;
    }
    if (wants_either && (!protocol || std::ranges::find(protocols, *protocol) == protocols.end())) {
        context.cannot_say("this of packets that need not be TCP or UDP", "`tcp dport` or `udp dport` in the rule");
        return false;
    }
    if (target->row->name == "TCPMSS" && !matches_syn(rule)) {
        context.cannot_say("a change of the segment size in packets that need not be SYN",
                           "`tcp flags syn` in the rule");
        return false;
    }
    if (target->row->name == "SYNPROXY" && !matches_syn_or_ack_alone(rule))
        context.differs("SYNPROXY passes over segments with SYN and ACK, or with FIN or RST: say "
                        "`tcp flags & (fin | syn | rst | ack) == { syn, ack }` in the rule");
    return true;
}

Extension& header_of(std::vector<Extension>& matches) {
    constexpr std::size_t kUsual = 2; // an address and the protocol
    if (matches.empty() || !matches.front().row->name.empty()) {
        matches.insert(matches.begin(), {.row = &header_row(), .options = {}, .span = {}});
        matches.front().options.reserve(kUsual);
    }
    return matches.front();
}

bool names_protocol(const std::vector<Extension>& matches) {
    if (matches.empty() || !matches.front().row->name.empty()) return false;
    const Option* protocol = matches.front().find("protocol");
    return protocol != nullptr && !protocol->negated;
}

} // namespace rulec::ipt
