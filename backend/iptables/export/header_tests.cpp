// SPDX-License-Identifier: GPL-2.0-or-later
// Tests of addresses, interfaces, protocols, ports and what else stands in the headers of a packet.
#include "backend/iptables/export/field_tests.h"
#include "backend/iptables/vocabulary.h"

#include <algorithm>
#include <bit>

#include <fmt/format.h>
#include <netinet/in.h>

namespace rulec::ipt {
namespace {

constexpr std::uint64_t kNfprotoIpv4 = 2, kNfprotoIpv6 = 10;

bool is_source(const model::FieldLoad& load) {
    return load.field->name == "saddr" || load.field->name == "sport";
}

// The mask of the prefix that the interval is, if it is one.
std::optional<Bytes> prefix_mask_of(const Interval& interval) {
    if (interval.single()) return Bytes(interval.low.size(), 0xff);
    const Bytes differing = bit_xor(interval.low, interval.high);
    std::size_t len = 0;
    while (len < differing.size() * 8 && (differing[len / 8] >> (7 - len % 8) & 1) == 0)
        ++len;
    Bytes mask = prefix_mask(len, differing.size());
    const bool whole =
        bit_and(interval.low, mask) == interval.low && bit_or(interval.low, bit_not(mask)) == interval.high;
    return whole ? std::optional(std::move(mask)) : std::nullopt;
}

bool contains(const Wanted& wanted, std::uint64_t value) {
    const bool inside = std::ranges::any_of(wanted.intervals, [&](const Interval& interval) {
        return from_big_endian(interval.low) <= value && value <= from_big_endian(interval.high);
    });
    return inside != wanted.negated;
}

bool is_everything(const Wanted& wanted) {
    return wanted.intervals.size() == 1 &&
           wanted.intervals[0].high == bit_not(Bytes(wanted.intervals[0].low.size(), 0)) &&
           wanted.intervals[0].low == Bytes(wanted.intervals[0].low.size(), 0);
}

// "eth0", or "eth+" for all that begin so.
std::optional<std::string> interface_text(const Interval& interval) {
    const auto end = std::ranges::find(interval.low, 0);
    std::string name(interval.low.begin(), end);
    if (name.empty() || name.ends_with('+')) return std::nullopt;
    if (interval.single()) return name;
    const Bytes rest(interval.low.size() - name.size(), 0xff);
    if (BytesView(interval.high).substr(name.size()) != rest) return std::nullopt;
    return name + '+';
}

} // namespace

std::optional<Step> address_step(const Context& context, const model::FieldLoad& load, const Wanted& wanted) {
    const bool source = is_source(load);
    const std::string_view option = source ? "source" : "destination";
    std::vector<Piece> pieces;
    if (!wanted.mask && is_everything(wanted)) return wanted.negated ? no_packet() : any_packet();
    for (const Interval& interval : wanted.intervals) {
        const auto mask = wanted.mask ? wanted.mask : prefix_mask_of(interval);
        if (wanted.mask && !interval.single()) return context.cannot_say("a range of parts of addresses");
        if (mask && bit_and(interval.low, *mask) != interval.low) continue; // no packet
        if (mask) {
            pieces.push_back(context.piece("", option, Address{interval.low, *mask}));
        } else {
            pieces.push_back(context.piece("iprange", source ? "src-range" : "dst-range",
                                           AddressRange{interval.low, interval.high}));
        }
    }
    return steps_of(std::move(pieces), wanted.negated);
}

std::optional<Step> interface_step(const Context& context, const model::FieldLoad& load, const Wanted& wanted) {
    if (wanted.mask) return context.cannot_say("a part of an interface's name");
    constexpr std::string_view kPlus = "`+` at the end means any name that begins so there; in rules that is `*`";
    std::vector<Piece> pieces;
    for (const Interval& interval : wanted.intervals) {
        const auto name = interface_text(interval);
        if (!name) return context.cannot_say("this name of an interface", kPlus);
        pieces.push_back(
            context.piece("", load.field->name == "iifname" ? "in-interface" : "out-interface", Text{*name}));
    }
    return steps_of(std::move(pieces), wanted.negated);
}

std::optional<Step> interface_index_step(const Context& context, const model::FieldLoad& load, const Wanted& wanted) {
    std::vector<Piece> pieces;
    for (const Interval& interval : wanted.intervals) {
        const std::string* name =
            interval.single() && !wanted.mask
                ? context.hosts.find(model::HostNames::Kind::interface_index, from_big_endian(interval.low))
                : nullptr;
        if (name == nullptr)
            return context.cannot_say("the index of an interface", "name the interface: `iifname`, `oifname`");
        pieces.push_back(
            context.piece("", load.field->name == "iif" ? "in-interface" : "out-interface", Text{*name}));
    }
    return steps_of(std::move(pieces), wanted.negated);
}

std::optional<Step> protocol_step(const Context& context, const model::FieldLoad&, const Wanted& wanted) {
    if (wanted.mask) return context.cannot_say("a part of the protocol's number");
    std::vector<Piece> pieces;
    for (const Interval& interval : wanted.intervals) {
        const std::uint64_t low = from_big_endian(interval.low), high = from_big_endian(interval.high);
        if (low == 0) return context.cannot_say("protocol 0: to it, 0 is any protocol");
        if (high - low > 32) return context.cannot_say("a long range of protocols");
        if (context.family == Family::ipv6 && low <= IPPROTO_AH && IPPROTO_AH <= high)
            return context.cannot_say("the protocol ah: it looks behind that header");
        for (std::uint64_t value = low; value <= high; ++value)
            pieces.push_back(context.piece("", "protocol", number(value)));
    }
    return steps_of(std::move(pieces), wanted.negated);
}

// The tables of iptables hold packets of one IP version only.
std::optional<Step> version_step(const Context& context, const model::FieldLoad& load, const Wanted& wanted) {
    const bool is_ethertype = load.field->name == "protocol";
    const bool v4 = context.family == Family::ipv4;
    const std::uint64_t here = is_ethertype ? (v4 ? 0x0800U : 0x86ddU) : (v4 ? kNfprotoIpv4 : kNfprotoIpv6);
    return contains(wanted, here) ? any_packet() : no_packet();
}

// A frame with IP in it says so in its type, or that a tag comes first. What says anything else never gets here; to
// ask whether there is a frame at all, iptables has no match.
std::optional<Step> frame_type_step(const Context& context, const model::FieldLoad&, const Wanted& wanted) {
    constexpr std::uint64_t kIpv4 = 0x0800, kIpv6 = 0x86dd, kTagged[] = {0x8100, 0x88a8};
    const auto possible = [&](std::uint64_t type) { return contains(wanted, type); };
    const bool own = possible(context.family == Family::ipv4 ? kIpv4 : kIpv6);
    if (wanted.mask || own || std::ranges::any_of(kTagged, possible))
        return context.cannot_say("the type of a frame", "`meta protocol`");
    return no_packet();
}

// ---- ports

namespace {

std::string_view match_with_ports(std::uint8_t protocol) {
    switch (protocol) {
    case IPPROTO_TCP: return "tcp";
    case IPPROTO_UDP: return "udp";
    case IPPROTO_SCTP: return "sctp";
    case IPPROTO_DCCP: return "dccp";
    default: return "";
    }
}

NumberRange numbers_of(const Interval& interval) {
    return {from_big_endian(interval.low), from_big_endian(interval.high)};
}

// A list has room for fifteen ports; a range takes the room of two.
std::vector<Numbers> port_lists(const std::vector<Interval>& intervals) {
    constexpr std::size_t kRoom = 15;
    std::vector<Numbers> lists;
    std::size_t used = kRoom;
    for (const Interval& interval : intervals) {
        const std::size_t needed = interval.single() ? 1 : 2;
        if (used + needed > kRoom) {
            lists.emplace_back();
            used = 0;
        }
        lists.back().ranges.push_back(numbers_of(interval));
        used += needed;
    }
    return lists;
}

} // namespace

std::optional<Step> port_step(const Context& context, const model::FieldLoad& load, const Wanted& wanted) {
    if (wanted.mask) return context.cannot_say("a part of a port's number");
    if (!context.protocol)
        return context.cannot_say("a port of any protocol", "match the protocol in the same rule: `tcp dport`");
    const bool source = is_source(load);
    const std::string_view match = match_with_ports(*context.protocol);
    std::vector<Piece> pieces;
    if (wanted.intervals.size() == 1 && !match.empty()) {
        pieces.push_back(context.piece(match, source ? "source-port" : "destination-port",
                                       Numbers{{numbers_of(wanted.intervals[0])}}));
        return steps_of(std::move(pieces), wanted.negated);
    }
    if (match.empty() && *context.protocol != IPPROTO_UDPLITE) return context.cannot_say("ports of this protocol");
    for (Numbers& list : port_lists(wanted.intervals))
        pieces.push_back(context.piece("multiport", source ? "source-ports" : "destination-ports", std::move(list)));
    return steps_of(std::move(pieces), wanted.negated);
}

// ---- flags, types

// iptables names six of the eight flags; the other two are the match ecn's.
std::optional<Step> tcp_flags_step(const Context& context, const model::FieldLoad&, const Wanted& wanted) {
    constexpr std::uint8_t kNamed = 0x3f, kEce = 0x40, kCwr = 0x80;
    const auto mask = wanted.mask ? static_cast<std::uint8_t>((*wanted.mask)[0]) : std::uint8_t{0xff};
    Step step{.negated = false, .ways = {}};
    for (const Interval& interval : wanted.intervals) {
        if (!interval.single()) return context.cannot_say("a range of TCP flags");
        const std::uint8_t value = interval.low[0];
        Way way;
        if ((mask & kNamed) != 0)
            way.tests.push_back(context.piece(
                "tcp", "tcp-flags",
                TcpFlags{static_cast<std::uint8_t>(mask & kNamed), static_cast<std::uint8_t>(value & kNamed)}));
        if ((mask & kEce) != 0) way.tests.push_back(context.piece("ecn", "ecn-tcp-ece", {}, (value & kEce) == 0));
        if ((mask & kCwr) != 0) way.tests.push_back(context.piece("ecn", "ecn-tcp-cwr", {}, (value & kCwr) == 0));
        step.ways.push_back(std::move(way));
    }
    step.negated = wanted.negated;
    if (!step.negated || step.ways.size() != 1 || step.ways[0].tests.size() != 1) return step;
    step.negated = false;
    Option& option = step.ways[0].tests[0].option;
    auto* flags = std::get_if<TcpFlags>(&option.argument);
    if (flags != nullptr && flags->set == 0 && std::popcount(flags->mask) == 1) {
        flags->set = flags->mask; // not none of one is that one; targets look for it
    } else {
        option.negated = !option.negated;
    }
    return step;
}

std::optional<Step> icmp_step(const Context& context, const model::FieldLoad& load, const Wanted& wanted) {
    const bool is_code = load.field->name == "code";
    if (wanted.mask) return context.cannot_say("a part of an ICMP type");
    if (is_code && wanted.negated) return context.cannot_say("all codes but some");
    std::vector<Piece> pieces;
    for (const Interval& interval : wanted.intervals) {
        for (unsigned value = interval.low[0]; value <= interval.high[0]; ++value) {
            const auto octet = static_cast<std::uint8_t>(value);
            const IcmpType type = is_code ? IcmpType{std::nullopt, octet, octet} : IcmpType{.type = octet};
            pieces.push_back(context.piece(context.family == Family::ipv4 ? "icmp" : "icmp6",
                                           context.family == Family::ipv4 ? "icmp-type" : "icmpv6-type", type));
        }
    }
    return steps_of(std::move(pieces), wanted.negated);
}

std::optional<Step> fragment_step(const Context& context, const model::FieldLoad& load, const Wanted& wanted) {
    constexpr std::uint64_t kOffset = 0x1fff;
    const bool offset_is_zero = wanted.mask && from_big_endian(*wanted.mask) == kOffset && wanted.one_value() &&
                                from_big_endian(wanted.intervals[0].low) == 0;
    if (!offset_is_zero) return payload_step(context, load, wanted);
    return step_of(context.piece("", "fragment", {}, !wanted.negated));
}

std::optional<Step> ttl_step(const Context& context, const model::FieldLoad& load, const Wanted& wanted) {
    const FieldRow& row = *find_row(load);
    const bool v4 = load.header->name == "ip";
    if (wanted.mask || wanted.negated || wanted.one_value() || wanted.intervals.size() != 1)
        return option_step(context, row, wanted);
    const NumberRange range = numbers_of(wanted.intervals[0]);
    if (range.first == 0 && range.last < 255)
        return step_of(context.piece(row.match, v4 ? "ttl-lt" : "hl-lt", number(range.last + 1)));
    if (range.first > 0 && range.last == 255)
        return step_of(context.piece(row.match, v4 ? "ttl-gt" : "hl-gt", number(range.first - 1)));
    return option_step(context, row, wanted);
}

std::optional<Step> exthdr_flag_step(const Context& context, const model::FieldLoad& load, const Wanted& wanted) {
    struct FlagRow {
        std::string_view field;
        std::uint64_t value;
        std::string_view option;
    };
    constexpr FlagRow kFlags[] = {
        {"more-fragments", 1, "fragmore"},
        {"more-fragments", 0, "fraglast"},
        {"frag-off", 0, "fragfirst"},
    };
    for (const FlagRow& row : kFlags) {
        const bool same = !wanted.mask && !wanted.negated && wanted.one_value() &&
                          from_big_endian(wanted.intervals[0].low) == row.value;
        if (same && row.field == load.field->name) return step_of(context.piece("frag", row.option, {}));
    }
    return context.cannot_say(fmt::format("this value of `{}`", field_name(load)));
}

// iptables wants the length of a header in octets; in the packet it is counted in eights, from one of them on.
std::optional<Step> header_length_step(const Context& context, const model::FieldLoad& load, const Wanted& wanted) {
    if (wanted.mask) return context.cannot_say(fmt::format("some bits of `{}`", field_name(load)));
    constexpr std::uint64_t kMostLengths = 64;
    std::vector<Piece> pieces;
    for (const Interval& interval : wanted.intervals) {
        const std::uint64_t low = from_big_endian(interval.low), high = from_big_endian(interval.high);
        if (high - low >= kMostLengths) return context.cannot_say(fmt::format("a range of `{}`", field_name(load)));
        for (std::uint64_t eights = low; eights <= high; ++eights)
            pieces.push_back(context.piece(find_row(load)->match, find_row(load)->option, number((eights + 1) * 8)));
    }
    return steps_of(std::move(pieces), wanted.negated);
}

} // namespace rulec::ipt
