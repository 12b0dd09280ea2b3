// SPDX-License-Identifier: GPL-2.0-or-later
// Matches of what a packet carries: ports, flags, ICMP types, the octet of DSCP and ECN.
#include "backend/iptables/import/match_text.h"
#include "backend/iptables/import/value_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace rulec::ipt {
namespace {

using catalog::TypeId;

// ---- TCP

std::vector<std::string> flag_names(std::uint8_t flags) {
    constexpr std::string_view kNames[] = {"fin", "syn", "rst", "psh", "ack", "urg"};
    std::vector<std::string> names;
    for (std::size_t bit = 0; bit < std::size(kNames); ++bit) {
        if ((flags >> bit & 1) != 0) names.emplace_back(kNames[bit]);
    }
    return names;
}

Clause flags_clause(const TcpFlags& flags, bool negated) {
    const auto mask = flag_names(flags.mask);
    const bool one = mask.size() == 1; // a mask behind `/` is two flags or more in nft 1.0.6
    if (flags.set != 0 && !one)
        return statement(fmt::format("tcp flags {}{} / {}", negated ? "!= " : "",
                                     fmt::join(flag_names(flags.set), ","), fmt::join(mask, ",")));
    const std::string bits = fmt::to_string(fmt::join(mask, " | "));
    return statement(fmt::format("tcp flags & {} {} {}", one ? bits : fmt::format("({})", bits),
                                 negated ? "!=" : "==", flags.set == 0 ? "0x0" : bits));
}

Alternatives tcp(RuleContext& context, const Extension& match) {
    constexpr TcpFlags kSyn = {.mask = 0x17, .set = 0x02}; // FIN, SYN, RST, ACK: only SYN
    Clauses clauses = field_clauses(context, match);
    for (const Option& option : match.options) {
        if (const auto* flags = std::get_if<TcpFlags>(&option.argument)) {
            if ((flags->set & ~flags->mask) == 0 && flags->mask != 0) {
                clauses.push_back(flags_clause(*flags, option.negated));
            } else if ((flags->set == 0) == option.negated) { // always or never: flags outside of the mask are 0
                return context.never_matches(option.span, "flags outside of the mask are never set");
            }
        } else if (option.row->name == "syn") {
            clauses.push_back(flags_clause(kSyn, option.negated));
        } else if (option.row->name == "tcp-option") {
            const auto kind = std::get<Numbers>(option.argument).ranges[0].first;
            clauses.push_back(
                statement(fmt::format("tcp option {} {}", kind, option.negated ? "missing" : "exists")));
        }
    }
    return {clauses};
}

// A segment without the option matches `! --mss` as well.
Alternatives tcpmss(RuleContext& context, const Extension& match) {
    Alternatives ways = {field_clauses(context, match)};
    if (match.options[0].negated) ways.push_back({statement("tcp option maxseg missing")});
    return ways;
}

Alternatives multiport(RuleContext& context, const Extension& match) {
    const Option& option = match.options[0];
    std::vector<std::string> ports;
    for (const NumberRange& range : std::get<Numbers>(option.argument).ranges)
        ports.push_back(range_text(range));
    const auto port = [&](std::string_view which, bool negated) {
        return test(fmt::format("{} {}", context.transport(), which), negated, braced(ports));
    };
    if (option.row->name == "source-ports") return only(port("sport", option.negated));
    if (option.row->name == "destination-ports") return only(port("dport", option.negated));
    if (option.negated) return {{port("sport", true), port("dport", true)}};
    return {{port("sport", false)}, {port("sport", true), port("dport", false)}};
}

// ---- ICMP

Alternatives icmp(RuleContext& context, const Extension& match) {
    const Option& option = match.options[0];
    const auto& wanted = std::get<IcmpType>(option.argument);
    const bool v4 = context.family == Family::ipv4;
    const std::string_view header = v4 ? "icmp" : "icmpv6";
    constexpr std::uint8_t kAny = 255; // ip_tables.c, icmp_type_code_match(): for IPv4 only
    if (!wanted.type || (v4 && *wanted.type == kAny)) {
        if (option.negated) return context.never_matches(option.span, "it is the opposite of any ICMP type");
        return always();
    }
    context.names_family = true;
    const std::string type = symbol_text(v4 ? TypeId::icmp_type : TypeId::icmpv6_type, *wanted.type);
    if (wanted.first_code == 0 && wanted.last_code == 255)
        return only(test(fmt::format("{} type", header), option.negated, type));
    const NumberRange code = {wanted.first_code, wanted.last_code};
    if (option.negated)
        return only(
            statement(fmt::format("{0} type . {0} code != {{ {1} . {2} }}", header, *wanted.type, range_text(code))));
    const std::string code_name = code.first == code.last
                                      ? symbol_text(v4 ? TypeId::icmp_code : TypeId::icmpv6_code, code.first)
                                      : range_text(code);
    return {
        {test(fmt::format("{} type", header), false, type), test(fmt::format("{} code", header), false, code_name)}};
}

// ---- DSCP and ECN

Alternatives tos(RuleContext& context, const Extension& match) {
    constexpr std::uint64_t kDscp = 0xfc, kEcn = 0x03, kBoth = 0xff;
    const Option& option = match.options[0];
    const auto [value, mask] = std::get<Masked>(option.argument);
    const auto dscp = [&] {
        return test(context.field("% dscp"), option.negated, symbol_text(TypeId::dscp, value >> 2));
    };
    const auto ecn = [&] {
        return test(context.field("% ecn"), option.negated, symbol_text(TypeId::ecn, value & kEcn));
    };
    if (mask == kDscp && (value & kEcn) == 0) return only(dscp());
    if (mask == kEcn && (value & kDscp) == 0) return only(ecn());
    if (mask == kBoth && !option.negated) return {{dscp(), ecn()}};
    return only(tos_clause(context, {value, mask}, option.negated));
}

Alternatives dscp(RuleContext& context, const Extension& match) {
    const Option& option = match.options[0];
    const auto* number = std::get_if<Numbers>(&option.argument);
    const std::uint64_t value =
        number != nullptr ? number->ranges[0].first : std::get<Words>(option.argument).words[0]->value;
    return only(test(context.field("% dscp"), option.negated, symbol_text(TypeId::dscp, value)));
}

Alternatives ecn(RuleContext& context, const Extension& match) {
    Clauses clauses;
    for (const Option& option : match.options) {
        if (option.row->name == "ecn-ip-ect") {
            const auto value = std::get<Numbers>(option.argument).ranges[0].first;
            clauses.push_back(test(context.field("% ecn"), option.negated, symbol_text(TypeId::ecn, value)));
            continue;
        }
        const std::string_view flag = option.row->name == "ecn-tcp-cwr" ? "cwr" : "ecn";
        clauses.push_back(statement(fmt::format("tcp flags & {} {} 0x0", flag, option.negated ? "==" : "!=")));
    }
    return {clauses};
}

constexpr MatchWriter kWriters[] = {
    {"tcp", tcp},    {"tcpmss", tcpmss}, {"multiport", multiport}, {"icmp", icmp},
    {"icmp6", icmp}, {"tos", tos},       {"dscp", dscp},           {"ecn", ecn},
};

} // namespace

Clause tos_clause(const RuleContext& context, const Masked& bits, bool negated) {
    const bool v4 = context.family == Family::ipv4;
    const unsigned shift = v4 ? 0 : 4;
    return test(
        fmt::format("{} & {} {}", v4 ? "@nh,8,8" : "@nh,0,16", hex_text(bits.mask << shift), negated ? "!=" : "=="),
        false, hex_text(bits.value << shift));
}

std::span<const MatchWriter> packet_writers() {
    return kWriters;
}

} // namespace rulec::ipt
