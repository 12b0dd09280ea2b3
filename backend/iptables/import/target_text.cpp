// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/import/target_text.h"

#include "backend/iptables/import/value_text.h"
#include "compiler/support/overloaded.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace rulec::ipt {
namespace {

// ---- verdicts

Actions reject(RuleContext& context, const Extension& target) {
    const Option* with = target.find("reject-with");
    if (with == nullptr) return act("reject");
    const Word* type = std::get<Words>(with->argument).words[0];
    if (type->name.ends_with("-port-unreachable")) return act("reject");
    if (type->name != "tcp-reset") context.ip();
    return act(fmt::format("reject with {}", type->rules));
}

Actions nfqueue(RuleContext&, const Extension& target) {
    NumberRange queues;
    for (const std::string_view name : {"queue-num", "queue-balance"}) {
        if (const Option* option = target.find(name)) queues = std::get<Numbers>(option->argument).ranges[0];
    }
    std::vector<std::string_view> flags;
    if (target.has("queue-bypass")) flags.push_back("bypass");
    if (target.has("queue-cpu-fanout")) flags.push_back("fanout");
    return act(fmt::format("queue num {}{}{}", range_text(queues), flags.empty() ? "" : " ", fmt::join(flags, ",")));
}

// ---- logs

// The language puts the values of variables into a prefix and has no way to write a `$` there.
std::string prefix_text(RuleContext& context, const Option& prefix) {
    const std::string& text = std::get<Text>(prefix.argument).text;
    if (text.find('$') == text.npos) return " prefix " + context.quoted(text, prefix.span);
    return context.no_text(prefix.span, "a prefix with `$`, where it puts the value of a variable",
                           "take another character for `$`");
}

Actions log(RuleContext& context, const Extension& target) {
    struct FlagRow {
        std::string_view option, text;
    };
    constexpr FlagRow kFlags[] = {
        {"log-ip-options", " flags ip options"},
        {"log-uid", " flags skuid"},
        {"log-macdecode", " flags ether"},
    };
    std::string text = "log";
    if (const Option* prefix = target.find("log-prefix")) text += prefix_text(context, *prefix);
    if (const Option* level = target.find("log-level")) {
        const Word* word = std::get<Words>(level->argument).words[0];
        if (word->rules != "warn") text += fmt::format(" level {}", word->rules); // warn is what nf_tables does
    }
    const bool sequence = target.has("log-tcp-sequence");
    const bool options = target.has("log-tcp-options");
    if (sequence || options)
        text += fmt::format(" flags tcp {}{}{}", sequence ? "sequence" : "", sequence && options ? "," : "",
                            options ? "options" : "");
    for (const FlagRow& row : kFlags) {
        if (target.has(row.option)) text += row.text;
    }
    return act(std::move(text));
}

Actions nflog(RuleContext& context, const Extension& target) {
    // --nflog-range never had an effect (iptables-extensions(8)).
    std::string text = "log";
    if (const Option* prefix = target.find("nflog-prefix")) text += prefix_text(context, *prefix);
    text += fmt::format(" group {}", target.number("nflog-group", 0));
    if (target.has("nflog-size")) text += fmt::format(" snaplen {}", target.number("nflog-size", 0));
    if (target.number("nflog-threshold", 0) > 1)
        text += fmt::format(" queue-threshold {}", target.number("nflog-threshold", 0));
    return act(std::move(text));
}

struct FixedRow {
    std::string_view target, text;
};
constexpr FixedRow kFixed[] = {
    {"ACCEPT", "accept"},
    {"DROP", "drop"},
    {"RETURN", "return"},
    {"QUEUE", "queue num 0"},
    {"AUDIT", "log level audit"},
    {"NOTRACK", "notrack"},
    {"TRACE", "meta nftrace set 1"},
};

constexpr TargetWriter kWriters[] = {
    {"REJECT", reject},
    {"NFQUEUE", nfqueue},
    {"LOG", log},
    {"NFLOG", nflog},
};

Actions extension_actions(RuleContext& context, const Extension& target) {
    if (context.is_refused(target)) return act("");
    const auto* fixed = std::ranges::find(kFixed, target.row->name, &FixedRow::target);
    if (fixed != std::end(kFixed)) return act(std::string(fixed->text));
    for (const auto writers : {std::span<const TargetWriter>(kWriters), nat_writers(), mangle_writers(),
                               connection_target_writers(), set_target_writers()}) {
        const auto found = std::ranges::find(writers, target.row->name, &TargetWriter::target);
        if (found != writers.end()) return found->write(context, target);
    }
    return act(context.no_text(target.span, fmt::format("-j {}", target.row->name)));
}

} // namespace

Actions actions(RuleContext& context) {
    return std::visit(
        overloaded{
            [](std::monostate) { return act(""); },
            [&](const Jump& jump) {
                return act(fmt::format("{} {}", jump.go_to ? "goto" : "jump", context.table.chain_name(jump.chain)));
            },
            [&](const Extension& target) { return extension_actions(context, target); },
        },
        context.rule.target);
}

} // namespace rulec::ipt
