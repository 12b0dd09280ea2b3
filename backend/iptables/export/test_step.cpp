// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/export/field_tests.h"
#include "backend/iptables/vocabulary.h"
#include "compiler/support/overloaded.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

// Matches that say of a packet without the thing in question what nf_tables does not, once they are negated.
constexpr auto kNeverNegated = std::to_array<std::string_view>({"helper", "tcpmss", "owner"});

std::optional<Step> presence_step(const Context& context, const model::FieldLoad& load, const Wanted& wanted) {
    if (load.header->kind != catalog::HeaderKind::tcp_option || !wanted.one_value())
        return context.cannot_say(fmt::format("`{}`", field_name(load)));
    const bool exists = (from_big_endian(wanted.intervals[0].low) != 0) != wanted.negated;
    const std::uint32_t kind = load.option_number != 0 ? load.option_number : load.header->number;
    return step_of(context.piece("tcp", "tcp-option", number(kind), !exists));
}

// A packet without socket is no one's: `meta skuid != 0` does not match it, `! --uid-owner 0` does.
std::optional<Step> negated_owner(const Context& context, const FieldRow& row, const Wanted& wanted) {
    auto step = option_step(context, row, wanted);
    if (!step || step->negated) return context.cannot_say("several owners that are not meant");
    step->ways[0].tests.push_back(context.piece("owner", "socket-exists", {}));
    return step;
}

std::optional<Step> field_step(const Context& context, const model::FieldLoad& load, const Wanted& wanted) {
    if (wanted.intervals.empty()) return wanted.negated ? always() : never();
    if (load.field == nullptr) return presence_step(context, load, wanted);
    const FieldRow* row = find_row(load);
    if (row == nullptr) return context.cannot_say(fmt::format("`{}`", field_name(load)));
    if (wanted.negated && row->match == "owner") return negated_owner(context, *row, wanted);
    if (wanted.negated && std::ranges::find(kNeverNegated, row->match) != kNeverNegated.end())
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

// numgen inc mod N == K
std::optional<Step> turn_step(const Context& context, const model::Numgen& numgen, const Wanted& wanted) {
    if (!wanted.one_value() || wanted.mask) return context.cannot_say("more than one turn of `numgen`");
    const std::uint64_t value = from_big_endian(wanted.intervals[0].low);
    if (numgen.random || value < numgen.offset || value - numgen.offset >= numgen.modulus)
        return context.cannot_say("this of `numgen`", "`numgen inc mod N == K`: every Nth packet");

    Step step = step_of(context.piece("statistic", "mode", Words{{&kStatisticModes[1]}}));
    auto& tests = step.ways[0].tests;
    tests[0].alone = true;
    tests.push_back(context.piece("statistic", "every", number(numgen.modulus), wanted.negated));
    tests.push_back(context.piece("statistic", "packet", number(value - numgen.offset)));
    for (Piece& piece : tests)
        piece.counts = true;
    return step;
}

std::optional<Step> value_step(const Context& context, const model::Value& value, const Wanted& wanted) {
    const model::Value& inner = without_mask(value);
    if (const auto* load = std::get_if<model::FieldLoad>(&inner.node)) return field_step(context, *load, wanted);
    if (const auto* numgen = std::get_if<model::Numgen>(&inner.node)) return turn_step(context, *numgen, wanted);
    return context.cannot_say("a value that is computed");
}

// The parts of one element of a concatenation, one field each.
std::optional<Way> concat_way(const Context& context, const model::Concat& key, const Interval& element) {
    Way way;
    std::size_t at = 0;
    for (const model::Value& part : key.parts) {
        const std::size_t len = part.byte_len();
        Wanted wanted{{{element.low.substr(at, len), element.high.substr(at, len)}}, false, {}};
        if (const auto* masked = std::get_if<model::Masked>(&part.node)) wanted.mask = masked->mask;
        const auto step = value_step(context, part, wanted);
        if (!step) return std::nullopt;
        if (step->negated || step->ways.size() != 1) return context.cannot_say("this concatenation");
        way.tests.insert(way.tests.end(), step->ways[0].tests.begin(), step->ways[0].tests.end());
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
        const model::Set& set = context.table.sets[lookup->set];
        if (changes_at_run_time(set))
            return context.cannot_say("a set whose elements come and go",
                                      "sets of constants are written out; rulec does not write ipsets yet");
    }
    const Wanted meant = wanted(test, context.table);
    const model::Value& value = tested_value(test);
    if (const auto* concat = std::get_if<model::Concat>(&value.node)) return concat_step(context, *concat, meant);
    return value_step(context, value, meant);
}

std::optional<std::vector<Way>> element_ways(const Context& context, const model::Value& key, const model::Set& map) {
    if (changes_at_run_time(map)) return context.cannot_say("a map whose elements come and go");
    std::vector<Way> ways;
    const auto intervals = intervals_of(map);
    for (std::size_t i = 0; i < intervals.size(); ++i) {
        const model::ElementExtra* extra = map.elements.extra_at(i);
        if (extra != nullptr && extra->catchall) return context.cannot_say("a map with `*`");
        const auto* concat = std::get_if<model::Concat>(&key.node);
        Wanted one{{intervals[i]}, false, {}};
        if (const auto* masked = std::get_if<model::Masked>(&key.node)) one.mask = masked->mask;
        if (concat != nullptr) {
            auto way = concat_way(context, *concat, intervals[i]);
            if (!way) return std::nullopt;
            ways.push_back(std::move(*way));
            continue;
        }
        auto step = value_step(context, key, one);
        if (!step) return std::nullopt;
        if (step->negated || step->ways.size() > 1) return context.cannot_say("this element of a map");
        if (step->ways.empty()) step->ways.push_back({.tests = {}, .effects = {}}); // of the other family
        ways.push_back(std::move(step->ways[0]));
    }
    return ways;
}

} // namespace rulec::ipt
