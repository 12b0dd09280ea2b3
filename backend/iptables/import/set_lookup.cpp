// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/import/set_lookup.h"

#include "compiler/support/suggest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace rulec::ipt {
namespace {

// Of which family a set is: none of sets without addresses.
std::optional<Family> family_of(const ipset::Set& set) {
    for (const ipset::Part part : set.type->parts) {
        if (part == ipset::Part::ip || part == ipset::Part::net)
            return set.family == ipset::Family::inet ? Family::ipv4 : Family::ipv6;
    }
    return std::nullopt;
}

} // namespace

const ipset::Set* set_of(RuleContext& context, const Option& option) {
    const std::string& name = std::get<SetReference>(option.argument).name;
    if (!context.ipsets.given()) {
        context.no_text(option.span, fmt::format("what is in the set `{}`: write `ipset save > FILE` on its host and "
                                                 "add `--with ipset FILE`",
                                                 name));
        return nullptr;
    }
    const ipset::Set* set = context.ipsets.find(name);
    if (set == nullptr)
        context.no_text(option.span, fmt::format("what is in the set `{}`, which is not among those of ipset{}", name,
                                                 or_did_you_mean(name, context.ipsets.names())));
    return set;
}

bool fits(const RuleContext& context, const ipset::Set& set, const SetReference& reference) {
    const auto family = family_of(set);
    return set.type->parts.size() <= reference.from_destination.size() && (!family || *family == context.family);
}

std::string place_set(RuleContext& context, const ipset::Set& set, const SetView& view, Span span) {
    const auto& tables = context.ipsets.tables_of(set);
    if (context.ipsets.use_of(set).filled && tables.size() > 1)
        return context.no_text(span,
                               fmt::format("one set (`{}`) for the tables {}, which packets fill: a set belongs "
                                           "to one table",
                                           set.name, fmt::join(tables, " and ")));
    const std::string key = fmt::format("ipset {}{} {}", set.name, name_suffix(view.face), view.excepted);
    if (const auto known = context.table.find_set(key)) return *known;
    const SetForm& form = context.ipsets.form(set, view);
    if (form.refusal)
        return context.no_text(span, fmt::format("the set `{}`: {}", set.name, form.refusal->why),
                               form.refusal->span);
    if (set.forceadd && context.ipsets.use_of(set).filled)
        context.warn(span,
                     fmt::format("a full set (`{}`) takes no more elements, while `forceadd` lets a new one push "
                                 "out another",
                                 set.name));
    return context.table.add_set(
        key, {.name = fmt::format("{}{}{}", set.name, name_suffix(view.face), view.excepted ? "_nomatch" : ""),
              .lines = form.lines,
              .span = set.span,
              .remarks = form.remarks,
              .elements = form.elements});
}

KeyText key_of(RuleContext& context, const ipset::Set& set, Face face, const SetReference& reference) {
    KeyText key = key_text(set, face, reference.from_destination, context.ipsets.use_of(set).filled);
    context.names_family = context.names_family || key.names_family;
    constexpr std::string_view kAny = "th ";
    if (key.text.starts_with(kAny))
        key.text = fmt::format("{} {}", context.transport(), key.text.substr(kAny.size()));
    return key;
}

} // namespace rulec::ipt
