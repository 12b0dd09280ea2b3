// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/export/action_step.h"

#include "backend/iptables/export/field_tests.h"
#include "backend/iptables/export/named_sets.h"
#include "backend/iptables/export/set_step.h"
#include "backend/iptables/vocabulary.h"
#include "compiler/model/object_type.h"
#include "compiler/support/overloaded.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

// Targets that the kernel takes in one table only (iptables-extensions(8)).
struct HomeRow {
    std::string_view target, table, priority;
};
constexpr auto kHomes = std::to_array<HomeRow>({
    {"SNAT", "nat", "srcnat"},
    {"DNAT", "nat", "dstnat"},
    {"MASQUERADE", "nat", "srcnat"},
    {"REDIRECT", "nat", "dstnat"},
    {"NETMAP", "nat", "dstnat"},
    {"REJECT", "filter", "filter"},
    {"TPROXY", "mangle", "mangle"},
    {"TTL", "mangle", "mangle"},
    {"HL", "mangle", "mangle"},
    {"DSCP", "mangle", "mangle"},
    {"TOS", "mangle", "mangle"},
    {"TCPOPTSTRIP", "mangle", "mangle"},
    {"CT", "raw", "raw"},
    {"TRACE", "raw", "raw"},
});

std::optional<Step> in_its_table(const Context& context, Extension target, bool final) {
    if (!fits_table(context, target)) return std::nullopt;
    return do_this(std::move(target), final);
}

std::optional<Step> verdict_step(const Context& context, const model::Verdict& verdict) {
    if (verdict.kind == model::VerdictKind::continue_) return any_packet();
    if (verdict.kind == model::VerdictKind::drop && context.target_table == "nat")
        return context.cannot_say("to drop packets in the table nat", "drop in a chain of type filter");
    return do_this((*context.verdict)(verdict, context.span), true);
}

std::optional<Step> verdict_map_step(const Context& context, const model::VerdictMap& map) {
    const model::Set& set = context.table.sets[map.map];
    return map_step(context, map.key, set, [&](std::size_t i) {
        return verdict_step(context, set.elements.verdict_table[set.elements.verdicts[i]]);
    });
}

// ---- state

// iptables' own burst is 5 and is not written.
std::optional<Step> limit_step(const Context& context, const model::Limit& limit) {
    constexpr std::uint64_t kUsualBurst = 5, kFastest = 10000, kDay_s = 86400;
    const bool unit_known = limit.unit_s == 1 || limit.unit_s == 60 || limit.unit_s == 3600 || limit.unit_s == 86400;
    if (limit.bytes) return context.cannot_say("a limit in bytes");
    if (!unit_known || limit.rate == 0 || limit.rate / limit.unit_s > kFastest)
        return context.cannot_say("this rate", "up to 10000 a second, and no weeks");
    if (limit.burst == 0 || limit.burst > kFastest) return context.cannot_say("this burst", "1 to 10000 packets");
    if (limit.burst * limit.unit_s > kDay_s * limit.rate)
        return context.cannot_say("this burst", "one that fills up within a day: the kernel counts no more credits");
    Piece piece = context.piece("limit", "limit", Rate{.count = limit.rate, .per_s = limit.unit_s});
    piece.counts = true;
    Step step = step_of(std::move(piece));
    if (limit.burst != kUsualBurst) {
        step.ways[0].tests.push_back(context.piece("limit", "limit-burst", number(limit.burst)));
        step.ways[0].tests.back().counts = true;
    }
    step.negated = limit.over;
    return step;
}

std::optional<Step> quota_step(const Context& context, const model::Quota& quota) {
    if (quota.used != 0) return context.cannot_say("a quota that is used in part");
    Piece piece = context.piece("quota", "quota", number(quota.bytes), quota.over);
    piece.counts = true;
    return step_of(std::move(piece));
}

std::optional<Step> connlimit_step(const Context& context, const model::CtCount& count) {
    const std::size_t len = context.family == Family::ipv4 ? 4 : 16;
    const Bytes none(len, 0);
    Step step =
        step_of(context.piece("connlimit", count.over ? "connlimit-above" : "connlimit-upto", number(count.count)));
    step.ways[0].tests.push_back(context.piece("connlimit", "connlimit-mask", Address{none, none}));
    step.ways[0].tests.push_back(context.piece("connlimit", "connlimit-saddr", {}));
    for (Piece& piece : step.ways[0].tests)
        piece.counts = true;
    return step;
}

// ---- log, reject

std::optional<Step> nflog_step(const Context& context, const model::Log& log) {
    Extension target = context.target("NFLOG");
    if (log.prefix) target.options.push_back(context.option(target, "nflog-prefix", Text{*log.prefix}));
    if (log.prefix && log.prefix->size() > 63) return context.cannot_say("a prefix of more than 63 characters");
    target.options.push_back(context.option(target, "nflog-group", number(*log.group)));
    if (log.snaplen) target.options.push_back(context.option(target, "nflog-size", number(*log.snaplen)));
    if (log.queue_threshold)
        target.options.push_back(context.option(target, "nflog-threshold", number(*log.queue_threshold)));
    return do_this(std::move(target), false);
}

std::optional<Step> log_step(const Context& context, const model::Log& log) {
    struct FlagRow {
        std::uint32_t bit; // NF_LOG_*
        std::string_view option;
    };
    constexpr FlagRow kFlags[] = {{1, "log-tcp-sequence"},
                                  {2, "log-tcp-options"},
                                  {4, "log-ip-options"},
                                  {8, "log-uid"},
                                  {32, "log-macdecode"}};
    constexpr std::uint32_t kUsualLevel = 4, kAuditLevel = 8;
    if (log.group) return nflog_step(context, log);
    if (log.level == kAuditLevel) return context.cannot_say("`log level audit` as it is meant");
    if (log.prefix && log.prefix->size() > 29)
        return context.cannot_say("a log prefix of more than 29 characters", "shorten it, or log to a group");
    Extension target = context.target("LOG");
    if (log.prefix) target.options.push_back(context.option(target, "log-prefix", Text{*log.prefix}));
    if (log.level && *log.level != kUsualLevel)
        target.options.push_back(context.option(target, "log-level", Words{{&kLogLevels[*log.level]}}));
    for (const FlagRow& row : kFlags) {
        if ((log.flags & row.bit) != 0) target.options.push_back(context.option(target, row.option));
    }
    return do_this(std::move(target), false);
}

// The code of an ICMP error for both families (NFT_REJECT_ICMPX_*) in each of them.
std::uint64_t code_in_family(std::uint8_t icmpx, Family family) {
    constexpr std::array<std::uint8_t, 4> kCodes4 = {0, 3, 1, 13}, kCodes6 = {0, 4, 3, 1};
    return (family == Family::ipv4 ? kCodes4 : kCodes6)[icmpx & 3];
}

std::optional<Step> reject_step(const Context& context, const model::Reject& reject) {
    constexpr std::uint64_t kReset = 100; // vocabulary.h
    std::uint64_t code = reject.code;
    if (reject.type == model::RejectType::tcp_reset) code = kReset;
    if (reject.type == model::RejectType::icmpx_unreach) code = code_in_family(reject.code, context.family);
    Extension target = context.target("REJECT");
    for (const Word& word : find_option(*target.row, "reject-with")->words) {
        if (word.value != code) continue;
        target.options.push_back(context.option(target, "reject-with", Words{{&word}}));
        return in_its_table(context, std::move(target), true);
    }
    return context.cannot_say("this kind of reject");
}

// ---- others

std::optional<Step> queue_step(const Context& context, const model::Queue& queue) {
    constexpr std::uint16_t kBypass = 1, kFanout = 2; // NFT_QUEUE_FLAG_*
    if (queue.number) return context.cannot_say("a queue whose number is computed");
    Extension target = context.target("NFQUEUE");
    const std::uint64_t first = queue.first;
    if (queue.total <= 1) {
        target.options.push_back(context.option(target, "queue-num", number(first)));
    } else {
        target.options.push_back(
            context.option(target, "queue-balance", Numbers{{{first, first + queue.total - 1}}}));
    }
    if ((queue.flags & kBypass) != 0) target.options.push_back(context.option(target, "queue-bypass"));
    if ((queue.flags & kFanout) != 0) target.options.push_back(context.option(target, "queue-cpu-fanout"));
    return do_this(std::move(target), true);
}

std::optional<Step> dup_step(const Context& context, const model::Dup& dup) {
    const Bytes* address = constant(dup.address);
    if (address == nullptr) return context.cannot_say("a copy to an address that is computed");
    Extension target = context.target("TEE");
    target.options.push_back(context.option(target, "gateway", Address{*address, Bytes(address->size(), 0xff)}));
    if (const Bytes* device = constant(dup.device)) {
        const auto* name = context.hosts.find(model::HostNames::Kind::interface_index, from_big_endian(*device));
        if (name == nullptr) return context.cannot_say("the index of an interface");
        target.options.push_back(context.option(target, "oif", Text{*name}));
    }
    return do_this(std::move(target), false);
}

std::optional<Step> synproxy_step(const Context& context, const model::Synproxy& synproxy) {
    constexpr std::uint32_t kMss = 1, kWscale = 2, kSack = 4, kTimestamp = 8; // NF_SYNPROXY_OPT_*
    Extension target = context.target("SYNPROXY");
    if ((synproxy.flags & kSack) != 0) target.options.push_back(context.option(target, "sack-perm"));
    if ((synproxy.flags & kTimestamp) != 0) target.options.push_back(context.option(target, "timestamp"));
    if ((synproxy.flags & kWscale) != 0)
        target.options.push_back(context.option(target, "wscale", number(synproxy.wscale)));
    if ((synproxy.flags & kMss) != 0) target.options.push_back(context.option(target, "mss", number(synproxy.mss)));
    return do_this(std::move(target), false);
}

std::optional<Step> notrack_step(const Context& context) {
    Extension target = context.target("CT");
    target.options.push_back(context.option(target, "notrack"));
    return in_its_table(context, std::move(target), false);
}

Step count_step(const model::Counter& counter) {
    Step step = do_this({}, false);
    step.ways[0].effects[0].counters = start_of_count(counter);
    return step;
}

std::optional<Step> secmark_step(const Context& context, const model::Secmark& label) {
    if (context.target_table != "mangle" && context.target_table != "security")
        return context.cannot_say(fmt::format("SECMARK in the table {}", context.target_table),
                                  "put it into a chain at priority mangle");
    Extension target = context.target("SECMARK");
    target.options.push_back(context.option(target, "selctx", Text{label.context}));
    return do_this(std::move(target), false);
}

// A limit or quota that several rules share is one, and iptables has one a rule.
bool is_shared(const Context& context, const model::ObjectRef& object) {
    if (context.sets->is_only_user(context, object.name)) return false;
    context.cannot_say(fmt::format("`{}`, which several rules share", object.name),
                       "put its tests into a chain that all of these rules jump to");
    return true;
}

std::optional<Step> object_step(const Context& context, const model::ObjectRef& object) {
    using Out = std::optional<Step>;
    const auto named = std::ranges::find_if(context.table.objects, [&](const model::Object& one) {
        return one.name == object.name && model::type_of(one) == object.type;
    });
    if (named == context.table.objects.end()) return context.cannot_say("objects that are not in the file");
    return std::visit(
        overloaded{
            [&](const model::Counter&) {
                context.differs(fmt::format("iptables has no named counters: every rule with `{}` counts by itself",
                                            object.name));
                return Out(do_this({}, false));
            },
            [&](const model::Limit& limit) {
                return is_shared(context, object) ? Out() : limit_step(context, limit);
            },
            [&](const model::Quota& quota) {
                return is_shared(context, object) ? Out() : quota_step(context, quota);
            },
            [&](const model::Synproxy& synproxy) { return synproxy_step(context, synproxy); },
            [&](const model::Secmark& label) { return secmark_step(context, label); },
            [&](const model::CtHelper& helper) {
                return Out(context.cannot_say(
                    "a helper given behind the tracking of connections",
                    fmt::format("`-j CT --helper {}` in the table raw gives it before: write that rule by hand",
                                helper.helper)));
            },
            [&](const model::CtTimeout&) { return Out(context.cannot_say("timeouts that are in the file")); },
            [&](const model::CtExpectation&) { return Out(context.cannot_say("expectations")); },
        },
        named->body);
}

} // namespace

Step do_this(Target target, bool final) {
    Way way;
    way.effects.push_back({std::move(target), final});
    return one_way(std::move(way));
}

std::optional<Counters> start_of_count(const model::Counter& counter) {
    if (counter.packets == 0 && counter.bytes == 0) return std::nullopt;
    return Counters{counter.packets, counter.bytes};
}

bool fits_table(const Context& context, const Extension& target) {
    const auto* row = std::ranges::find(kHomes, target.row->name, &HomeRow::target);
    if (row == kHomes.end() || row->table == context.target_table) return true;
    context.cannot_say(
        fmt::format(
            "this in the table {}, which the hook and priority of the chain lead to: {} works in the table {} only",
            context.target_table, target.row->name, row->table),
        fmt::format("put it into a chain at priority {}", row->priority));
    return false;
}

const Bytes* constant(const model::Value& value) {
    const auto* found = std::get_if<model::Constant>(&value.node);
    return found == nullptr ? nullptr : &found->bytes;
}

const Bytes* constant(const OptionalBox<model::Value>& value) {
    return value ? constant(*value) : nullptr;
}

std::optional<Step> action_step(const Context& context, const model::Action& action) {
    using Out = std::optional<Step>;
    return std::visit(
        overloaded{
            [&](const model::Verdict& node) { return verdict_step(context, node); },
            [&](const model::VerdictMap& node) { return verdict_map_step(context, node); },
            [&](const model::Counter& node) { return Out(count_step(node)); },
            [&](const model::Limit& node) { return limit_step(context, node); },
            [&](const model::Quota& node) { return quota_step(context, node); },
            [&](const model::CtCount& node) { return connlimit_step(context, node); },
            [&](const model::Last&) { return Out(context.cannot_say("when a rule matched last (`last`)")); },
            [&](const model::ObjectRef& node) { return object_step(context, node); },
            [&](const model::ObjectMap&) { return Out(context.cannot_say("maps of named objects")); },
            [&](const model::Log& node) { return log_step(context, node); },
            [&](const model::Reject& node) { return reject_step(context, node); },
            [&](const model::Nat& node) { return nat_step(context, node); },
            [&](const model::Tproxy& node) { return tproxy_step(context, node, {}); },
            [&](const model::Notrack&) { return notrack_step(context); },
            [&](const model::Queue& node) { return queue_step(context, node); },
            [&](const model::Dup& node) { return dup_step(context, node); },
            [&](const model::Fwd&) { return Out(context.cannot_say("`fwd`")); },
            [&](const model::FlowAdd&) { return Out(context.cannot_say("flowtables")); },
            [&](const model::Synproxy& node) { return synproxy_step(context, node); },
            [&](const model::SetUpdate& node) { return set_update_step(context, node); },
            [&](const model::Assign& node) { return assign_step(context, node); },
            [&](const model::OptionReset&) { return Out(context.cannot_say("`reset tcp option` as it is meant")); },
        },
        action);
}

} // namespace rulec::ipt
