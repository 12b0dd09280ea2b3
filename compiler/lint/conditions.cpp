// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/conditions.h"

#include "compiler/support/overloaded.h"

#include <algorithm>
#include <array>
#include <bit>

namespace rulec::lint {
namespace {

using catalog::HeaderKind;
using catalog::TypeId;
using model::Match;
using model::MatchOp;
using model::Value;

constexpr std::uint32_t kLongest = 128; // bits
constexpr std::uint32_t kEnumerable = 8;

// Fields whose value may be another one when the same packet is asked again.
bool is_volatile(const model::FieldLoad& load) {
    if (load.field == nullptr) return false;
    const std::string_view name = load.field->name;
    if (load.header->kind == HeaderKind::meta)
        return name == "random" || name == "time" || name == "day" || name == "hour" || name == "cpu";
    if (load.header->kind == HeaderKind::ct)
        return name == "bytes" || name == "packets" || name == "avgpkt" || name == "expiration";
    return false;
}

bool is_steady(const Value& value) {
    const auto* load = std::get_if<model::FieldLoad>(&value.node);
    return load != nullptr ? !is_volatile(*load) : std::holds_alternative<model::RawLoad>(value.node);
}

// NF_CT_STATE_BIT() of include/uapi/linux/netfilter/nf_conntrack_common.h: invalid, established, related, new,
// untracked. A packet has one of them.
constexpr auto kStates = std::to_array<std::uint64_t>({1, 2, 4, 8, 64});

// Every value, if there are few enough to look at each.
std::vector<std::uint64_t> all_values(const Value& of) {
    if (of.type->id == TypeId::ct_state) return {kStates.begin(), kStates.end()};
    if (of.bit_len > kEnumerable) return {};
    std::vector<std::uint64_t> values(std::size_t{1} << of.bit_len);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = i;
    return values;
}

template <class Accepts>
Ranges where(const std::vector<std::uint64_t>& values, Accepts accepts) {
    std::vector<Ranges::Interval> out;
    for (const std::uint64_t value : values) {
        if (accepts(value)) out.push_back({{0, value}, {0, value}});
    }
    return Ranges(std::move(out));
}

// ---- matches of the whole field: what is accepted among all numbers of its length

Ranges of_prefix(const model::Prefix& prefix, std::uint32_t bits) {
    const Number low = number_of(prefix.base);
    const Number rest = largest_number(bits - prefix.len);
    return {low, {low.high | rest.high, low.low | rest.low}};
}

// The elements of an anonymous set; they cannot change. Elements that time out or count packets are left alone.
std::optional<Ranges> of_set(const model::Set& set, Number largest) {
    const model::ElementList& list = set.elements;
    if (!set.anonymous || set.is_dynamic || set.has_timeout || set.key.size() != 1) return std::nullopt;
    std::vector<Ranges::Interval> out;
    out.reserve(list.count);
    for (std::size_t i = 0; i < list.count; ++i) {
        out.push_back({number_of(list.low_at(i)), number_of(list.high_at(i))});
    }
    for (const model::ElementExtra& extra : list.extras) {
        if (!extra.stateful.empty() || extra.timeout_ms) return std::nullopt;
        if (extra.catchall) return Ranges({}, largest);
    }
    return Ranges(std::move(out));
}

std::optional<Ranges> of_order(MatchOp op, Number bound, Number largest) {
    switch (op) {
    case MatchOp::gt: return Ranges({}, bound).but_for(largest);
    case MatchOp::ge: return Ranges(bound, largest);
    case MatchOp::lt: return Ranges(bound, largest).but_for(largest);
    case MatchOp::le: return Ranges({}, bound);
    default: return std::nullopt;
    }
}

std::optional<Ranges> of_operand(const Match& match, const model::Table& table, Number largest) {
    const std::uint32_t bits = match.lhs.bit_len;
    return std::visit(
        overloaded{
            [](const model::Constant& one) -> std::optional<Ranges> {
                return Ranges(number_of(one.bytes), number_of(one.bytes));
            },
            [](const model::Range& range) -> std::optional<Ranges> {
                return Ranges(number_of(range.low), number_of(range.high));
            },
            [&](const model::Prefix& prefix) -> std::optional<Ranges> { return of_prefix(prefix, bits); },
            [&](const model::SetUse& use) { return of_set(table.sets[use.set], largest); },
        },
        match.rhs);
}

std::optional<Ranges> of_whole(const Match& match, const model::Table& table) {
    const Number largest = largest_number(match.lhs.bit_len);
    auto accepted = of_operand(match, table, largest);
    if (!accepted || match.op == MatchOp::eq) return accepted;
    if (match.op == MatchOp::ne) return accepted->but_for(largest);
    const auto* constant = std::get_if<model::Constant>(&match.rhs);
    if (constant == nullptr) return std::nullopt;
    return of_order(match.op, number_of(constant->bytes), largest);
}

// ---- matches of some bits

// (value & mask) ^ xor_, for numbers that fit.
struct Bits {
    std::uint64_t mask = ~std::uint64_t{0};
    std::uint64_t xor_ = 0;
};

std::optional<Bits> bits_of(const model::Masked& masked) {
    if (masked.mask.size() > 8) return std::nullopt;
    return Bits{from_big_endian(masked.mask), from_big_endian(masked.xor_)};
}

// Of the few values that `of` may have, those for which the match holds.
std::optional<Ranges> by_trial(const Match& match, const Value& of, Bits bits, const model::Table& table) {
    const auto values = all_values(of);
    if (values.empty()) return std::nullopt;
    if (match.op == MatchOp::any_bit || match.op == MatchOp::no_bit) {
        const std::uint64_t asked = from_big_endian(std::get<model::Constant>(match.rhs).bytes);
        const bool any = match.op == MatchOp::any_bit;
        return where(values,
                     [&](std::uint64_t value) { return ((((value & bits.mask) ^ bits.xor_) & asked) != 0) == any; });
    }
    const auto accepted = of_whole(match, table);
    if (!accepted) return std::nullopt;
    return where(values, [&](std::uint64_t value) {
        const Number seen{0, (value & bits.mask) ^ bits.xor_};
        return accepted->meets(Ranges(seen, seen));
    });
}

// `ip saddr & 255.255.255.0 == 10.0.0.0`: the same as a prefix.
std::optional<Ranges> by_prefix(const Match& match, const Value& of, Bits bits) {
    const auto* constant = std::get_if<model::Constant>(&match.rhs);
    if (constant == nullptr || of.bit_len > 64 || bits.xor_ != 0) return std::nullopt;
    const std::uint64_t rest = largest_number(of.bit_len).low & ~bits.mask;
    const std::uint64_t base = from_big_endian(constant->bytes);
    if (!std::has_single_bit(rest + 1) || (base & rest) != 0) return std::nullopt; // rest is 0 or ones at the end
    const Ranges inside({0, base}, {0, base | rest});
    if (match.op == MatchOp::eq) return inside;
    if (match.op == MatchOp::ne) return inside.but_for(largest_number(of.bit_len));
    return std::nullopt;
}

// Under another mask the masked field counts as a field of its own, which never has the bits that the mask clears.
std::optional<Ranges> as_own_field(const Match& match, Bits bits, const model::Table& table) {
    if (match.op == MatchOp::any_bit || match.op == MatchOp::no_bit) return std::nullopt;
    auto accepted = of_whole(match, table);
    const auto* constant = std::get_if<model::Constant>(&match.rhs);
    if (!accepted || constant == nullptr || match.op != MatchOp::eq) return accepted;
    const bool impossible = ((from_big_endian(constant->bytes) ^ bits.xor_) & ~bits.mask) != 0;
    return impossible ? Ranges() : accepted;
}

std::optional<Condition> under_mask(const Match& match, const model::Masked& masked, const model::Table& table) {
    const auto bits = bits_of(masked);
    if (!bits || !is_steady(*masked.of)) return std::nullopt;
    const Value& of = *masked.of;
    if (auto ranges = by_trial(match, of, *bits, table)) return Condition{&of, std::move(*ranges)};
    if (auto ranges = by_prefix(match, of, *bits)) return Condition{&of, std::move(*ranges)};
    if (auto ranges = as_own_field(match, *bits, table)) return Condition{&match.lhs, std::move(*ranges)};
    return std::nullopt;
}

bool same_load(const model::FieldLoad& a, const model::FieldLoad& b) {
    return a.header == b.header && a.field == b.field && a.presence == b.presence &&
           a.ct_direction == b.ct_direction && a.fib_flags == b.fib_flags && a.cgroup_level == b.cgroup_level &&
           a.ipsec_direction == b.ipsec_direction && a.ipsec_spnum == b.ipsec_spnum && a.osf_ttl == b.osf_ttl &&
           a.option_number == b.option_number && a.list_index == b.list_index && a.vlan_depth == b.vlan_depth;
}

bool same_elements(const model::Set& a, const model::Set& b) {
    const auto plain = [](const model::Set& set) { return set.anonymous && set.elements.extras.empty(); };
    return plain(a) && plain(b) && a.elements.low == b.elements.low && a.elements.high == b.elements.high;
}

} // namespace

std::optional<Condition> condition_of(const Match& match, const model::Table& table) {
    if (match.lhs.bit_len > kLongest || match.lhs.bit_len == 0) return std::nullopt;
    if (const auto* masked = std::get_if<model::Masked>(&match.lhs.node)) return under_mask(match, *masked, table);
    if (!is_steady(match.lhs)) return std::nullopt;
    const bool tests_bits = match.op == MatchOp::any_bit || match.op == MatchOp::no_bit;
    auto ranges = tests_bits || match.lhs.type->id == TypeId::ct_state ? by_trial(match, match.lhs, {}, table)
                                                                       : of_whole(match, table);
    if (!ranges) return std::nullopt;
    return Condition{&match.lhs, std::move(*ranges)};
}

Ranges every_value(const Value& of) {
    if (of.type->id != TypeId::ct_state) return {{}, largest_number(of.bit_len)};
    return where(all_values(of), [](std::uint64_t) { return true; });
}

bool same_value(const Value& a, const Value& b) {
    if (a.node.index() != b.node.index() || a.bit_len != b.bit_len) return false;
    return std::visit(
        overloaded{
            [&](const model::FieldLoad& load) {
                return same_load(load, std::get<model::FieldLoad>(b.node)) && !is_volatile(load);
            },
            [&](const model::RawLoad& load) {
                const auto& other = std::get<model::RawLoad>(b.node);
                return load.from == other.from && load.option_number == other.option_number &&
                       load.bit_offset == other.bit_offset && load.bit_len == other.bit_len;
            },
            [&](const model::Masked& masked) {
                const auto& other = std::get<model::Masked>(b.node);
                return masked.mask == other.mask && masked.xor_ == other.xor_ && same_value(*masked.of, *other.of);
            },
            [&](const model::Shifted& shifted) {
                const auto& other = std::get<model::Shifted>(b.node);
                return shifted.left == other.left && shifted.bits == other.bits && same_value(*shifted.of, *other.of);
            },
            [&](const model::Concat& concat) {
                return std::ranges::equal(concat.parts, std::get<model::Concat>(b.node).parts, same_value);
            },
            [](const auto&) { return false; },
        },
        a.node);
}

bool same_match(const Match& a, const Match& b, const model::Table& table) {
    if (a.op != b.op || a.rhs.index() != b.rhs.index() || !same_value(a.lhs, b.lhs)) return false;
    return std::visit(
        overloaded{
            [&](const model::Constant& one) { return one.bytes == std::get<model::Constant>(b.rhs).bytes; },
            [&](const model::Prefix& prefix) {
                const auto& other = std::get<model::Prefix>(b.rhs);
                return prefix.len == other.len && prefix.base == other.base;
            },
            [&](const model::Range& range) {
                const auto& other = std::get<model::Range>(b.rhs);
                return range.low == other.low && range.high == other.high;
            },
            [&](const model::SetUse& use) {
                const std::uint32_t other = std::get<model::SetUse>(b.rhs).set;
                return use.set == other || same_elements(table.sets[use.set], table.sets[other]);
            },
        },
        a.rhs);
}

const model::FieldLoad* field_of(const Value& value) {
    if (const auto* load = std::get_if<model::FieldLoad>(&value.node)) return load;
    if (const auto* masked = std::get_if<model::Masked>(&value.node)) return field_of(*masked->of);
    if (const auto* shifted = std::get_if<model::Shifted>(&value.node)) return field_of(*shifted->of);
    return nullptr;
}

const model::Constant* single_value(const Match& match) {
    if (match.op != MatchOp::eq || !std::holds_alternative<model::FieldLoad>(match.lhs.node)) return nullptr;
    return std::get_if<model::Constant>(&match.rhs);
}

} // namespace rulec::lint
