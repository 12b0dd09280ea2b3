// SPDX-License-Identifier: GPL-2.0-or-later
// Matches of what the host knows of a packet: routes, sockets, IPsec policies, the clock, chance.
#include "backend/iptables/import/match_text.h"
#include "backend/iptables/import/value_text.h"

#include <algorithm>

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

std::uint64_t number_of(const Option* option, std::uint64_t otherwise) {
    return option == nullptr ? otherwise : std::get<Numbers>(option->argument).ranges[0].first;
}

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
            clauses.push_back(test(field, option.negated, fmt::to_string(number_of(&option, 0))));
        }
    }
    if (clauses.empty()) clauses.push_back(Clause{in ? "meta ipsec" : "rt ipsec", std::string(kind->rules)});
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
        context.exceptions.push_back({std::move(clause), option.span,
                                      "packets without a socket, the kernel's own, match the opposite of an owner in "
                                      "iptables, but not in nf_tables"});
    }
    return {clauses};
}

// ---- time

// The kernel counts in UTC, and so do numbers in the rules; texts in quotes would be local time.
Clauses time_of_day(const Extension& match) {
    constexpr std::uint64_t kLast = 86399;
    const std::uint64_t start = number_of(match.find("timestart"), 0);
    const std::uint64_t stop = number_of(match.find("timestop"), kLast);
    if (start == stop || (start == 0 && stop >= kLast)) return {}; // xt_time: all day, if both are the same
    if (start < stop) return {Clause{"meta hour", fmt::format("{}-{}", start, stop)}};
    if (start == stop + 1) return {};
    return {Clause{"meta hour", fmt::format("!= {}-{}", stop + 1, start - 1)}}; // over midnight
}

// The second of --datestop belongs to the time, all of it; `meta time` counts nanoseconds.
Clauses dates(const Extension& match) {
    Clauses clauses;
    if (const Option* start = match.find("datestart"))
        clauses.push_back({"meta time", fmt::format(">= {}", number_of(start, 0))});
    if (const Option* stop = match.find("datestop"))
        clauses.push_back({"meta time", fmt::format("< {}", number_of(stop, 0) + 1)});
    return clauses;
}

Alternatives time(RuleContext&, const Extension& match) {
    Clauses clauses = dates(match);
    if (const Option* days = match.find("weekdays")) {
        std::vector<std::string> names;
        for (const Word* word : std::get<Words>(days->argument).words)
            names.emplace_back(word->rules);
        if (names.size() < 7) clauses.push_back(test("meta day", days->negated, braced(names)));
    }
    for (Clause& clause : time_of_day(match))
        clauses.push_back(std::move(clause));
    return {clauses};
}

// ---- chance

// xt_statistic compares 31 bits of a random number; its count of packets is numgen's from 0 on.
Alternatives statistic(RuleContext& context, const Extension& match) {
    if (const Option* chance = match.find("probability")) {
        const std::uint64_t parts = number_of(chance, 0);
        return only(statement(fmt::format("meta random & 0x7fffffff {} {}", chance->negated ? ">=" : "<", parts)));
    }
    context.stateful = true;
    const Option* every = match.find("every");
    return only(test(fmt::format("numgen inc mod {}", number_of(every, 1)), every->negated,
                     fmt::to_string(number_of(match.find("packet"), 0))));
}

constexpr MatchWriter kWriters[] = {
    {"addrtype", addrtype}, {"rpfilter", rpfilter}, {"policy", policy},       {"socket", socket},
    {"owner", owner},       {"time", time},         {"statistic", statistic},
};

} // namespace

std::span<const MatchWriter> host_writers() {
    return kWriters;
}

} // namespace rulec::ipt
