// SPDX-License-Identifier: GPL-2.0-or-later
// Targets that change the mark and fields of the packet.
#include "backend/iptables/argument_values.h"
#include "backend/iptables/import/mark_text.h"
#include "backend/iptables/import/match_text.h"
#include "backend/iptables/import/target_text.h"
#include "backend/iptables/import/value_text.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace rulec::ipt {

using catalog::TypeId;

// --set-xmark and those that are short for it; --set-tos, --and-tos... likewise.
std::optional<MarkChange> change_of(const Extension& target, std::uint64_t all) {
    for (const Option& option : target.options) {
        const std::string_view name = option.row->name;
        if (const auto* masked = std::get_if<Masked>(&option.argument)) {
            const bool or_bits = name == "set-mark"; // its bits are set, whether the mask has them or not
            return MarkChange{masked->value, or_bits ? masked->mask | masked->value : masked->mask};
        }
        const auto* numbers = std::get_if<Numbers>(&option.argument);
        if (numbers == nullptr) continue;
        const std::uint64_t bits = numbers->ranges[0].first;
        if (name.starts_with("and-")) return MarkChange{0, ~bits & all};
        if (name.starts_with("or-")) return MarkChange{bits, bits};
        if (name.starts_with("xor-")) return MarkChange{bits, 0};
    }
    return std::nullopt;
}

std::string changed_mark(std::string_view field, const MarkChange& change) {
    const std::uint64_t kept = ~change.mask & kAllBits;
    if (kept == 0) return hex_text(change.value);
    if (change.value != 0 && change.value == change.mask)
        return fmt::format("{} | {}", field, hex_text(change.value));
    std::string text(field);
    if (change.mask != 0) text += fmt::format(" & {}", hex_text(kept));
    if (change.value == 0) return text;
    const bool only_cleared_bits = (change.value & kept) == 0;
    return text + fmt::format(" {} {}", only_cleared_bits ? "|" : "^", hex_text(change.value));
}

std::string mark_set(std::string_view field, const MarkChange& change) {
    return fmt::format("{} set {}", field, changed_mark(field, change));
}

namespace {

// ---- marks

Actions mark(RuleContext&, const Extension& target) {
    return act(mark_set("meta mark", change_of(target, kAllBits).value_or(MarkChange{})));
}

// ---- fields of the packet

Actions tcpmss(RuleContext&, const Extension& target) {
    if (target.has("clamp-mss-to-pmtu")) return act("tcp option maxseg size set rt mtu");
    return act(fmt::format("tcp option maxseg size set {}", target.number("set-mss", 0)));
}

Actions tcpoptstrip(RuleContext& context, const Extension& target) {
    struct KindRow {
        std::string_view name;
        std::uint64_t kind;
        std::string_view rules;
    };
    // IANA's registry; the words of the rules where they have them.
    constexpr auto kKinds = std::to_array<KindRow>({
        {"mss", 2, "maxseg"},
        {"wscale", 3, "window"},
        {"sack-permitted", 4, "sack-perm"},
        {"sack", 5, "sack"},
        {"timestamp", 8, "timestamp"},
        {"md5", 19, "md5sig"},
    });
    const Option& list = *target.find("strip-options");
    std::vector<std::string> statements;
    for (const std::string_view part : split(std::get<Text>(list.argument).text, ',')) {
        const auto number = read_number(part, 255);
        const auto* row = std::ranges::find_if(
            kKinds, [&](const KindRow& known) { return known.name == part || known.kind == number; });
        if (row == kKinds.end() && (!number || *number < 2))
            return act(context.no_text(list.span, fmt::format("the TCP option `{}`", part)));
        statements.push_back(
            fmt::format("reset tcp option {}", row == kKinds.end() ? std::string(part) : std::string(row->rules)));
    }
    return act(fmt::format("{}", fmt::join(statements, " ")));
}

Actions hops(RuleContext& context, const Extension& target) {
    const Option& option = target.options[0];
    if (!option.row->name.ends_with("-set"))
        return act(
            context.no_text(option.span, "arithmetic on a field of the packet: only a fixed value can be set"));
    return act(fmt::format("{} set {}", context.field(context.family == Family::ipv4 ? "ip ttl" : "ip6 hoplimit"),
                           target.number(option.row->name, 0)));
}

Actions dscp(RuleContext& context, const Extension& target) {
    const Option& option = target.options[0];
    const auto* number = std::get_if<Numbers>(&option.argument);
    const std::uint64_t value =
        number != nullptr ? number->ranges[0].first : std::get<Words>(option.argument).words[0]->value;
    return act(fmt::format("{} set {}", context.field("% dscp"), symbol_text(TypeId::dscp, value)));
}

// The octet as DSCP and ECN. Bits of a field that are kept while others change take a rule for each of their values.
Actions tos(RuleContext& context, const Extension& target) {
    constexpr std::uint64_t kDscp = 0x3f, kEcn = 0x03, kOctet = 0xff;
    constexpr std::size_t kMostRules = 8;
    const auto [value, mask] = change_of(target, kOctet).value_or(MarkChange{});
    if ((value & ~mask) != 0) return act(context.no_text(target.span, "bits of the TOS octet flipped"));
    const std::uint64_t dscp_mask = mask >> 2, dscp_kept = ~dscp_mask & kDscp, ecn_mask = mask & kEcn;
    if (ecn_mask != 0 && ecn_mask != kEcn)
        return act(context.no_text(target.span, "one bit of ECN changed and the other one kept"));
    const std::string ecn =
        ecn_mask == 0 ? "" : fmt::format("{} set {}", context.field("% ecn"), symbol_text(TypeId::ecn, value & kEcn));
    if (dscp_mask == 0) return act(ecn);

    Actions all;
    for (std::uint64_t kept = 0; kept <= kDscp; ++kept) {
        if ((kept & ~dscp_kept) != 0) continue;
        Action one;
        if (dscp_kept != 0) one.conditions.push_back(tos_clause(context, {kept << 2, dscp_kept << 2}, false));
        one.text = fmt::format("{} set {}{}{}", context.field("% dscp"),
                               symbol_text(TypeId::dscp, kept | (value >> 2)), ecn.empty() ? "" : " ", ecn);
        all.push_back(std::move(one));
    }
    if (all.size() <= kMostRules && (all.size() == 1 || !context.stateful)) return all;
    return act(context.no_text(target.span, "so many bits of the TOS octet kept while others change"));
}

// All but --ecn-ip-ect is refused by its row.
Actions ecn(RuleContext& context, const Extension& target) {
    return act(
        fmt::format("{} set {}", context.field("% ecn"), symbol_text(TypeId::ecn, target.number("ecn-ip-ect", 0))));
}

Actions classify(RuleContext&, const Extension& target) {
    const std::uint64_t value = std::get<Masked>(target.find("set-class")->argument).value;
    if (value == 0) return act("meta priority set none");
    if (value == 0xffffffff) return act("meta priority set root");
    return act(fmt::format("meta priority set {:x}:{:x}", value >> 16, value & 0xffff));
}

constexpr TargetWriter kWriters[] = {
    {"MARK", mark}, {"TCPMSS", tcpmss}, {"TCPOPTSTRIP", tcpoptstrip}, {"ECN", ecn}, {"TTL", hops}, {"HL", hops},
    {"DSCP", dscp}, {"TOS", tos},       {"CLASSIFY", classify},
};

} // namespace

std::span<const TargetWriter> mangle_writers() {
    return kWriters;
}

} // namespace rulec::ipt
