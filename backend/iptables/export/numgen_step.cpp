// SPDX-License-Identifier: GPL-2.0-or-later
// numgen by the match statistic. A map of numbers becomes a chain of choices, each among what those before it left:
//
//   dnat to numgen inc mod 3 map { 0 : A, 1 : B, 2 : C }
//   -m statistic --mode nth --every 3 --packet 0 -j DNAT --to-destination A
//   -m statistic --mode nth --every 2 --packet 0 -j DNAT --to-destination B
//   -j DNAT --to-destination C
//
// which takes packets in the same turn as numgen does, or with the same chances.
#include "backend/iptables/export/field_tests.h"
#include "backend/iptables/vocabulary.h"

#include <algorithm>
#include <cmath>

namespace rulec::ipt {
namespace {

Way counted(std::vector<Piece> tests) {
    tests[0].alone = true;
    for (Piece& piece : tests)
        piece.counts = true;
    return {.tests = std::move(tests), .effects = {}};
}

// Of every `every` packets that with this index, from 0 on.
Way nth(const Context& context, std::uint64_t every, std::uint64_t index, bool negated) {
    std::vector<Piece> tests;
    tests.push_back(context.piece("statistic", "mode", Words{{&kStatisticModes[1]}}));
    tests.push_back(context.piece("statistic", "every", number(every), negated));
    tests.push_back(context.piece("statistic", "packet", number(index)));
    return counted(std::move(tests));
}

// `some` in `all` packets, by chance.
Way by_chance(const Context& context, std::uint64_t some, std::uint64_t all) {
    constexpr double kWhole = 2147483648.0; // 2^31, in parts of which iptables counts
    const auto parts =
        static_cast<std::uint64_t>(std::llround(static_cast<double>(some) / static_cast<double>(all) * kWhole));
    std::vector<Piece> tests;
    tests.push_back(context.piece("statistic", "mode", Words{{&kStatisticModes[0]}}));
    tests.push_back(context.piece("statistic", "probability", number(parts)));
    return counted(std::move(tests));
}

// Numbers of an element, counted from 0.
struct Share {
    std::size_t element = 0;
    std::uint64_t first = 0, count = 0;
};

std::optional<std::vector<Share>> shares_of(const model::Numgen& numgen, const model::Set& map) {
    std::vector<Share> shares;
    const auto intervals = intervals_of(map);
    for (std::size_t i = 0; i < intervals.size(); ++i) {
        const model::ElementExtra* extra = map.elements.extra_at(i);
        const std::uint64_t first = from_big_endian(intervals[i].low), last = from_big_endian(intervals[i].high);
        if ((extra != nullptr && extra->catchall) || first < numgen.offset || last - numgen.offset >= numgen.modulus)
            return std::nullopt;
        shares.push_back({i, first - numgen.offset, last - first + 1});
    }
    std::ranges::sort(shares, {}, &Share::first);
    return shares;
}

} // namespace

std::optional<Step> turn_step(const Context& context, const model::Numgen& numgen, const Wanted& wanted) {
    const std::uint64_t value = wanted.intervals.empty() ? 0 : from_big_endian(wanted.intervals[0].low);
    const bool one =
        wanted.one_value() && !wanted.mask && value >= numgen.offset && value - numgen.offset < numgen.modulus;
    if (!one || numgen.random)
        return context.cannot_say("this of `numgen`", "`numgen inc mod N == K`: every Nth packet; or a map");
    return one_way(nth(context, numgen.modulus, value - numgen.offset, wanted.negated));
}

std::optional<Step> turns_step(const Context& context, const model::Numgen& numgen, const model::Set& map,
                               const ElementStep& done) {
    const auto shares = shares_of(numgen, map);
    if (!shares) return context.cannot_say("numbers that `numgen` never gives");
    Step step;
    std::uint64_t left = numgen.modulus, taken = 0;
    for (const Share& share : *shares) {
        auto then = done(share.element);
        if (!then) return std::nullopt;
        const bool rest = share.count == left;
        if (!numgen.random && share.count > 1 && !rest)
            return context.cannot_say("several numbers of `numgen inc` in an element", "an element for each number");
        Way way = rest            ? Way{}
                  : numgen.random ? by_chance(context, share.count, left)
                                  : nth(context, left, share.first - taken, false);
        left -= share.count;
        taken += share.count;
        if (!then->ways.empty()) way.effects = std::move(then->ways[0].effects);
        const bool leaves = !way.effects.empty() && way.effects.back().final;
        if (!leaves) return context.cannot_say("numbers of `numgen` after which packets go on with the rule");
        step.ways.push_back(std::move(way));
    }
    return step;
}

} // namespace rulec::ipt
