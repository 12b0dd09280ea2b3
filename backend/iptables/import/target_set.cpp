// SPDX-License-Identifier: GPL-2.0-or-later
// -j SET: packets fill sets, or empty them.
#include "backend/iptables/import/set_lookup.h"
#include "backend/iptables/import/target_text.h"
#include "backend/iptables/import/value_text.h"
#include "compiler/catalog/print_value.h"

#include <algorithm>

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

// The timeout of an element that a rule adds, in front of which there is a blank. Empty: that of the set.
std::string timeout_text(const RuleContext& context, const Extension& target, const ipset::Set& set) {
    if (!set.timeout_s) return {};
    const Option* option = target.find("timeout");
    const std::uint64_t seconds =
        option != nullptr ? std::get<Numbers>(option->argument).ranges[0].first : *set.timeout_s;
    const bool declared = !context.ipsets.use_of(set).permanent && !has_permanent_elements(set);
    if (seconds == 0 || (declared && seconds == *set.timeout_s)) return {};
    return fmt::format(" timeout {}", catalog::print_duration_ms(seconds * 1000));
}

// `add` leaves the timeout of an element that is there, as SET does without --exist; `update` sets it anew.
std::string_view verb(const Extension& target, const ipset::Set& set) {
    return set.timeout_s && target.has("exist") ? "update" : "add";
}

// What SET adds has a port only if the packet has: others are told apart by their protocol, with 0 in its place.
Face added_face(RuleContext& context, const ipset::Set& set, Span span, Clauses& conditions) {
    const bool has_port = std::ranges::find(set.type->parts, ipset::Part::port) != set.type->parts.end();
    if (!has_port) return Face::whole;
    if (is_whole(set)) { // numbers of ports: of TCP and UDP only (kernel: ip_set_get_ip_port())
        if (!context.protocol) conditions.push_back({"meta l4proto", "{ tcp, udp }"});
        return Face::whole;
    }
    if (context.protocol) return face_of_protocol(*context.protocol, set.family);
    context.warn(span, "packets of protocols without ports are added to the set in iptables, but not here: add -p");
    conditions.push_back({"meta l4proto", protocols_text(kProtocolsWithPorts)});
    return Face::ports;
}

Action change(RuleContext& context, const Extension& target, const Option& option) {
    const ipset::Set* set = set_of(context, option);
    if (set == nullptr) return {};
    const auto& reference = std::get<SetReference>(option.argument);
    if (set->type->storage == ipset::Storage::list)
        return {.conditions = {},
                .text = context.no_text(option.span,
                                        fmt::format("that packets fill the sets of the list `{}`", set->name))};
    if (!fits(context, *set, reference)) {
        context.warn(option.span, "this does nothing: the set is of the other family, or its key has more parts");
        return {};
    }
    Action action;
    const Face face = added_face(context, *set, option.span, action.conditions);
    const KeyText key = key_of(context, *set, face, reference);
    const std::string name = place_set(context, *set, {face}, option.span);
    const bool adds = option.row->name == "add-set";
    action.text = fmt::format("{} @{} {{ {}{} }}", adds ? verb(target, *set) : "delete", name, key.text,
                              adds ? timeout_text(context, target, *set) : "");
    return action;
}

Actions set(RuleContext& context, const Extension& target) {
    Actions all;
    for (const std::string_view name : {"add-set", "del-set"}) {
        const Option* option = target.find(name);
        if (option == nullptr) continue;
        Action one = change(context, target, *option);
        if (!one.text.empty()) all.push_back(std::move(one));
    }
    if (all.empty()) return act("");
    if (all.size() == 2 && all[0].conditions == all[1].conditions) {
        all[0].text += " " + all[1].text;
        all.pop_back();
    }
    if (all.size() > 1 && context.stateful)
        return act(context.no_text(target.span, "SET with two sets behind a match that counts: it takes two rules"));
    return all;
}

constexpr TargetWriter kWriters[] = {{"SET", set}};

} // namespace

std::span<const TargetWriter> set_target_writers() {
    return kWriters;
}

} // namespace rulec::ipt
