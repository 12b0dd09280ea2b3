// SPDX-License-Identifier: GPL-2.0-or-later
// FIELD set VALUE: the inverse of lower_assign.cpp.
#include "backend/nft/raise/raise_action.h"
#include "backend/nft/raise/raise_value.h"

#include <algorithm>

#include <linux/netfilter/nf_tables.h>

namespace rulec::nft {
namespace {

using catalog::HeaderKind;
using model::Assign;
using model::FieldLoad;
using model::Value;

std::function<bool(const BitSpan&)> exactly(BitSpan wanted) {
    return [wanted](const BitSpan& bits) {
        return bits.bit_offset == wanted.bit_offset && bits.bit_len == wanted.bit_len;
    };
}

Assign assignment(const Value& target, Value value) {
    Assign assign{.target = {}, .bit_len = target.bit_len, .order = target.order, .raw_target = {}, .value = value};
    if (const auto* raw = std::get_if<model::RawLoad>(&target.node))
        assign.raw_target = *raw;
    else
        assign.target = std::get<FieldLoad>(target.node);
    return assign;
}

// A header's field keeps the header's checksum right, octets without a name keep none.
bool same_checksum(const Value& target, const PayloadSet& set) {
    const auto* load = std::get_if<FieldLoad>(&target.node);
    if (load == nullptr) return set.csum_type == NFT_PAYLOAD_CSUM_NONE;
    return load->header->csum_type == set.csum_type && load->header->csum_offset == set.csum_offset;
}

// A target that takes all octets which are written.
std::optional<Value> whole_target(const RuleRaiser& rule, const PayloadSet& set) {
    const BitSpan octets{set.offset * 8, set.len * 8};
    auto field = find_field(rule, set.base, exactly(octets));
    if (field && same_checksum(*field, set)) return field;
    auto raw = raw_field(set.base, octets);
    return raw && same_checksum(*raw, set) ? raw : std::nullopt;
}

// Bits that are merged into the octets around them: which, and what they become.
struct Merge {
    BitSpan bits;
    std::uint32_t below; // bits of the stretch behind them
    Bytes value;         // as long as the stretch
};

std::optional<Merge> merge_in(const RuleRaiser& rule, const PayloadSet& set) {
    const Content* content = rule.registers.in(set.sreg);
    const auto* load = content == nullptr ? nullptr : std::get_if<PayloadLoad>(&content->origin);
    if (load == nullptr || content->steps.size() != 1) return std::nullopt;
    const auto* step = std::get_if<Bitwise>(&content->steps[0]);
    const bool same_place = load->base == set.base && load->offset == set.offset && load->len == set.len;
    if (step == nullptr || !same_place || step->mask.size() != set.len) return std::nullopt;
    const Bytes replaced = bit_not(step->mask);
    std::uint32_t below = 0;
    const std::uint32_t all = set.len * 8;
    const auto bit = [&](std::uint32_t from_end) {
        const std::uint32_t at = all - 1 - from_end;
        return (replaced[at / 8] >> (7 - at % 8) & 1) != 0;
    };
    while (below < all && !bit(below))
        ++below;
    std::uint32_t len = 0;
    while (below + len < all && bit(below + len))
        ++len;
    if (len == 0 || shift_left(low_bits(len, set.len), below) != replaced) return std::nullopt;
    if (bit_and(step->xor_, step->mask) != Bytes(set.len, 0)) return std::nullopt;
    return Merge{{set.offset * 8 + all - below - len, len}, below, shift_right(step->xor_, below)};
}

bool raise_merge(RuleRaiser& rule, const PayloadSet& set, const Merge& merge) {
    auto target = find_field(rule, set.base, exactly(merge.bits));
    if (!target || !same_checksum(*target, set)) target = raw_field(set.base, merge.bits);
    if (!target || !same_checksum(*target, set)) return false;
    Bytes octets = merge.value.substr(merge.value.size() - target->byte_len());
    Value value = constant(std::move(octets), {target->type, target->bit_len, target->order});
    rule.add(assignment(*target, std::move(value)));
    return true;
}

bool assign_key(RuleRaiser& rule, const std::optional<Value>& target, Register sreg) {
    if (!target || target->bit_len == 0) return false;
    auto value = raise_value(rule, sreg, {target->type, target->bit_len, target->order});
    if (!value) return false;
    rule.add(assignment(*target, std::move(*value)));
    return true;
}

} // namespace

bool raise_payload_set(RuleRaiser& rule, const PayloadSet& set) {
    if (const auto merge = merge_in(rule, set)) {
        if (raise_merge(rule, set, *merge)) return true;
    }
    return assign_key(rule, whole_target(rule, set), set.sreg);
}

bool raise_exthdr_set(RuleRaiser& rule, const ExthdrSet& set) {
    const Source source = ExthdrTarget{set.op, set.type};
    const BitSpan octets{set.offset * 8, set.len * 8};
    auto target = find_field(rule, source, exactly(octets));
    if (!target) target = raw_field(source, octets);
    return assign_key(rule, target, set.sreg);
}

bool raise_meta_set(RuleRaiser& rule, const MetaSet& set) {
    return assign_key(rule, raise_key(rule.protocols, MetaLoad{set.key, 0}), set.sreg);
}

bool raise_ct_set(RuleRaiser& rule, const CtSet& set) {
    return assign_key(rule, raise_key(rule.protocols, CtLoad{set.key, set.direction, 0}), set.sreg);
}

} // namespace rulec::nft
