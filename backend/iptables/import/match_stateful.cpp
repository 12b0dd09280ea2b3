// SPDX-License-Identifier: GPL-2.0-or-later
// Matches that count or remember: limits, limits a flow, connections a host, lists of addresses, quotas.
#include "backend/iptables/import/match_text.h"
#include "backend/iptables/import/recent.h"
#include "backend/iptables/import/value_text.h"
#include "compiler/catalog/print_value.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace rulec::ipt {
namespace {

std::string_view unit_name(const Rate& rate) {
    return rate.per_s == 1 ? "second" : rate.per_s == 60 ? "minute" : rate.per_s == 3600 ? "hour" : "day";
}

std::string duration_text(std::uint64_t ms) {
    return catalog::print_duration_ms(ms);
}

constexpr std::uint64_t kBurst = 5; // of both iptables and nf_tables

Alternatives limit(RuleContext& context, const Extension& match) {
    context.stateful = true;
    const Option* option = match.find("limit");
    const Rate rate = option == nullptr ? Rate{.count = 3, .per_s = 3600} : std::get<Rate>(option->argument);
    return only(statement(fmt::format("limit rate {}/{} burst {} packets", rate.count, unit_name(rate),
                                      match.number("limit-burst", kBurst))));
}

// ---- sets that rules fill

std::string_view address_type(const RuleContext& context) {
    return context.family == Family::ipv4 ? "ipv4_addr" : "ipv6_addr";
}

// The field of an address, cut to a mask.
std::string masked_field(const std::string& field, const Bytes& mask) {
    if (prefix_len(mask) == mask.size() * 8) return field;
    return fmt::format("{} & {}", field, address_text(mask));
}

// ---- hashlimit

struct Key {
    std::vector<std::string> fields, types;
};

std::optional<Key> hashlimit_key(RuleContext& context, const Extension& match) {
    Key key;
    const Option* mode = match.find("hashlimit-mode");
    if (mode == nullptr) return key;
    const std::size_t len = context.family == Family::ipv4 ? 4 : 16;
    for (const Word* word : std::get<Words>(mode->argument).words) {
        if (word->name.ends_with("port")) {
            if (context.transport() == "th") {
                context.no_text(mode->span, "ports of a packet of any protocol: add -p");
                return std::nullopt;
            }
            key.fields.push_back(fmt::format("{} {}", context.transport(), word->rules));
            key.types.emplace_back("inet_service");
            continue;
        }
        const std::string_view mask_name = word->name == "srcip" ? "hashlimit-srcmask" : "hashlimit-dstmask";
        const std::uint64_t bits = match.number(mask_name, len * 8);
        if (bits > len * 8) {
            context.no_text(match.find(mask_name)->span, "a mask longer than an address");
            return std::nullopt;
        }
        if (bits == 0) continue;
        key.fields.push_back(masked_field(context.field(word->rules), prefix_mask(bits, len)));
        key.types.emplace_back(address_type(context));
    }
    return key;
}

std::string hashlimit_rate(RuleContext& context, const Extension& match, bool above) {
    const Option& option = *match.find(above ? "hashlimit-above" : "hashlimit-upto");
    const Rate& rate = std::get<Rate>(option.argument);
    const Option* burst_option = match.find("hashlimit-burst");
    const Rate burst =
        burst_option == nullptr ? Rate{.count = rate.bytes ? 0 : kBurst} : std::get<Rate>(burst_option->argument);
    const std::string_view over = above ? "over " : "";
    if (!rate.bytes)
        return fmt::format("limit rate {}{}/{} burst {} packets", over, rate.count, unit_name(rate), burst.count);
    context.warn(option.span, "nf_tables measures a rate of bytes with another burst than iptables does");
    const std::string burst_text = burst.count == 0 ? "" : fmt::format(" burst {} bytes", burst.count);
    return fmt::format("limit rate {}{} bytes/{}{}", over, rate.count, unit_name(rate), burst_text);
}

Alternatives hashlimit(RuleContext& context, const Extension& match) {
    constexpr std::uint64_t kMost = 65535, kByteExpire_ms = 15000; // xt_hashlimit.h: XT_HASHLIMIT_BYTE_EXPIRE
    context.stateful = true;
    const bool above = match.has("hashlimit-above");
    const std::string rate_text = hashlimit_rate(context, match, above);
    const auto key = hashlimit_key(context, match);
    if (!key || key->fields.empty()) return only(statement(rate_text));

    const auto& rate = std::get<Rate>(match.find(above ? "hashlimit-above" : "hashlimit-upto")->argument);
    const std::uint64_t expire_ms =
        match.number("hashlimit-htable-expire", rate.bytes ? kByteExpire_ms : rate.per_s * 1000);
    const std::vector<std::string> lines = {
        fmt::format("type {}", fmt::join(key->types, " . ")),
        fmt::format("size {}", match.number("hashlimit-htable-max", kMost)),
        "flags dynamic,timeout",
        fmt::format("timeout {}", duration_text(std::max<std::uint64_t>(expire_ms, 1))),
    };
    const std::string& name = std::get<Text>(match.find("hashlimit-name")->argument).text;
    const std::string set = context.table.set_for(
        fmt::format("hashlimit {} {} {} {}", name, fmt::join(lines, " "), fmt::join(key->fields, " "), rate_text),
        name, lines, match.span);
    return only(statement(fmt::format("update @{} {{ {} {} }}", set, fmt::join(key->fields, " . "), rate_text)));
}

// ---- connlimit

Alternatives connlimit(RuleContext& context, const Extension& match) {
    context.stateful = true;
    const Option* above = match.find("connlimit-above");
    const Option* upto = match.find("connlimit-upto");
    const bool over = above != nullptr && !above->negated;
    const std::string count =
        fmt::format("ct count {}{}", over ? "over " : "",
                    std::get<Numbers>((above != nullptr ? above : upto)->argument).ranges[0].first);
    const std::size_t len = context.family == Family::ipv4 ? 4 : 16;
    const Option* mask_option = match.find("connlimit-mask");
    const Bytes mask =
        mask_option == nullptr ? prefix_mask(len * 8, len) : std::get<Address>(mask_option->argument).mask;
    if (prefix_len(mask) == 0U) return only(statement(count));
    const std::string address = context.field(match.has("connlimit-daddr") ? "% daddr" : "% saddr");
    // Every rule counts for itself.
    const std::string set = context.table.set_for(
        fmt::format("connlimit at {}", match.span.begin), "connlimit",
        {fmt::format("type {}", address_type(context)), "size 65535", "flags dynamic"}, match.span);
    return only(statement(fmt::format("add @{} {{ {} {} }}", set, masked_field(address, mask), count)));
}

// ---- recent

// A list is a set for each length of time that rules ask about, and one without an end if they ask about no time.
struct RecentSets {
    std::vector<std::string> all;
    std::string asked; // for --rcheck and --update
};

std::string recent_set(RuleContext& context, const std::string& list, std::uint64_t seconds, Span span) {
    std::vector<std::string> lines = {fmt::format("type {}", address_type(context)), "size 65535",
                                      seconds == 0 ? "flags dynamic" : "flags dynamic,timeout"};
    if (seconds != 0) lines.push_back(fmt::format("timeout {}", duration_text(seconds * 1000)));
    const std::string wanted = seconds == 0 ? list : fmt::format("{}_{}", list, duration_text(seconds * 1000));
    return context.table.set_for(fmt::format("recent {} {} {}", list, seconds, context.table.family), wanted, lines,
                                 span);
}

RecentSets recent_sets(RuleContext& context, const Extension& match, const RecentList& list) {
    RecentSets sets;
    const std::uint64_t asked = match.number("seconds", 0);
    for (const std::uint64_t seconds : list.seconds) {
        sets.all.push_back(recent_set(context, list.name, seconds, match.span));
        if (seconds == asked) sets.asked = sets.all.back();
    }
    return sets;
}

struct RateText {
    std::uint64_t count;
    std::string_view unit;
};

// `count` in so many seconds, by the units that the language has; rounded up if there is no better one.
RateText rate_of(std::uint64_t count, std::uint64_t seconds) {
    constexpr std::uint64_t kUnits[] = {1, 60, 3600, 86400};
    for (const std::uint64_t per_s : kUnits) {
        if (count * per_s % seconds == 0) return {count * per_s / seconds, unit_name({.per_s = per_s})};
    }
    return {(count * 86400 + seconds - 1) / seconds, "day"};
}

// --hitcount asks for a count in a window that moves; a limit for each address is the nearest that nf_tables has.
std::string instead_of_hitcount(RuleContext& context, const Extension& match, const RecentList& list,
                                const std::string& address) {
    const std::uint64_t seconds = match.number("seconds", 0), free = match.number("hitcount", 0) - 1;
    if (seconds == 0) return "a count without an end has nothing near it: count in a time, with --seconds";
    const bool negated = match.has("rcheck") ? match.find("rcheck")->negated : match.find("update")->negated;
    const RateText rate = rate_of(free, seconds);
    const std::string name = identifier_like(list.name + "_rate");
    return fmt::format(
        "nearest is a limit for each address, instead of this rule's -m recent and of the rule with --set:\n"
        "  set {0} {{ type {1}; size 65535; flags dynamic,timeout; timeout {2}; }}\n"
        "  ... update @{0} {{ {3} limit rate {4}{5}/{6} burst {7} packets }} ...\n"
        "it differs: of {7} at once one comes back every {8}, where recent waits until the last {2} hold less "
        "than {9}",
        name, address_type(context), duration_text(seconds * 1000), address, negated ? "" : "over ", rate.count,
        rate.unit, free, duration_text(seconds * 1000 / free), free + 1);
}

Alternatives recent(RuleContext& context, const Extension& match) {
    context.stateful = true;
    const RecentList& list = context.recent_list(match);
    if (list.tables.size() > 1)
        return context.cannot_say(match.span, fmt::format("one list (`{}`) for the tables {}: a set belongs to one "
                                                          "table",
                                                          list.name, fmt::join(list.tables, " and ")));
    if (const Option* rttl = match.find("rttl")) return context.cannot_say(rttl->span, "an address with its TTL");
    const Option* mask_option = match.find("mask");
    const std::size_t len = context.family == Family::ipv4 ? 4 : 16;
    const Bytes mask =
        mask_option == nullptr ? prefix_mask(len * 8, len) : std::get<Address>(mask_option->argument).mask;
    const bool masked = prefix_len(mask) != len * 8;
    const std::string address = masked_field(context.field(match.has("rdest") ? "% daddr" : "% saddr"), mask);

    if (const Option* hits = match.find("hitcount"); hits != nullptr && match.number("hitcount", 0) > 1)
        return context.cannot_say(hits->span, "how often an address was seen in a span of time (--hitcount)",
                                  instead_of_hitcount(context, match, list, address));
    const RecentSets sets = recent_sets(context, match, list);
    const auto each = [&](std::string_view verb, Clauses clauses) {
        for (const std::string& set : sets.all)
            clauses.push_back(statement(fmt::format("{} @{} {{ {} }}", verb, set, address)));
        return Alternatives{std::move(clauses)};
    };
    const auto in = [&](const std::string& set, bool negated) {
        if (!masked) return test(address, negated, "@" + set);
        return statement(fmt::format("{} {} @{}", address, negated ? "!=" : "==", set));
    };
    for (const std::string_view name : {"set", "update", "remove"}) {
        const Option* option = match.find(name);
        if (option != nullptr && option->negated)
            return context.cannot_say(option->span, fmt::format("the opposite of --{}", name));
    }
    if (match.has("set")) return each("update", {});
    if (match.has("update")) return each("update", {in(sets.asked, false)});
    if (match.has("remove")) return each("delete", {in(sets.asked, false)});
    return only(in(sets.asked, match.find("rcheck")->negated));
}

// ---- quota

Alternatives quota(RuleContext& context, const Extension& match) {
    context.stateful = true;
    const Option& option = match.options[0];
    const std::uint64_t bytes = std::get<Numbers>(option.argument).ranges[0].first;
    if (bytes > INT64_MAX) return context.cannot_say(option.span, "a quota beyond 2^63 - 1 bytes");
    return only(statement(fmt::format("quota {}{} bytes", option.negated ? "over " : "", bytes)));
}

constexpr MatchWriter kWriters[] = {
    {"limit", limit}, {"hashlimit", hashlimit}, {"connlimit", connlimit}, {"recent", recent}, {"quota", quota},
};

} // namespace

std::span<const MatchWriter> stateful_writers() {
    return kWriters;
}

} // namespace rulec::ipt
