// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/lints.h"
#include "compiler/model/action_values.h"

#include <algorithm>

namespace rulec::lint {
namespace {

using model::HostNames;

// Names of interfaces among what a field is compared with, but for `lo`, which every host has.
struct Names {
    std::vector<std::string> doubtful;
    bool all_named = true; // no index was written as a number
};

void add(BytesView index, const HostNames& host, Names& names) {
    const std::string* name = host.find(HostNames::Kind::interface_index, from_big_endian(index));
    if (name == nullptr)
        names.all_named = false;
    else if (*name != "lo")
        names.doubtful.push_back(*name);
}

Names names_of(const model::Match& match, const model::Table& table, const HostNames& host) {
    Names names;
    if (const auto* one = std::get_if<model::Constant>(&match.rhs)) add(one->bytes, host, names);
    const auto* use = std::get_if<model::SetUse>(&match.rhs);
    if (use == nullptr || !table.sets[use->set].anonymous) return names;
    const model::ElementList& list = table.sets[use->set].elements;
    for (std::size_t i = 0; i < list.count; ++i)
        add(list.low_at(i), host, names);
    return names;
}

std::string quoted(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names)
        text += fmt::format("{}`{}`", text.empty() ? "" : ", ", name);
    return text;
}

bool is_index(const model::Match& match) {
    const auto* load = std::get_if<model::FieldLoad>(&match.lhs.node);
    return load != nullptr && match.lhs.type->id == catalog::TypeId::iface_index &&
           load->header->kind == catalog::HeaderKind::meta &&
           (load->field->name == "iif" || load->field->name == "oif");
}

} // namespace

void iif_may_not_exist(const Subject& subject, diag::Sink& sink) {
    for_each_rule(subject, kReadsInterfaceIndex, [&](const RuleAt& at) {
        for (const model::Statement& statement : at.rule.statements) {
            const auto* match = std::get_if<model::Match>(&statement.node);
            if (match == nullptr || !is_index(*match)) continue;
            const Names names = names_of(*match, at.table, subject.ruleset.host_names);
            if (names.doubtful.empty()) continue;
            const auto& load = std::get<model::FieldLoad>(match->lhs.node);
            const std::string by_name = fmt::format("{}name", load.field->name);
            auto found =
                diag::make(diag::Code::kIifMayNotExist, match->lhs.span, load.field->name, quoted(names.doubtful))
                    .help(fmt::format("`{}` compares names, and waits for the interface", by_name));
            if (names.all_named) found.fixits.push_back({match->lhs.span, by_name});
            sink.report(std::move(found));
        }
    });
}

} // namespace rulec::lint
