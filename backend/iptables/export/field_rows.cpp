// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/export/field_tests.h"
#include "compiler/catalog/spelling.h"
#include "compiler/support/overloaded.h"

#include <array>
#include <unordered_map>

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

using enum catalog::HeaderKind;

constexpr auto kRows = std::to_array<FieldRow>({
    {payload, "ip", "saddr", "iprange", "src-range", address_step},
    {payload, "ip", "daddr", "iprange", "dst-range", address_step},
    {payload, "ip6", "saddr", "iprange", "src-range", address_step},
    {payload, "ip6", "daddr", "iprange", "dst-range", address_step},
    {payload, "ip", "protocol", "", "protocol", protocol_step},
    {meta, "meta", "l4proto", "", "protocol", protocol_step},
    {meta, "meta", "nfproto", "", "", version_step},
    {meta, "meta", "protocol", "", "", version_step},
    {meta, "meta", "iifname", "", "in-interface", interface_step},
    {meta, "meta", "oifname", "", "out-interface", interface_step},
    {meta, "meta", "iif", "", "in-interface", interface_index_step},
    {meta, "meta", "oif", "", "out-interface", interface_index_step},
    {payload, "ip", "frag-off", "", "fragment", fragment_step},
    {payload, "ip6", "nexthdr", "ipv6header", "header", next_header_step},
    {payload, "ip", "ttl", "ttl", "ttl-eq", ttl_step},
    {payload, "ip6", "hoplimit", "hl", "hl-eq", ttl_step},
    {payload, "ip", "dscp", "dscp", "dscp"},
    {payload, "ip6", "dscp", "dscp", "dscp"},
    {payload, "ip", "ecn", "ecn", "ecn-ip-ect"},
    {payload, "ip6", "ecn", "ecn", "ecn-ip-ect"},
    {payload, "ip", "length", "length", "length"},
    {meta, "meta", "length", "length", "length"},
    {payload, "tcp", "sport", "tcp", "source-port", port_step},
    {payload, "tcp", "dport", "tcp", "destination-port", port_step},
    {payload, "udp", "sport", "udp", "source-port", port_step},
    {payload, "udp", "dport", "udp", "destination-port", port_step},
    {payload, "udplite", "sport", "", "source-port", port_step},
    {payload, "udplite", "dport", "", "destination-port", port_step},
    {payload, "sctp", "sport", "sctp", "source-port", port_step},
    {payload, "sctp", "dport", "sctp", "destination-port", port_step},
    {payload, "dccp", "sport", "dccp", "source-port", port_step},
    {payload, "dccp", "dport", "dccp", "destination-port", port_step},
    {payload, "th", "sport", "", "source-port", port_step},
    {payload, "th", "dport", "", "destination-port", port_step},
    {payload, "tcp", "flags", "tcp", "tcp-flags", tcp_flags_step},
    {payload, "icmp", "type", "icmp", "icmp-type", icmp_step},
    {payload, "icmp", "code", "icmp", "icmp-type", icmp_step},
    {payload, "icmpv6", "type", "icmp6", "icmpv6-type", icmp_step},
    {payload, "icmpv6", "code", "icmp6", "icmpv6-type", icmp_step},
    {payload, "esp", "spi", "esp", "espspi"},
    {payload, "ah", "spi", "ah", "ahspi"},
    {payload, "ether", "saddr", "mac", "mac-source"},
    {payload, "ether", "type", "", "", frame_type_step},
    {exthdr, "frag", "id", "frag", "fragid"},
    {exthdr, "frag", "more-fragments", "frag", "fragmore", exthdr_flag_step},
    {exthdr, "frag", "frag-off", "frag", "fragfirst", exthdr_flag_step},
    {exthdr, "hbh", "hdrlength", "hbh", "hbh-len", header_length_step},
    {exthdr, "dst", "hdrlength", "dst", "dst-len", header_length_step},
    {exthdr, "rt", "type", "rt", "rt-type"},
    {exthdr, "rt", "seg-left", "rt", "rt-segsleft"},
    {exthdr, "rt", "hdrlength", "rt", "rt-len", header_length_step},
    {exthdr, "mh", "type", "mh", "mh-type"},
    {tcp_option, "maxseg", "size", "tcpmss", "mss"},
    {meta, "meta", "mark", "mark", "mark"},
    {ct, "ct", "mark", "connmark", "mark"},
    {meta, "meta", "skuid", "owner", "uid-owner", owner_step},
    {meta, "meta", "skgid", "owner", "gid-owner", owner_step},
    {meta, "meta", "pkttype", "pkttype", "pkt-type"},
    {meta, "meta", "cpu", "cpu", "cpu"},
    {meta, "meta", "iifgroup", "devgroup", "src-group"},
    {meta, "meta", "oifgroup", "devgroup", "dst-group"},
    {meta, "meta", "rtclassid", "realm", "realm"},
    {rt, "rt", "classid", "realm", "realm"},
    {meta, "meta", "hour", "time", "timestart", hour_step},
    {meta, "meta", "day", "time", "weekdays", day_step},
    {meta, "meta", "time", "time", "datestart", date_step},
    {meta, "meta", "ipsec", "policy", "in", ipsec_step},
    {rt, "rt", "ipsec", "policy", "out", ipsec_step},
    {socket, "socket", "transparent", "socket", "", socket_step},
    {socket, "socket", "wildcard", "socket", "", socket_step},
    {meta, "meta", "cgroup", "cgroup", "cgroup"},
    {meta, "meta", "random", "statistic", "probability", random_step},
    {ct, "ct", "state", "conntrack", "ctstate", state_step},
    {ct, "ct", "status", "conntrack", "ctstatus", status_step},
    {ct, "ct", "direction", "conntrack", "ctdir"},
    {ct, "ct", "expiration", "conntrack", "ctexpire", expiration_step},
    {ct, "ct", "protocol", "conntrack", "ctproto"},
    {ct, "ct", "helper", "helper", "helper"},
    {ct, "ct", "bytes", "connbytes", "bytes", connbytes_step},
    {ct, "ct", "packets", "connbytes", "packets", connbytes_step},
    {ct, "ct", "avgpkt", "connbytes", "avgpkt", connbytes_step},
    {ct, "ct", "label", "connlabel", "label", label_step},
    {ct, "ct", "saddr", "", "src", tuple_step},
    {ct, "ct", "daddr", "", "dst", tuple_step},
    {ct, "ct", "ip saddr", "", "src", tuple_step},
    {ct, "ct", "ip daddr", "", "dst", tuple_step},
    {ct, "ct", "ip6 saddr", "", "src", tuple_step},
    {ct, "ct", "ip6 daddr", "", "dst", tuple_step},
    {ct, "ct", "proto-src", "", "srcport", tuple_step},
    {ct, "ct", "proto-dst", "", "dstport", tuple_step},
    {fib, "fib", "type", "addrtype", "", fib_type_step},
    {fib, "fib", "oif", "rpfilter", "", fib_route_step},
    {fib, "fib", "oifname", "rpfilter", "", fib_route_step},
});

std::unordered_map<const catalog::Field*, const FieldRow*> rows_by_field() {
    std::unordered_map<const catalog::Field*, const FieldRow*> rows;
    for (const FieldRow& row : kRows) {
        const catalog::Header* header = catalog::find_header(row.kind, row.header);
        if (header == nullptr) continue;
        if (const catalog::Field* field = catalog::find_field(*header, row.field)) rows[field] = &row;
    }
    return rows;
}

std::string text_of(BytesView octets) {
    return {octets.begin(), std::find(octets.begin(), octets.end(), 0)};
}

std::string mac_text(BytesView octets) {
    std::string mac;
    for (std::size_t i = 0; i < octets.size(); ++i)
        mac += (i > 0 ? ":" : "") + to_hex(octets.substr(i, 1));
    return mac;
}

const Word* word_of(WordTable words, std::uint64_t value) {
    for (const Word& word : words) {
        if (word.value == value) return &word;
    }
    return nullptr;
}

// The interval as the option wants it; nothing if it cannot be said so.
std::optional<Argument> argument_of(const OptionRow& row, const Interval& interval) {
    const std::uint64_t low = from_big_endian(interval.low), high = from_big_endian(interval.high);
    const bool single = interval.single();
    switch (row.shape) {
    case Shape::number_range:
    case Shape::port:
    case Shape::owner:
        if (interval.low.size() > 8 || low > row.max) return std::nullopt;
        return Numbers{{{low, std::min(high, row.max)}}};
    case Shape::number:
    case Shape::protocol: return single && low <= row.max ? std::optional(number(low)) : std::nullopt;
    case Shape::masked: return single ? std::optional<Argument>(Masked{low, row.max}) : std::nullopt;
    case Shape::text: return single ? std::optional<Argument>(Text{text_of(interval.low)}) : std::nullopt;
    case Shape::mac: return single ? std::optional<Argument>(Text{mac_text(interval.low)}) : std::nullopt;
    case Shape::word: {
        const Word* word = single ? word_of(row.words, low) : nullptr;
        return word != nullptr ? std::optional<Argument>(Words{{word}}) : std::nullopt;
    }
    default: return std::nullopt;
    }
}

// Small ranges where only single values can be said.
std::vector<Interval> as_singles(const std::vector<Interval>& intervals) {
    constexpr std::uint64_t kMost = 64;
    std::vector<Interval> singles;
    for (const Interval& interval : intervals) {
        const std::uint64_t low = from_big_endian(interval.low), high = from_big_endian(interval.high);
        if (interval.low.size() > 8 || high - low >= kMost) return intervals;
        for (std::uint64_t i = low; i <= high; ++i)
            singles.push_back({big_endian(i, interval.low.size()), big_endian(i, interval.low.size())});
    }
    return singles;
}

bool wants_singles(Shape shape) {
    return shape == Shape::number || shape == Shape::masked || shape == Shape::word;
}

std::optional<Step> masked_step(const Context& context, const FieldRow& row, const Wanted& wanted) {
    Piece piece = context.piece(row.match, row.option, {}, false);
    if (piece.option.row->shape != Shape::masked || !wanted.one_value())
        return context.cannot_say(fmt::format("some bits of `{} {}`", row.header, row.field));
    piece.option.argument = Masked{from_big_endian(wanted.intervals[0].low), from_big_endian(*wanted.mask)};
    piece.option.negated = wanted.negated;
    return step_of(std::move(piece));
}

} // namespace

const FieldRow* find_row(const model::FieldLoad& load) {
    static const auto rows = rows_by_field();
    const auto found = rows.find(load.field);
    return found == rows.end() ? nullptr : found->second;
}

std::string field_name(const model::FieldLoad& load) {
    if (load.field == nullptr) return fmt::format("{} exists", load.header->name);
    return catalog::spelling(*load.header, *load.field);
}

Step step_of(Piece piece) {
    Way way;
    way.tests.push_back(std::move(piece));
    return one_way(std::move(way));
}

Step steps_of(std::vector<Piece> pieces, bool negated) {
    if (pieces.size() == 1) {
        Option& option = pieces[0].option;
        const bool turned = negated && option.row->negatable;
        option.negated = option.negated != turned;
        Step step = one_way({.tests = std::move(pieces), .effects = {}});
        step.negated = negated && !turned;
        return step;
    }
    Step step{.negated = negated, .ways = {}};
    for (Piece& piece : pieces) {
        Way way;
        way.tests.push_back(std::move(piece));
        step.ways.push_back(std::move(way));
    }
    return step;
}

std::optional<Step> option_step(const Context& context, const FieldRow& row, const Wanted& wanted) {
    if (wanted.mask) return masked_step(context, row, wanted);
    const Piece empty = context.piece(row.match, row.option, {});
    std::vector<Piece> pieces;
    const auto intervals = wants_singles(empty.option.row->shape) ? as_singles(wanted.intervals) : wanted.intervals;
    for (const Interval& interval : intervals) {
        auto argument = argument_of(*empty.option.row, interval);
        if (!argument) return context.cannot_say(fmt::format("this value of `{} {}`", row.header, row.field));
        pieces.push_back(empty);
        pieces.back().option.argument = std::move(*argument);
    }
    return steps_of(std::move(pieces), wanted.negated);
}

} // namespace rulec::ipt
