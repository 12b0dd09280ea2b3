// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/export/field_tests.h"
#include "backend/iptables/export/named_sets.h"
#include "backend/iptables/export/set_step.h"
#include "backend/iptables/vocabulary.h"
#include "compiler/support/overloaded.h"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

// Matches that say of a packet without the thing in question what nf_tables does not, once they are negated: numbers
// become the ranges between.
constexpr auto kNeverNegated = std::to_array<std::string_view>({"helper", "tcpmss"});

// Is the row's option for whole values only, and the test one of some bits? u32 has masks for all fields.
bool wants_some_bits(const Context& context, const FieldRow& row, const Wanted& wanted) {
    return wanted.mask && row.step == nullptr && row.kind == catalog::HeaderKind::payload &&
           context.piece(row.match, row.option, {}).option.row->shape != Shape::masked;
}

std::optional<Step> field_step(const Context& context, const model::FieldLoad& load, const Wanted& wanted) {
    if (wanted.intervals.empty()) return wanted.negated ? any_packet() : no_packet();
    if (load.field == nullptr) return presence_step(context, load, wanted);
    const FieldRow* row = find_row(load);
    if (row == nullptr && load.header->kind == catalog::HeaderKind::payload)
        return payload_step(context, load, wanted);
    if (row == nullptr) return context.cannot_say(fmt::format("`{}`", field_name(load)));
    if (!row->match.empty() && find_match(row->match, context.family) == nullptr)
        return context.cannot_say(fmt::format("`{}` of this family's packets", field_name(load)),
                                  fmt::format("`meta nfproto {}` in front: the match {} is of that family only",
                                              context.family == Family::ipv4 ? "ipv6" : "ipv4", row->match));
    if (wants_some_bits(context, *row, wanted)) return payload_step(context, load, wanted);
    const bool never = wanted.negated && std::ranges::find(kNeverNegated, row->match) != kNeverNegated.end();
    if (never && row->kind == catalog::HeaderKind::tcp_option && !wanted.mask)
        return field_step(context, load, not_negated(wanted));
    if (never)
        return context.cannot_say(
            fmt::format("`{} !=` as it is meant: packets without it would match as well", field_name(load)));
    auto step = row->step != nullptr ? row->step(context, load, wanted) : option_step(context, *row, wanted);
    return step;
}

const model::Value& without_mask(const model::Value& value) {
    const auto* masked = std::get_if<model::Masked>(&value.node);
    const bool plain =
        masked != nullptr && masked->xor_.find_first_not_of(static_cast<unsigned char>(0)) == Bytes::npos;
    return plain ? *masked->of : value;
}

std::optional<Step> value_step(const Context& context, const model::Value& value, const Wanted& wanted) {
    const model::Value& inner = without_mask(value);
    if (const auto* load = std::get_if<model::FieldLoad>(&inner.node)) return field_step(context, *load, wanted);
    if (const auto* raw = std::get_if<model::RawLoad>(&inner.node)) return raw_step(context, *raw, wanted);
    if (const auto* numgen = std::get_if<model::Numgen>(&inner.node)) return turn_step(context, *numgen, wanted);
    return context.cannot_say("a value that is computed", "hashes have no match in iptables; `numgen` has one");
}

// -p: the protocol that packets then are of.
std::optional<std::uint8_t> protocol_of(const Piece& piece) {
    if (piece.option.row == nullptr || piece.option.row->letter != 'p' || piece.option.negated) return std::nullopt;
    return static_cast<std::uint8_t>(std::get<Numbers>(piece.option.argument).ranges[0].first);
}

// The parts of one element of a concatenation, one field each.
std::optional<Way> concat_way(const Context& context, const model::Concat& key, const Interval& element) {
    Way way;
    std::size_t at = 0;
    Context here = context;
    for (const model::Value& part : key.parts) {
        const std::size_t len = part.byte_len();
        Wanted wanted{{{element.low.substr(at, len), element.high.substr(at, len)}}, false, {}};
        if (const auto* masked = std::get_if<model::Masked>(&part.node)) wanted.mask = masked->mask;
        auto step = value_step(here, part, wanted);
        if (!step) return std::nullopt;
        if (step->negated || step->ways.size() != 1) return context.cannot_say("this concatenation");
        for (Piece& piece : step->ways[0].tests) {
            if (const auto protocol = protocol_of(piece)) here.protocol = protocol; // for ports behind it
            way.tests.push_back(std::move(piece));
        }
        at += (len + 3) / 4 * 4;
    }
    return way;
}

std::optional<Step> concat_step(const Context& context, const model::Concat& key, const Wanted& wanted) {
    Step step{.negated = wanted.negated, .ways = {}};
    for (const Interval& element : wanted.intervals) {
        auto way = concat_way(context, key, element);
        if (!way) return std::nullopt;
        step.ways.push_back(std::move(*way));
    }
    return step;
}

bool changes_at_run_time(const model::Set& set) {
    const bool has_state = std::ranges::any_of(set.elements.extras, [](const model::ElementExtra& extra) {
        return extra.timeout_ms || !extra.stateful.empty();
    });
    return set.is_dynamic || set.has_timeout || !set.stateful.empty() || has_state;
}

} // namespace

std::optional<Step> test_step(const Context& context, const ir::Test& test) {
    if (const auto* lookup = std::get_if<ir::InSet>(&test)) {
        std::string_view refusal;
        if (auto step = match_set_step(context, *lookup, refusal)) return step;
        const model::Set& set = context.table.sets[lookup->set];
        if (changes_at_run_time(set) || context.sets->changes(context, lookup->set).any)
            return context.cannot_say("a set whose elements come and go", refusal);
        if (set.elements.count > kMostRules) return context.too_many_rules(refusal);
    }
    const Wanted meant = wanted(test, context.table);
    const model::Value& value = tested_value(test);
    if (const auto* concat = std::get_if<model::Concat>(&value.node)) return concat_step(context, *concat, meant);
    return value_step(context, value, meant);
}

namespace {

// What packets with this key pass; nothing if there are none in this family.
std::optional<Step> key_step(const Context& context, const model::Value& key, const Interval& interval) {
    if (const auto* concat = std::get_if<model::Concat>(&key.node)) {
        auto way = concat_way(context, *concat, interval);
        if (!way) return std::nullopt;
        return one_way(*std::move(way));
    }
    Wanted one{{interval}, false, {}};
    if (const auto* masked = std::get_if<model::Masked>(&key.node)) one.mask = masked->mask;
    auto step = value_step(context, key, one);
    if (step && (step->negated || step->ways.size() > 1)) return context.cannot_say("this element of a map");
    return step;
}

// The way of a key, and what is done then.
bool add_way(Step keys, std::optional<Step> done, std::vector<Way>& ways) {
    if (!done) return false;
    if (keys.ways.empty() || done->ways.empty()) return true;
    Way& way = ways.emplace_back(std::move(keys.ways[0]));
    Way& then = done->ways[0];
    way.tests.insert(way.tests.end(), std::make_move_iterator(then.tests.begin()),
                     std::make_move_iterator(then.tests.end()));
    way.effects = std::move(then.effects);
    return true;
}

} // namespace

std::optional<Step> map_step(const Context& context, const model::Value& key, const model::Set& map,
                             const ElementStep& done) {
    if (changes_at_run_time(map)) return context.cannot_say("a map whose elements come and go");
    if (map.elements.count > kMostRules) return context.too_many_rules();
    if (const auto* numgen = std::get_if<model::Numgen>(&key.node)) return turns_step(context, *numgen, map, done);
    Step step;
    std::optional<std::size_t> rest; // the element `*`
    const auto intervals = intervals_of(map);
    for (std::size_t i = 0; i < intervals.size(); ++i) {
        const model::ElementExtra* extra = map.elements.extra_at(i);
        if (extra != nullptr && extra->catchall) {
            rest = i;
            continue;
        }
        auto keys = key_step(context, key, intervals[i]);
        if (!keys || !add_way(*std::move(keys), done(i), step.ways)) return std::nullopt;
    }
    if (!rest) return step;
    const bool goes_on = std::ranges::any_of(
        step.ways, [](const Way& way) { return way.effects.empty() || !way.effects.back().final; });
    if (goes_on) return context.cannot_say("a map with `*` of which packets go on with the rule");
    if (!add_way(any_packet(), done(*rest), step.ways)) return std::nullopt;
    return step;
}

} // namespace rulec::ipt
