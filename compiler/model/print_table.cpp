// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/model/print_table.h"

#include "compiler/model/object_type.h"
#include "compiler/model/print_action.h"
#include "compiler/model/print_value.h"
#include "compiler/support/overloaded.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace rulec::model {
namespace {

std::string quoted_comment(const std::optional<std::string>& comment) {
    return comment ? fmt::format(" \"{}\"", *comment) : std::string();
}

std::string print_parts(const std::vector<KeyPart>& parts) {
    std::string text;
    for (const KeyPart& part : parts)
        text += fmt::format("{}{}({})", text.empty() ? "" : " . ", part.type->name, part.bit_len);
    return text;
}

std::string print_set_traits(const Set& set) {
    std::string text;
    const auto add = [&](bool has, std::string_view word) {
        if (has) text += fmt::format(", {}", word);
    };
    add(set.anonymous, "anonymous");
    add(set.is_constant, "constant");
    add(set.is_interval, "interval");
    add(set.is_dynamic, "dynamic");
    add(set.auto_merge, "auto-merge");
    add(set.has_timeout && !set.timeout_ms, "timeout");
    if (set.timeout_ms) text += fmt::format(", timeout_ms {}", *set.timeout_ms);
    if (set.gc_interval_ms) text += fmt::format(", gc_interval_ms {}", *set.gc_interval_ms);
    if (set.size) text += fmt::format(", size {}", *set.size);
    if (set.policy) text += fmt::format(", policy {}", *set.policy);
    for (const Stateful& stateful : set.stateful)
        text += ", " + print(stateful);
    return text;
}

std::string print_set_data(const Set& set) {
    switch (set.data_kind) {
    case SetData::none: return {};
    case SetData::value: return fmt::format(" -> {}{}", set.data_interval ? "interval " : "", print_parts(set.data));
    case SetData::verdict: return " -> verdict";
    case SetData::object: return fmt::format(" -> {}", object_word(set.object));
    }
    return {};
}

std::string print_extra(const ElementExtra& extra) {
    std::string text;
    if (extra.timeout_ms) text += fmt::format(" timeout_ms {}", *extra.timeout_ms);
    if (extra.expires_ms) text += fmt::format(" expires_ms {}", *extra.expires_ms);
    for (const Stateful& stateful : extra.stateful)
        text += " " + print(stateful);
    text += quoted_comment(extra.comment);
    return extra.object.empty() ? text : text + " -> " + extra.object;
}

std::string print_element_key(const Set& set, std::size_t i) {
    const std::string low = print_key(set.key, set.elements.low_at(i));
    const std::string high = print_key(set.key, set.elements.high_at(i));
    return low == high ? low : fmt::format("{} - {}", low, high);
}

std::string print_elements(const Set& set) {
    const ElementList& list = set.elements;
    std::string text;
    auto extra = list.extras.begin();
    for (std::size_t i = 0; i < list.count; ++i) {
        while (extra != list.extras.end() && extra->index < i)
            ++extra;
        const ElementExtra* own = extra != list.extras.end() && extra->index == i ? &*extra : nullptr;
        text += "    " + (own != nullptr && own->catchall ? std::string("*") : print_element_key(set, i));
        if (!list.data.empty()) text += " -> " + print_key(set.data, list.data_at(i));
        if (!list.verdicts.empty()) text += " -> " + print(list.verdict_table[list.verdicts[i]]);
        if (own != nullptr) text += print_extra(*own);
        text += "\n";
    }
    return text;
}

std::string print_body(const Object& object) {
    return std::visit(overloaded{
                          [](const CtHelper& o) {
                              return fmt::format("ct helper \"{}\" l3 {} l4 {}", o.helper, o.l3proto, o.l4proto);
                          },
                          [](const CtTimeout& o) {
                              std::string text = fmt::format("ct timeout l3 {} l4 {}", o.l3proto, o.l4proto);
                              for (const auto& [state, seconds] : o.timeouts)
                                  text += fmt::format(" {}:{}s", state, seconds);
                              return text;
                          },
                          [](const CtExpectation& o) {
                              return fmt::format("ct expectation l3 {} l4 {} dport {} timeout_ms {} size {}",
                                                 o.l3proto, o.l4proto, o.dport, o.timeout_ms, o.size);
                          },
                          [](const Secmark& o) { return fmt::format("secmark \"{}\"", o.context); },
                          [](const auto& stateful) { return print(stateful); },
                      },
                      object.body);
}

} // namespace

std::string print_table_head(catalog::Family family, const std::string& name, std::uint32_t flags,
                             const std::optional<std::string>& comment) {
    const std::string shown_flags = flags == 0 ? std::string() : fmt::format(" flags {:#x}", flags);
    return fmt::format("table {} {}{}{}\n", catalog::name(family), name, shown_flags, quoted_comment(comment));
}

std::string print_chain_head(std::size_t index, const std::string& name, const std::optional<BaseChain>& base,
                             const std::optional<std::string>& comment) {
    std::string text = fmt::format("  chain {}", name.empty() ? fmt::format("#{}", index) : name);
    if (base) {
        text += fmt::format(": {} hook {} priority {}", catalog::name(base->type), catalog::name(base->hook),
                            base->priority);
        if (!base->devices.empty()) text += fmt::format(" devices {}", fmt::join(base->devices, ", "));
        if (base->policy_accept) text += fmt::format(" policy {}", *base->policy_accept ? "accept" : "drop");
    }
    return text + quoted_comment(comment) + "\n";
}

std::string print_rule_head(const std::optional<std::string>& comment) {
    return fmt::format("    rule{}\n", quoted_comment(comment));
}

std::string print_sets(const std::vector<Set>& sets) {
    std::string text;
    for (std::uint32_t i = 0; i < sets.size(); ++i) {
        const Set& set = sets[i];
        text += fmt::format("  set {}: {}{}{}{}\n", print_set_name(sets, i), print_parts(set.key),
                            print_set_data(set), print_set_traits(set), quoted_comment(set.comment));
        text += print_elements(set);
    }
    return text;
}

std::string print_objects(const std::vector<Object>& objects) {
    std::string text;
    for (const Object& object : objects) {
        text += fmt::format("  object {}: {}{}\n", object.name, print_body(object), quoted_comment(object.comment));
    }
    return text;
}

std::string print_flowtables(const std::vector<Flowtable>& flowtables) {
    std::string text;
    for (const Flowtable& table : flowtables) {
        text += fmt::format("  flowtable {}: hook {} priority {} devices {}{}{}\n", table.name, table.hook_number,
                            table.priority, fmt::join(table.devices, ", "), table.offload ? " offload" : "",
                            table.counter ? " counter" : "");
    }
    return text;
}

std::string print_removed(const std::vector<std::pair<catalog::Family, std::string>>& tables) {
    std::string text;
    for (const auto& [family, name] : tables)
        text += fmt::format("remove table {} {}\n", catalog::name(family), name);
    return text;
}

} // namespace rulec::model
