// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/traffic.h"

#include "compiler/support/overloaded.h"

#include <algorithm>

namespace rulec::lint {
namespace {

using catalog::HeaderKind;
using model::MatchOp;
using model::Value;

constexpr std::size_t kNameLen = 16; // IFNAMSIZ

struct Ends { // inclusive
    Bytes low, high;
};

bool overlap(const Known& known, BytesView low, BytesView high) {
    return low <= BytesView(known.high) && BytesView(known.low) <= high;
}

bool inside(const Known& known, BytesView low, BytesView high) {
    return low <= BytesView(known.low) && BytesView(known.high) <= high;
}

// Can the value lie in [low, high]?
bool may_be_in(const Known& known, BytesView low, BytesView high) {
    if (!known.outside) return overlap(known, low, high);
    return low < BytesView(known.low) || BytesView(known.high) < high;
}

bool may_be_out_of(const Known& known, BytesView low, BytesView high) {
    return known.outside || !inside(known, low, high);
}

bool may_be_element(const Known& known, const model::Set& set, std::size_t i) {
    const model::ElementExtra* extra = set.elements.extra_at(i);
    if (extra != nullptr && extra->catchall) return true;
    return may_be_in(known, set.elements.low_at(i), set.elements.high_at(i));
}

bool may_be_in(const Known& known, const model::Set& set) {
    if (!set.anonymous) return known.in_named_sets;
    for (std::size_t i = 0; i < set.elements.count; ++i) {
        if (may_be_element(known, set, i)) return true;
    }
    return false;
}

bool may_be_out_of(const Known& known, const model::Set& set) {
    if (!set.anonymous || known.outside) return true;
    for (std::size_t i = 0; i < set.elements.count; ++i) {
        if (inside(known, set.elements.low_at(i), set.elements.high_at(i))) return false;
    }
    return true;
}

Ends ends(const model::Prefix& prefix) {
    const Bytes mask = prefix_mask(prefix.len, prefix.base.size());
    return {bit_and(prefix.base, mask), bit_or(prefix.base, bit_not(mask))};
}

bool may_compare(const Known& known, MatchOp op, const Bytes& constant) {
    if (known.outside && op != MatchOp::eq) return true;
    const bool single = known.low == known.high;
    const auto is_zero = [](const Bytes& bytes) { return bytes.find_first_not_of('\0') == Bytes::npos; };
    switch (op) {
    case MatchOp::eq: return may_be_in(known, constant, constant);
    case MatchOp::ne: return may_be_out_of(known, constant, constant);
    case MatchOp::lt: return known.low < constant;
    case MatchOp::le: return known.low <= constant;
    case MatchOp::gt: return known.high > constant;
    case MatchOp::ge: return known.high >= constant;
    case MatchOp::any_bit: return !single || !is_zero(bit_and(known.low, constant));
    case MatchOp::no_bit: return !single || is_zero(bit_and(known.low, constant));
    }
    return true;
}

bool may_match(const Known& known, const model::Match& match, const model::Table& table) {
    const bool positive = match.op == MatchOp::eq;
    const auto in_ends = [&](const Ends& operand) {
        if (operand.low.size() != known.low.size()) return true;
        return positive ? may_be_in(known, operand.low, operand.high)
                        : may_be_out_of(known, operand.low, operand.high);
    };
    return std::visit(overloaded{
                          [&](const model::Constant& constant) {
                              return constant.bytes.size() != known.low.size() ||
                                     may_compare(known, match.op, constant.bytes);
                          },
                          [&](const model::Prefix& prefix) { return in_ends(ends(prefix)); },
                          // A range of hours may run over midnight; nothing is known of hours.
                          [&](const model::Range& range) {
                              return in_ends({range.low, range.high});
                          },
                          [&](const model::SetUse& use) {
                              const model::Set& set = table.sets[use.set];
                              return positive ? may_be_in(known, set) : may_be_out_of(known, set);
                          },
                      },
                      match.rhs);
}

// Headers that the packets do not have: a test of their fields fails.
bool is_absent(const catalog::Header& header, const Traffic& traffic) {
    if (header.kind != HeaderKind::payload) return false;
    if (header.nf_proto != 0 && traffic.nf_proto != 0 && header.nf_proto != traffic.nf_proto) return true;
    const bool transport = header.base == catalog::PayloadBase::transport && header.number != 0;
    return transport && traffic.l4proto != 0 && header.number != traffic.l4proto;
}

// Is something read that the packets do not have?
bool reads_absent(const Value& value, const Traffic& traffic) {
    return std::visit(overloaded{
                          [&](const model::FieldLoad& load) { return is_absent(*load.header, traffic); },
                          [&](const model::Masked& node) { return reads_absent(*node.of, traffic); },
                          [&](const model::Shifted& node) { return reads_absent(*node.of, traffic); },
                          [&](const model::Concat& node) {
                              return std::ranges::any_of(
                                  node.parts, [&](const Value& part) { return reads_absent(part, traffic); });
                          },
                          [&](const model::MapGet& node) { return reads_absent(*node.key, traffic); },
                          [](const auto&) { return false; },
                      },
                      value.node);
}

Bytes name_octets(std::string_view name) {
    Bytes octets(name.begin(), name.end());
    octets.resize(kNameLen, 0);
    return octets;
}

} // namespace

const Known* Traffic::find(const Value& value) const {
    const auto* load = std::get_if<model::FieldLoad>(&value.node);
    if (load == nullptr || load->field == nullptr) return nullptr;
    for (const Known& one : known) {
        if (one.field == load->field->name && one.header == load->header->name) return &one;
    }
    return nullptr;
}

Known number(std::string_view header, std::string_view field, std::uint64_t low, std::uint64_t high,
             std::size_t byte_len) {
    return {header, field, big_endian(low, byte_len), big_endian(high, byte_len)};
}

Traffic ip_traffic(std::uint8_t nf_proto, std::uint8_t l4proto) {
    constexpr std::uint8_t kIpv4 = 2; // NFPROTO_IPV4
    Traffic traffic{.known = {}, .nf_proto = nf_proto, .l4proto = l4proto};
    if (nf_proto != 0) {
        const std::uint64_t ether_type = nf_proto == kIpv4 ? 0x0800 : 0x86dd;
        traffic.known.push_back(number("meta", "nfproto", nf_proto, nf_proto, 1));
        traffic.known.push_back(number("meta", "protocol", ether_type, ether_type, 2));
    }
    if (l4proto != 0) {
        traffic.known.push_back(number("meta", "l4proto", l4proto, l4proto, 1));
        traffic.known.push_back(number("ip", "protocol", l4proto, l4proto, 1));
    }
    return traffic;
}

void came_from_loopback(Traffic& traffic, bool did) {
    constexpr std::uint64_t kLoopbackType = 772; // ARPHRD_LOOPBACK
    const Bytes name = name_octets("lo");
    traffic.known.push_back({"meta", "iifname", name, name, !did});
    for (Known known : {number("meta", "iif", 1, 1, 4), number("meta", "iiftype", kLoopbackType, kLoopbackType, 2)}) {
        known.outside = !did;
        traffic.known.push_back(std::move(known));
    }
}

void came_from_unnamed_interface(Traffic& traffic) {
    constexpr std::uint64_t kEthernet = 1; // ARPHRD_ETHER
    const Bytes nobodys_name(kNameLen, 0xff);
    traffic.known.push_back({"meta", "iifname", nobodys_name, nobodys_name, false, false});
    Known index = number("meta", "iif", 0xffffffff, 0xffffffff, 4);
    index.in_named_sets = false;
    traffic.known.push_back(std::move(index));
    traffic.known.push_back(number("meta", "iiftype", kEthernet, kEthernet, 2));
}

void in_state(Traffic& traffic, CtState state) {
    const auto bit = static_cast<std::uint64_t>(state);
    traffic.known.push_back(number("ct", "state", bit, bit, 4));
}

void to_ephemeral_port(Traffic& traffic) {
    for (const std::string_view header : {"tcp", "udp", "th"})
        traffic.known.push_back(number(header, "dport", 60000, 60999, 2));
}

bool may_match(const model::Match& match, const Traffic& traffic, const model::Table& table) {
    if (reads_absent(match.lhs, traffic)) return false;
    const Known* known = traffic.find(match.lhs);
    return known == nullptr || may_match(*known, match, table);
}

bool may_be_element(const Value& key, const model::Set& set, std::size_t i, const Traffic& traffic) {
    if (reads_absent(key, traffic)) return false;
    const Known* known = traffic.find(key);
    return known == nullptr || !set.anonymous || may_be_element(*known, set, i);
}

} // namespace rulec::lint
