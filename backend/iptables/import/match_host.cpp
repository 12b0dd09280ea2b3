// SPDX-License-Identifier: GPL-2.0-or-later
// Matches of what the host knows of a packet: routes, sockets, IPsec policies, the clock, chance.
#include "backend/iptables/import/match_text.h"
#include "backend/iptables/import/value_text.h"

#include <algorithm>

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

// ---- routes

struct AddressTest {
    Clause is, is_not;
};

AddressTest fib_test(const std::string& field, const std::vector<std::string>& types) {
    return {test(field, false, braced(types)), test(field, true, braced(types))};
}

// xt_addrtype looks at the address itself for these types of IPv6; any other is asked of the routes.
std::optional<AddressTest> class_test(RuleContext& context, const Word& type, std::string_view address) {
    struct ClassRow {
        std::string_view type;
        bool negated;
        std::string_view value;
    };
    constexpr ClassRow kClasses[] = {
        {"UNSPEC", false, "::"}, {"MULTICAST", false, "ff00::/8"}, {"UNICAST", true, "ff00::/8"}};
    const auto* row = std::ranges::find(kClasses, type.name, &ClassRow::type);
    if (row == std::end(kClasses)) return std::nullopt;
    const std::string field = fmt::format("{} {}", context.ip(), address);
    return AddressTest{test(field, row->negated, std::string(row->value)),
                       test(field, !row->negated, std::string(row->value))};
}

// What has to hold of an address, all of it at once.
std::vector<AddressTest> address_tests(RuleContext& context, const Option& option, std::string_view address,
                                       std::string_view interface) {
    std::vector<AddressTest> tests;
    std::vector<std::string> routed;
    for (const Word* type : std::get<Words>(option.argument).words) {
        if (type->rules.empty()) context.no_text(option.span, fmt::format("the address type {}", type->name));
        auto own = context.family == Family::ipv6 ? class_test(context, *type, address) : std::nullopt;
        if (own) {
            tests.push_back(*std::move(own));
        } else {
            routed.emplace_back(type->rules);
        }
    }
    if (!routed.empty()) tests.push_back(fib_test(fmt::format("fib {}{} type", address, interface), routed));
    return tests;
}

Alternatives addrtype(RuleContext& context, const Extension& match) {
    const std::string_view interface = match.has("limit-iface-in")    ? " . iif"
                                       : match.has("limit-iface-out") ? " . oif"
                                                                      : "";
    Alternatives ways = always();
    for (const Option& option : match.options) {
        if (option.row->shape == Shape::flag) continue;
        const auto tests =
            address_tests(context, option, option.row->name == "src-type" ? "saddr" : "daddr", interface);
        Alternatives these = option.negated ? Alternatives{} : always();
        Clauses before;
        for (const AddressTest& one : tests) {
            if (option.negated) { // one of them fails: the first that does
                these.push_back(before);
                these.back().push_back(one.is_not);
                before.push_back(one.is);
            } else {
                these[0].push_back(one.is);
            }
        }
        ways = both(ways, these);
    }
    return ways;
}

// The reverse lookup of xt_rpfilter finds unicast routes; --accept-local wants local ones too.
Alternatives rpfilter(RuleContext& context, const Extension& match) {
    const bool invert = match.has("invert");
    const std::string key =
        fmt::format("fib saddr{}{} oif", match.has("validmark") ? " . mark" : "", match.has("loose") ? "" : " . iif");
    const Clause found = {key, invert ? "missing" : "exists"};
    if (!match.has("accept-local")) return only(found);
    if (!match.has("loose"))
        return context.cannot_say(match.find("accept-local")->span, "--accept-local without --loose");
    if (invert) return {{found, Clause{"fib saddr type", "!= local"}}};
    return {{found}, {Clause{key, "missing"}, Clause{"fib saddr type", "local"}}};
}

Alternatives policy(RuleContext& context, const Extension& match) {
    const Word* direction = std::get<Words>(match.find("dir")->argument).words[0];
    const Word* kind = std::get<Words>(match.find("pol")->argument).words[0];
    const bool in = direction->name == "in";
    Clauses clauses;
    for (const Option& option : match.options) {
        const std::string_view name = option.row->name;
        if (name == "dir" || name == "pol") continue;
        if (kind->name == "none") return context.cannot_say(option.span, "a property of no policy");
        std::string field = fmt::format("ipsec {} {}", direction->rules, name);
        if (const auto* address = std::get_if<Address>(&option.argument)) {
            const auto len = prefix_len(address->mask);
            if (!len) return context.cannot_say(option.span, "a mask with holes in an IPsec policy");
            field = fmt::format("ipsec {} {} {}", direction->rules, context.ip(),
                                name == "tunnel-src" ? "saddr" : "daddr");
            clauses.push_back(test(field, option.negated, fmt::format("{}/{}", address_text(address->octets), *len)));
        } else {
            clauses.push_back(test(field, option.negated, fmt::to_string(match.number(name, 0))));
        }
    }
    if (clauses.empty()) return only(Clause{in ? "meta ipsec" : "rt ipsec", std::string(kind->rules)});
    context.warn(match.span, "of a packet with several transformations iptables looks at each, `ipsec` at the first");
    return {clauses};
}

// ---- sockets

Alternatives socket(RuleContext&, const Extension& match) {
    Clauses clauses;
    if (match.has("transparent")) clauses.push_back({"socket transparent", "1"});
    clauses.push_back(match.has("nowildcard") ? statement("socket wildcard { 0, 1 }")
                                              : Clause{"socket wildcard", "0"});
    if (match.has("restore-skmark")) clauses.push_back(statement("meta mark set socket mark"));
    return {clauses};
}

Alternatives owner(RuleContext& context, const Extension& match) {
    Clauses clauses;
    for (const Option& option : match.options) {
        if (option.row->name == "socket-exists") {
            if (option.negated) return context.cannot_say(option.span, "that a packet has no socket");
            context.warn(option.span, "the kernel's own sockets count as sockets in iptables, but not in nf_tables");
            clauses.push_back(statement("meta skuid >= 0"));
            continue;
        }
        Option plain = option;
        plain.negated = false;
        Clause clause = field_clause(context, plain);
        if (!option.negated) {
            clauses.push_back(std::move(clause));
            continue;
        }
        context.exceptions.push_back({{std::move(clause)},
                                      option.span,
                                      "packets without a socket, the kernel's own, match the opposite of an owner in "
                                      "iptables, but not in nf_tables"});
    }
    return {clauses};
}

// A cgroup of version 2 and all that is below it: in nf_tables by the level, which is the length of the path.
Alternatives cgroup(RuleContext& context, const Extension& match) {
    const Option* option = match.find("path");
    if (option == nullptr) return {field_clauses(context, match)};
    if (context.hooks.contains("POSTROUTING"))
        return context.cannot_say(option->span, "the cgroup of a socket in postrouting",
                                  "nf_tables looks for sockets in prerouting, input and output");
    std::string_view path = std::get<Text>(option->argument).text;
    path.remove_prefix(std::min(path.find_first_not_of('/'), path.size()));
    path = path.substr(0, path.find_last_not_of('/') + 1);
    if (path.empty()) return context.cannot_say(option->span, "the root of all cgroups");
    if (context.hooks.contains("INPUT"))
        context.warn(option->span,
                     "in INPUT iptables knows the sockets of connections only, nf_tables those that listen "
                     "as well");
    const auto level = std::ranges::count(path, '/') + 1;
    return only(
        test(fmt::format("socket cgroupv2 level {}", level), option->negated, context.quoted(path, option->span)));
}

// ---- time

constexpr std::uint64_t kLastSecond = 86399; // of a day

// The kernel counts in UTC, and so do numbers in the rules; texts in quotes would be local time.
Clauses time_of_day(const Extension& match) {
    const std::uint64_t start = match.number("timestart", 0);
    const std::uint64_t stop = match.number("timestop", kLastSecond);
    if (start == stop || (start == 0 && stop >= kLastSecond)) return {}; // xt_time: all day, if both are the same
    if (start < stop) return {Clause{"meta hour", fmt::format("{}-{}", start, stop)}};
    if (start == stop + 1) return {};
    return {Clause{"meta hour", fmt::format("!= {}-{}", stop + 1, start - 1)}}; // over midnight
}

// The second of --datestop belongs to the time, all of it; `meta time` counts nanoseconds.
Clauses dates(const Extension& match) {
    Clauses clauses;
    if (match.has("datestart")) clauses.push_back({"meta time", fmt::format(">= {}", match.number("datestart", 0))});
    if (match.has("datestop")) clauses.push_back({"meta time", fmt::format("< {}", match.number("datestop", 0) + 1)});
    return clauses;
}

// Days of the week; `later` by so many.
Clause weekdays(const Option& option, std::uint64_t later = 0) {
    constexpr std::string_view kNames[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                           "Thursday", "Friday", "Saturday"};
    std::vector<std::string> names;
    for (const Word* word : std::get<Words>(option.argument).words)
        names.emplace_back(kNames[(word->value + later) % std::size(kNames)]);
    return test("meta day", option.negated, braced(names));
}

bool names_each_day(const Option& option) {
    std::uint64_t days = 0;
    for (const Word* word : std::get<Words>(option.argument).words)
        days |= 1U << word->value;
    return days == 0x7f;
}

// --contiguous: what runs on over midnight belongs to the day on which it began (kernel: time_mt()).
Alternatives over_midnight(const Extension& match, const Option& days, const Clauses& others) {
    const std::uint64_t stop = match.number("timestop", kLastSecond);
    const std::uint64_t start = std::max(match.number("timestart", 0), stop + 1);
    Clauses evening = others, morning = others;
    evening.push_back(weekdays(days));
    evening.push_back({"meta hour", fmt::format("{}-{}", start, kLastSecond)});
    morning.push_back(weekdays(days, 1));
    morning.push_back({"meta hour", fmt::format("0-{}", stop)});
    if (start > kLastSecond) return {morning};
    return {evening, morning};
}

Alternatives time(RuleContext& context, const Extension& match) {
    Clauses clauses = dates(match);
    const Option* days = match.find("weekdays");
    if (days != nullptr && names_each_day(*days)) {
        if (days->negated) return context.never_matches(days->span, "no day is left");
        days = nullptr;
    }
    const bool runs_on =
        match.has("contiguous") && match.number("timestop", kLastSecond) <= match.number("timestart", 0);
    if (days != nullptr && runs_on) return over_midnight(match, *days, clauses);
    if (days != nullptr) clauses.push_back(weekdays(*days));
    for (Clause& clause : time_of_day(match))
        clauses.push_back(std::move(clause));
    return {clauses};
}

// ---- chance

// xt_statistic compares 31 bits of a random number; its count of packets is numgen's from 0 on.
Alternatives statistic(RuleContext& context, const Extension& match) {
    if (const Option* chance = match.find("probability")) {
        const std::uint64_t parts = match.number("probability", 0);
        return only(statement(fmt::format("meta random & 0x7fffffff {} {}", chance->negated ? ">=" : "<", parts)));
    }
    context.stateful = true;
    const Option* every = match.find("every");
    return only(test(fmt::format("numgen inc mod {}", match.number("every", 1)), every->negated,
                     fmt::to_string(match.number("packet", 0))));
}

constexpr MatchWriter kWriters[] = {
    {"addrtype", addrtype}, {"rpfilter", rpfilter}, {"policy", policy},       {"socket", socket},
    {"owner", owner},       {"time", time},         {"statistic", statistic}, {"cgroup", cgroup},
};

} // namespace

std::span<const MatchWriter> host_writers() {
    return kWriters;
}

} // namespace rulec::ipt
