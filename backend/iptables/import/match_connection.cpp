// SPDX-License-Identifier: GPL-2.0-or-later
// Matches of connection tracking. What makes them hard: a packet without a connection, invalid or untracked, is
// decided by --ctstate alone in xt_conntrack, while nf_tables' other `ct` keys do not match it, negated or not.
#include "backend/iptables/import/match_text.h"
#include "backend/iptables/import/value_text.h"
#include "backend/iptables/vocabulary.h"
#include "compiler/catalog/print_value.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace rulec::ipt {
namespace {

constexpr std::uint32_t kWithoutConnection = kInvalid | kUntracked;
constexpr std::uint32_t kOfStatus = kSnat | kDnat;
constexpr std::uint32_t kAllStates = kInvalid | kNew | kRelated | kEstablished | kUntracked;

std::string names_of(std::uint32_t bits) {
    constexpr std::uint32_t kOrder[] = {kInvalid, kNew, kRelated, kEstablished, kUntracked, kSnat, kDnat};
    std::vector<std::string_view> names;
    for (const std::uint32_t bit : kOrder) {
        if ((bits & bit) == 0) continue;
        for (const Word& word : kConntrackStates) {
            if (word.value == bit) names.push_back(word.rules);
        }
    }
    return fmt::format("{}", fmt::join(names, ","));
}

Clause state_is(std::uint32_t bits) {
    return {"ct state", names_of(bits)};
}
Clause state_is_not(std::uint32_t bits) {
    return statement("ct state ! " + names_of(bits));
}

std::uint32_t bits_of(const Option& option) {
    std::uint64_t bits = 0;
    for (const Word* word : std::get<Words>(option.argument).words)
        bits |= word->value;
    return static_cast<std::uint32_t>(bits);
}

void add(Alternatives& ways, Clauses way, const Clauses& others) {
    way.insert(way.end(), others.begin(), others.end());
    ways.push_back(std::move(way));
}

// Packets whose state is one of `wanted`, or whose connection is translated as `wanted` says.
Alternatives states_are(std::uint32_t wanted, const Clauses& others) {
    const std::uint32_t states = wanted & ~kOfStatus;
    const std::uint32_t connected = states & ~kWithoutConnection;
    Alternatives ways;
    if (others.empty() && states != 0) {
        ways.push_back({state_is(states)});
    } else {
        if ((states & kWithoutConnection) != 0) ways.push_back({state_is(states & kWithoutConnection)});
        if (connected != 0) add(ways, {state_is(connected)}, others);
    }
    if ((wanted & kOfStatus) == 0) return ways;
    Clauses translated;
    if (connected != 0) translated.push_back(state_is_not(connected));
    translated.push_back({"ct status", names_of(wanted & kOfStatus)});
    add(ways, std::move(translated), others);
    return ways;
}

Alternatives states_are_not(std::uint32_t unwanted, const Clauses& others) {
    const std::uint32_t states = unwanted & ~kOfStatus;
    const bool of_status = (unwanted & kOfStatus) != 0;
    if (!of_status && others.empty()) return {{state_is_not(states)}};
    Alternatives ways;
    const std::uint32_t unconnected = kAllStates & ~states & kWithoutConnection;
    if (unconnected != 0) ways.push_back({state_is(unconnected)});
    Clauses connected;
    if ((states & ~kWithoutConnection) != 0) connected.push_back(state_is_not(states & ~kWithoutConnection));
    if (of_status) connected.push_back(statement("ct status ! " + names_of(unwanted & kOfStatus)));
    if (connected.empty() && others.empty()) connected.push_back(state_is_not(kWithoutConnection));
    add(ways, std::move(connected), others);
    return ways;
}

Alternatives states(const Option* option, const Clauses& others) {
    if (option == nullptr) return {others};
    const std::uint32_t bits = bits_of(*option);
    return option->negated ? states_are_not(bits, others) : states_are(bits, others);
}

Alternatives state(RuleContext&, const Extension& match) {
    return states(match.find("state"), {});
}

// Whole seconds, while nf_tables compares milliseconds.
Clause expiration(RuleContext& context, const Option& option) {
    const NumberRange range = std::get<Numbers>(option.argument).ranges[0];
    constexpr std::uint64_t kLongest_s = UINT32_MAX / 1000 - 1;
    if (range.last > kLongest_s) {
        context.no_text(option.span, fmt::format("a time of more than {} seconds", kLongest_s));
        return {};
    }
    return test("ct expiration", option.negated,
                fmt::format("{}-{}", catalog::print_duration_ms(range.first * 1000),
                            catalog::print_duration_ms(range.last * 1000 + 999)));
}

// NONE is no bit (xt_conntrack.h): alone it is true of no connection, its opposite of each.
Clause status(RuleContext& context, const Option& option) {
    Words bits;
    std::ranges::copy_if(std::get<Words>(option.argument).words, std::back_inserter(bits.words),
                         [](const Word* word) { return word->value != 0; });
    if (bits.words.empty() && !option.negated)
        context.never_matches(option.span, "no connection has the status NONE");
    if (bits.words.empty()) return state_is_not(kWithoutConnection);
    const std::string names = joined(bits);
    return option.negated ? statement("ct status ! " + names) : Clause{"ct status", names};
}

bool is_port(const Option& option) {
    return option.row->name.ends_with("port");
}

Alternatives conntrack(RuleContext& context, const Extension& match) {
    Clauses others;
    if (const Option* protocol = match.find("ctproto"))
        others.push_back(test("ct original protocol", protocol->negated,
                              protocol_text(std::get<Numbers>(protocol->argument).ranges[0].first)));
    for (const Option& option : match.options) {
        const std::string_view name = option.row->name;
        if (name == "ctstate" || name == "ctproto") continue;
        if (name == "ctstatus") {
            others.push_back(status(context, option));
        } else if (name == "ctexpire") {
            others.push_back(expiration(context, option));
        } else {
            if (is_port(option) && !match.has("ctproto") && !context.protocol)
                return context.cannot_say(option.span, "ports of a connection of any protocol: add --ctproto");
            others.push_back(field_clause(context, option));
        }
    }
    return states(match.find("ctstate"), others);
}

// What has no connection has no label either.
Alternatives connlabel(RuleContext& context, const Extension& match) {
    constexpr std::uint64_t kMostLabel = 127;
    const Option& option = *match.find("label");
    const std::string& name = std::get<Text>(option.argument).text;
    const bool is_number = !name.empty() && name.find_first_not_of("0123456789") == name.npos;
    if (!is_number || name.size() > 3 || std::stoul(name) > kMostLabel)
        return context.cannot_say(option.span, "the name of a label: names are in connlabel.conf of the host, give "
                                               "its number, up to 127");
    Clauses clauses;
    if (match.has("set")) clauses.push_back(statement(fmt::format("ct label set {}", name)));
    clauses.push_back(option.negated ? statement(fmt::format("ct label & {0} != {0}", name))
                                     : Clause{"ct label", name});
    Alternatives ways = {clauses};
    if (option.negated) ways.push_back({state_is(kWithoutConnection)});
    return ways;
}

Alternatives helper(RuleContext& context, const Extension& match) {
    const Option& option = match.options[0];
    Clause clause{"ct helper", context.quoted(std::get<Text>(option.argument).text, option.span)};
    if (!option.negated) return only(std::move(clause));
    context.exceptions.push_back({{std::move(clause)},
                                  option.span,
                                  "connections that no other connection has brought about match `! --helper` in "
                                  "iptables, but not `ct helper !=`"});
    return always();
}

Alternatives connbytes(RuleContext&, const Extension& match) {
    const Option& option = *match.find("connbytes");
    const NumberRange range = std::get<Numbers>(option.argument).ranges[0];
    const Word* mode = std::get<Words>(match.find("connbytes-mode")->argument).words[0];
    const Word* direction = std::get<Words>(match.find("connbytes-dir")->argument).words[0];
    std::string field = fmt::format("ct {}{}", direction->rules, mode->rules);
    if (range.last == UINT64_MAX)
        return only({field, fmt::format("{} {}", option.negated ? "<" : ">=", range.first)});
    return only(test(std::move(field), option.negated, range_text(range)));
}

constexpr MatchWriter kWriters[] = {
    {"state", state},   {"conntrack", conntrack}, {"connlabel", connlabel},
    {"helper", helper}, {"connbytes", connbytes},
};

} // namespace

std::span<const MatchWriter> connection_writers() {
    return kWriters;
}

} // namespace rulec::ipt
