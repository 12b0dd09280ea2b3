// SPDX-License-Identifier: GPL-2.0-or-later
// Tests of the clock. Both sides count in UTC; iptables has no times finer than a second.
#include "backend/iptables/export/field_tests.h"
#include "backend/iptables/vocabulary.h"

#include <algorithm>

namespace rulec::ipt {
namespace {

constexpr std::uint64_t kLastSecond = 24 * 60 * 60 - 1;

// From and to, both included; xt_time goes on over midnight where `to` is before `from`.
Way hours(const Context& context, std::uint64_t from, std::uint64_t to) {
    Way way;
    way.tests.push_back(context.piece("time", "timestart", number(from)));
    way.tests[0].alone = true;
    way.tests.push_back(context.piece("time", "timestop", number(to)));
    return way;
}

} // namespace

std::optional<Step> hour_step(const Context& context, const model::FieldLoad&, const Wanted& wanted) {
    Step step{.negated = wanted.negated, .ways = {}};
    for (const Interval& interval : wanted.intervals) {
        const std::uint64_t from = from_big_endian(interval.low);
        const std::uint64_t to = std::min(from_big_endian(interval.high), kLastSecond);
        if (wanted.mask || from >= to)
            return context.cannot_say("a single second of the day", "a range: `meta hour \"10:00\"-\"11:00\"`");
        step.ways.push_back(hours(context, from, to));
    }
    if (!step.negated || step.ways.size() != 1) return step;
    const std::uint64_t from = from_big_endian(wanted.intervals[0].low);
    const std::uint64_t to = std::min(from_big_endian(wanted.intervals[0].high), kLastSecond);
    const std::uint64_t after = to == kLastSecond ? 0 : to + 1, before = from == 0 ? kLastSecond : from - 1;
    if (after == before || (from == 0 && to == kLastSecond)) return step;
    return one_way(hours(context, after, before));
}

std::optional<Step> day_step(const Context& context, const model::FieldLoad&, const Wanted& wanted) {
    Words days;
    for (const Word& word : kWeekdays) {
        const bool inside = std::ranges::any_of(wanted.intervals, [&](const Interval& interval) {
            return from_big_endian(interval.low) <= word.value && word.value <= from_big_endian(interval.high);
        });
        if (inside && !word.rules.empty()) days.words.push_back(&word);
    }
    if (wanted.mask || days.words.empty()) return context.cannot_say("these days");
    return step_of(context.piece("time", "weekdays", std::move(days), wanted.negated));
}

// The kernel tells rules nanoseconds. A second belongs to the range if the range has all of it, but for the first or
// last nanosecond, as in `meta time > "2024-01-01"`.
std::optional<Step> date_step(const Context& context, const model::FieldLoad&, const Wanted& wanted) {
    constexpr std::uint64_t kSecond = 1'000'000'000, kLastDate = 0x7fffffff; // of iptables
    Step step{.negated = wanted.negated, .ways = {}};
    for (const Interval& interval : wanted.intervals) {
        const std::uint64_t low = from_big_endian(interval.low), high = from_big_endian(interval.high);
        const std::uint64_t start = low / kSecond, end = high / kSecond; // `end` begins with its last nanosecond
        const std::uint64_t stop = high % kSecond == kSecond - 1 ? end : end - 1;
        const bool to_the_end = end > kLastDate;
        if (wanted.mask || low % kSecond > 1 || (!to_the_end && high % kSecond != 0 && stop != end) || end == 0 ||
            start > stop)
            return context.cannot_say("times that are finer than seconds",
                                      "`meta time \"...\"-\"...\"`, or `<`, `>`");
        Way way;
        if (start > 0) way.tests.push_back(context.piece("time", "datestart", number(start)));
        if (!to_the_end) way.tests.push_back(context.piece("time", "datestop", number(stop)));
        if (start > kLastDate) return context.cannot_say("times after 2038-01-19");
        if (!way.tests.empty()) way.tests[0].alone = true;
        step.ways.push_back(std::move(way));
    }
    return step;
}

} // namespace rulec::ipt
