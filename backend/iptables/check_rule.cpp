// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/check_rule.h"

#include <algorithm>

#include <fmt/format.h>
#include <netinet/in.h>

namespace rulec::ipt {
namespace {

using diag::Code;

bool fail(Span span, std::string why, diag::Sink& sink) {
    sink.report(diag::make(Code::kIptCombination, span, std::move(why)));
    return false;
}

std::string name_of(const Extension& extension) {
    return fmt::format("{}{}", extension.row->kind == Kind::match ? "-m " : "-j ", extension.row->name);
}

bool has_what_it_needs(const Extension& extension, diag::Sink& sink) {
    if (!extension.row->refusal.empty() && extension.row->options.empty()) return true; // its options are unknown
    if (extension.row->needs_option && extension.options.empty())
        return fail(extension.span, fmt::format("{} needs an option", name_of(extension)), sink);
    for (const OptionRow& row : extension.row->options) {
        if (row.required && !extension.has(row.name))
            return fail(extension.span, fmt::format("{} needs --{}", name_of(extension), row.name), sink);
    }
    return true;
}

bool has_its_protocol(const Extension& extension, std::optional<std::uint64_t> protocol, diag::Sink& sink) {
    const auto wanted = extension.row->protocols;
    if (wanted.empty() || (protocol && std::ranges::find(wanted, *protocol) != wanted.end())) return true;
    const std::string_view which = wanted.size() > 1 ? "a protocol with ports" : "its protocol";
    return fail(extension.span, fmt::format("{} needs {} in -p", name_of(extension), which), sink);
}

std::uint64_t number_of(const Option* option) {
    return option == nullptr ? 0 : std::get<Numbers>(option->argument).ranges[0].first;
}

// ---- rules of one match or target

bool check_statistic(const Extension& match, diag::Sink& sink) {
    const bool nth = std::get<Words>(match.find("mode")->argument).words[0]->name == "nth";
    const Option* every = match.find("every");
    const Option* packet = match.find("packet");
    if (!nth && (!match.has("probability") || every != nullptr || packet != nullptr))
        return fail(match.span, "--mode random takes --probability", sink);
    if (nth && (every == nullptr || packet == nullptr || match.has("probability")))
        return fail(match.span, "--mode nth takes --every and --packet", sink);
    if (nth && number_of(every) == 0) return fail(every->span, "--every is 0", sink);
    if (nth && number_of(packet) >= number_of(every))
        return fail(packet->span, "--packet has to be less than --every", sink);
    return true;
}

bool check_addrtype(const Extension& match, diag::Sink& sink) {
    if (match.has("src-type") || match.has("dst-type")) return true;
    return fail(match.span, "-m addrtype needs --src-type or --dst-type", sink);
}

bool check_hashlimit(const Extension& match, diag::Sink& sink) {
    if (match.has("hashlimit-upto") || match.has("hashlimit-above")) return true;
    return fail(match.span, "-m hashlimit needs --hashlimit-upto or --hashlimit-above", sink);
}

bool check_connlimit(const Extension& match, diag::Sink& sink) {
    if (match.has("connlimit-upto") || match.has("connlimit-above")) return true;
    return fail(match.span, "-m connlimit needs --connlimit-upto or --connlimit-above", sink);
}

bool check_recent(const Extension& match, diag::Sink& sink) {
    const bool checks = match.has("rcheck") || match.has("update");
    if (!checks && !match.has("set") && !match.has("remove"))
        return fail(match.span, "-m recent needs --set, --rcheck, --update or --remove", sink);
    for (const std::string_view name : {"seconds", "hitcount", "rttl"}) {
        if (!checks && match.has(name))
            return fail(match.find(name)->span, fmt::format("--{} goes with --rcheck or --update", name), sink);
    }
    if (match.has("reap") && !match.has("seconds"))
        return fail(match.find("reap")->span, "--reap needs --seconds", sink);
    return true;
}

bool check_limit(const Extension& match, diag::Sink& sink) {
    const Option* burst = match.find("limit-burst");
    if (burst == nullptr || number_of(burst) > 0) return true;
    return fail(burst->span, "--limit-burst is 0", sink);
}

bool check_string(const Extension& match, diag::Sink& sink) {
    if (match.has("string") || match.has("hex-string")) return true;
    return fail(match.span, "-m string needs --string or --hex-string", sink);
}

bool check_nfqueue(const Extension& target, diag::Sink& sink) {
    const Option* fanout = target.find("queue-cpu-fanout");
    if (fanout == nullptr || target.has("queue-balance")) return true;
    return fail(fanout->span, "--queue-cpu-fanout needs --queue-balance", sink);
}

// TTL and HL.
bool check_hops(const Extension& target, diag::Sink& sink) {
    for (const Option& option : target.options) {
        if (!option.row->name.ends_with("set") && number_of(&option) == 0)
            return fail(option.span, fmt::format("--{} by 0", option.row->name), sink);
    }
    return true;
}

bool check_set_target(const Extension& target, diag::Sink& sink) {
    const Option* timeout = target.find("timeout");
    if (timeout == nullptr || target.has("add-set")) return true;
    return fail(timeout->span, "--timeout goes with --add-set", sink);
}

struct CheckRow {
    std::string_view name;
    bool (*check)(const Extension&, diag::Sink&);
};
constexpr CheckRow kChecks[] = {
    {"statistic", check_statistic},
    {"addrtype", check_addrtype},
    {"hashlimit", check_hashlimit},
    {"connlimit", check_connlimit},
    {"recent", check_recent},
    {"string", check_string},
    {"limit", check_limit},
    {"NFQUEUE", check_nfqueue},
    {"TTL", check_hops},
    {"HL", check_hops},
    {"SET", check_set_target},
};

// ---- what the protocol allows

bool check_nat_ports(const Extension& target, std::optional<std::uint64_t> protocol, diag::Sink& sink) {
    constexpr std::uint64_t kWithPorts[] = {IPPROTO_TCP,     IPPROTO_UDP,  IPPROTO_SCTP,  IPPROTO_DCCP,
                                            IPPROTO_UDPLITE, IPPROTO_ICMP, IPPROTO_ICMPV6};
    for (const Option& option : target.options) {
        const auto* nat = std::get_if<NatTarget>(&option.argument);
        if (nat == nullptr || !nat->ports) continue;
        if (!protocol || std::ranges::find(kWithPorts, *protocol) == std::end(kWithPorts))
            return fail(option.span, "ports need a protocol that has them in -p", sink);
    }
    return true;
}

bool check_reject(const Extension& target, std::optional<std::uint64_t> protocol, diag::Sink& sink) {
    const Option* with = target.row->name == "REJECT" ? target.find("reject-with") : nullptr;
    if (with == nullptr || std::get<Words>(with->argument).words[0]->name != "tcp-reset") return true;
    if (protocol == IPPROTO_TCP) return true;
    return fail(with->span, "tcp-reset needs -p tcp", sink);
}

bool check_ecn(const Extension& match, std::optional<std::uint64_t> protocol, diag::Sink& sink) {
    if (match.row->name != "ecn" || protocol == IPPROTO_TCP) return true;
    if (!match.has("ecn-tcp-cwr") && !match.has("ecn-tcp-ece")) return true;
    return fail(match.span, "flags of TCP need -p tcp", sink);
}

bool check_extension(const Extension& extension, std::optional<std::uint64_t> protocol, diag::Sink& sink) {
    if (!has_what_it_needs(extension, sink)) return false;
    if (extension.row != &header_row() && !has_its_protocol(extension, protocol, sink)) return false;
    if (!check_ecn(extension, protocol, sink)) return false;
    const auto* row = std::ranges::find(kChecks, extension.row->name, &CheckRow::name);
    return row == std::end(kChecks) || row->check(extension, sink);
}

} // namespace

std::optional<std::uint64_t> protocol_of(const Rule& rule) {
    if (rule.matches.empty() || rule.matches[0].row != &header_row()) return std::nullopt;
    const Option* protocol = rule.matches[0].find("protocol");
    if (protocol == nullptr || protocol->negated || number_of(protocol) == 0) return std::nullopt;
    return number_of(protocol);
}

bool check_rule(const Rule& rule, diag::Sink& sink) {
    const auto protocol = protocol_of(rule);
    for (const Extension& match : rule.matches) {
        if (!check_extension(match, protocol, sink)) return false;
    }
    const auto* target = std::get_if<Extension>(&rule.target);
    return target == nullptr || (check_extension(*target, protocol, sink) &&
                                 check_nat_ports(*target, protocol, sink) && check_reject(*target, protocol, sink));
}

} // namespace rulec::ipt
