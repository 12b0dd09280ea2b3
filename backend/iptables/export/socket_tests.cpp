// SPDX-License-Identifier: GPL-2.0-or-later
// Tests of the socket that a packet is from or for, and of IPsec policies.
#include "backend/iptables/export/field_tests.h"
#include "backend/iptables/vocabulary.h"

#include <algorithm>

#include <fmt/format.h>

namespace rulec::ipt {

// A packet without socket is no one's: `meta skuid != 0` does not match it, `! --uid-owner 0` does.
std::optional<Step> owner_step(const Context& context, const model::FieldLoad& load, const Wanted& wanted) {
    auto step = option_step(context, *find_row(load), Wanted{wanted.intervals, false, wanted.mask});
    if (!step || !wanted.negated) return step;
    Way none;
    for (Way& way : step->ways) {
        Piece& owner = way.tests[0];
        owner.option.negated = true;
        owner.alone = step->ways.size() > 1;
        none.tests.push_back(std::move(owner));
    }
    none.tests.push_back(context.piece("owner", "socket-exists", {}));
    return one_way(std::move(none));
}

// `-m socket` alone does not see sockets that are bound to no address; with --nowildcard it does.
std::optional<Step> socket_step(const Context& context, const model::FieldLoad& load, const Wanted& wanted) {
    const auto takes = [&](std::uint64_t value) {
        return std::ranges::any_of(wanted.intervals, [&](const Interval& interval) {
                   return from_big_endian(interval.low) <= value && value <= from_big_endian(interval.high);
               }) != wanted.negated;
    };
    const bool wildcard = load.field->name == "wildcard";
    if (wanted.mask || (wildcard ? !takes(0) : takes(0) || !takes(1)))
        return context.cannot_say(fmt::format("this value of `{}`", field_name(load)));
    context.differs("with the match socket the kernel puts fragments together, as connection tracking does");
    if (wildcard && !takes(1))
        return step_of({.row = find_match("socket", context.family), .option = {}, .alone = true});
    Way way;
    if (!wildcard) way.tests.push_back(context.piece("socket", "transparent", {}));
    way.tests.push_back(context.piece("socket", "nowildcard", {}));
    return one_way(std::move(way));
}

std::optional<Step> ipsec_step(const Context& context, const model::FieldLoad& load, const Wanted& wanted) {
    const std::string_view direction = find_row(load)->option;
    if (wanted.mask || !wanted.one_value())
        return context.cannot_say(fmt::format("this value of `{}`", field_name(load)));
    const bool there = (from_big_endian(wanted.intervals[0].low) != 0) != wanted.negated;
    const ExtensionRow& row = *find_match("policy", context.family);
    const auto word = [&](std::string_view option, std::string_view name) {
        return context.piece("policy", option, Words{{find_word(find_option(row, option)->words, name)}});
    };
    Step step = step_of(word("dir", direction));
    step.ways[0].tests[0].alone = true;
    step.ways[0].tests.push_back(word("pol", there ? "ipsec" : "none"));
    return step;
}

} // namespace rulec::ipt
