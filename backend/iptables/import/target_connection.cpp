// SPDX-License-Identifier: GPL-2.0-or-later
// Targets that change what is known of the packet's connection: its mark, how it is tracked, security marks.
#include "backend/iptables/import/mark_text.h"
#include "backend/iptables/import/target_text.h"
#include "backend/iptables/import/value_text.h"

#include <algorithm>

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

// ---- marks

// --left-shift-mark, --right-shift-mark: of what is stored.
std::string shifted(const Extension& target, const std::string& text) {
    for (const std::string_view name : {"left-shift-mark", "right-shift-mark"}) {
        if (!target.has(name)) continue;
        const std::string_view sign = name == "left-shift-mark" ? "<<" : ">>";
        return fmt::format("({}) {} {}", text, sign, target.number(name, 0));
    }
    return text;
}

// to = (to & ~replaced) ^ (from & read)
struct MarkCopy {
    std::string_view from, to;
    std::uint64_t read, replaced;
};

MarkCopy copy_of(const Extension& target, bool save) {
    const std::uint64_t mask = target.number("mask", kAllBits);
    const std::uint64_t packet = target.number("nfmask", mask), connection = target.number("ctmask", mask);
    return save ? MarkCopy{"meta mark", "ct mark", packet, connection}
                : MarkCopy{"ct mark", "meta mark", connection, packet};
}

// Bits of one mark put among those of the other one, which nft 1.0.6 has no words for, one by one. Other packets may
// read the mark of the connection meanwhile, so its bits are not cleared before. Where there is no connection
// CONNMARK does nothing; `ct state` says that of all packets, other keys of connections only end the rule.
std::vector<Line> lines_copying(const MarkCopy& copy, bool save, Span span) {
    std::vector<Line> lines = {{.conditions = {{"ct state", "invalid,untracked"}}, .action = "return", .span = span}};
    const std::uint64_t kept = save ? copy.read : 0; // of what is replaced
    if (const std::uint64_t cleared = copy.replaced & ~kept; cleared != 0)
        lines.push_back({.action = mark_set(copy.to, {0, cleared}), .span = span});
    for (std::uint64_t bit = 1; bit <= copy.read; bit <<= 1) {
        if ((copy.read & bit) == 0) continue;
        const auto add = [&](std::uint64_t is, const MarkChange& change) {
            lines.push_back({.conditions = {{fmt::format("{} & {} ==", copy.from, hex_text(bit)), hex_text(is)}},
                             .action = mark_set(copy.to, change),
                             .span = span});
        };
        add(bit, {bit, copy.replaced & bit});
        if ((copy.replaced & kept & bit) != 0) add(0, {0, bit});
    }
    return lines;
}

// In a chain of its own: conditions of the rule may look at the mark that changes.
std::string chain_copying(RuleContext& context, const MarkCopy& copy, bool save, Span span) {
    const std::string_view word = save ? "save-mark" : "restore-mark";
    const std::uint64_t packet = save ? copy.read : copy.replaced, connection = save ? copy.replaced : copy.read;
    const std::string key =
        fmt::format("CONNMARK --{} --nfmask {} --ctmask {}", word, hex_text(packet), hex_text(connection));
    const std::string name = packet == connection ? fmt::format("{}-{:x}", word, packet)
                                                  : fmt::format("{}-{:x}-{:x}", word, packet, connection);
    return context.table.chain_for(key, name, lines_copying(copy, save, span), span);
}

Actions copy_mark(RuleContext& context, const Extension& target, const Option& option) {
    const bool save = option.row->name == "save-mark";
    const MarkCopy copy = copy_of(target, save);
    if (copy.replaced == kAllBits) {
        const std::string value =
            copy.read == kAllBits ? std::string(copy.from) : fmt::format("{} & {}", copy.from, hex_text(copy.read));
        return act(fmt::format("{} set {}", copy.to, shifted(target, value)));
    }
    if (target.has("left-shift-mark") || target.has("right-shift-mark"))
        return act(context.no_text(option.span, "some bits of one mark shifted into another one"));
    return act("jump " + chain_copying(context, copy, save, target.span));
}

Actions connmark(RuleContext& context, const Extension& target) {
    for (const Option& option : target.options) {
        if (option.row->name == "save-mark" || option.row->name == "restore-mark")
            return copy_mark(context, target, option);
    }
    const auto change = change_of(target, kAllBits);
    if (!change) return act(context.no_text(target.span, "CONNMARK without what to do"));
    return act(fmt::format("ct mark set {}", shifted(target, changed_mark("ct mark", *change))));
}

// ---- connection tracking

// May a rule in front of this one end the chain for a packet that goes on to be tracked?
const Rule* leaves_before(const RuleContext& context) {
    constexpr std::string_view kEnds[] = {"ACCEPT", "RETURN", "QUEUE", "NFQUEUE"};
    for (const Rule& rule : context.chain.rules) {
        if (&rule == &context.rule) break;
        const auto* target = std::get_if<Extension>(&rule.target);
        const bool ends = target != nullptr && std::ranges::find(kEnds, target->row->name) != std::end(kEnds);
        if (ends || std::holds_alternative<Jump>(rule.target)) return &rule;
    }
    return nullptr;
}

// nf_tables gives a helper to a connection that is there: right behind its tracking, with its first packet.
Actions helper(RuleContext& context, const Extension& target, std::string zone) {
    const Option& option = *target.find("helper");
    constexpr std::string_view kWhat = "a helper given before connections are tracked";
    constexpr std::string_view kHelp =
        "say `ct helper set \"NAME\"` with `ct state new` in a chain of its own, at priority -199: "
        "`ct helper NAME { type \"ftp\" protocol tcp; }` beside the chains declares it";
    const Rule* before = leaves_before(context);
    if (context.chain.policy == Policy::none || context.stateful || before != nullptr)
        return act(context.no_text(option.span,
                                   fmt::format("{}, by a rule that {}", kWhat,
                                               before != nullptr  ? "others stand before that leave the chain"
                                               : context.stateful ? "counts"
                                                                  : "stands in a chain of the user"),
                                   kHelp));
    const std::string protocol = protocol_text(context.protocol.value_or(0));
    if (protocol != "tcp" && protocol != "udp")
        return act(context.no_text(option.span, "a helper for other protocols than TCP and UDP"));
    const std::string& type = std::get<Text>(option.argument).text;
    const std::string name = context.table.object_for(
        fmt::format("ct helper {} {}", type, protocol), "ct helper", type,
        {fmt::format("type {} protocol {}", context.quoted(type, option.span), protocol)}, option.span);
    Actions all;
    if (!zone.empty()) all.push_back({.conditions = {}, .text = std::move(zone)});
    all.push_back({.conditions = {{"ct state", "new"}},
                   .text = fmt::format("ct helper set \"{}\"", name),
                   .base_chain = fmt::format("type filter hook {} priority -199",
                                             context.chain.name == "OUTPUT" ? "output" : "prerouting")});
    return all;
}

std::string zone_text(RuleContext& context, const Extension& target) {
    struct ZoneRow {
        std::string_view option, field;
    };
    constexpr ZoneRow kZones[] = {
        {"zone", "ct zone"}, {"zone-orig", "ct original zone"}, {"zone-reply", "ct reply zone"}};
    for (const ZoneRow& row : kZones) {
        const Option* option = target.find(row.option);
        if (option == nullptr) continue;
        if (!std::holds_alternative<Numbers>(option->argument))
            return context.no_text(
                option->span, "a zone whose number is the packet's mark",
                fmt::format("a map of the marks: `{} set meta mark map {{ 1 : 1, 2 : 2 }}`", row.field));
        return fmt::format("{} set {}", row.field, target.number(row.option, 0));
    }
    return {};
}

Actions ct(RuleContext& context, const Extension& target) {
    if (const Option* events = target.find("ctevents"))
        return act(context.no_text(events->span, "events of a connection before it is tracked",
                                   "say `ct event set new,destroy` in a chain at a priority above -200"));
    if (target.has("notrack")) return act("notrack");
    std::string zone = zone_text(context, target);
    return target.has("helper") ? helper(context, target, std::move(zone))
                                : act(std::move(zone)); // or like all others
}

// ---- security marks

Actions secmark(RuleContext& context, const Extension& target) {
    const Option& label = *target.find("selctx");
    const std::string& text = std::get<Text>(label.argument).text;
    // "system_u:object_r:httpd_packet_t:s0": what tells one from the other is its type.
    const std::size_t type = text.find(':', text.find(':') + 1) + 1;
    const std::string wanted = text.substr(type, text.find(':', type) - type);
    const std::string name = context.table.object_for("secmark " + text, "secmark", wanted,
                                                      {context.quoted(text, label.span)}, label.span);
    return act(fmt::format("meta secmark set \"{}\"", name));
}

constexpr TargetWriter kWriters[] = {{"CONNMARK", connmark}, {"CT", ct}, {"SECMARK", secmark}};

} // namespace

std::span<const TargetWriter> connection_target_writers() {
    return kWriters;
}

} // namespace rulec::ipt
