// SPDX-License-Identifier: GPL-2.0-or-later
// Seen on Linux 6.18: in output `iif` is 0, `iifname` is empty, and the other fields of a missing interface, the
// link-layer header or the owner of a forwarded packet end the rule, whatever they are compared with. The same of
// `oif` and its like in input, prerouting and ingress, and of `iif` in egress.
#include "compiler/lint/lints.h"
#include "compiler/lint/reach.h"
#include "compiler/lint/rule_conditions.h"
#include "compiler/model/action_values.h"

#include <algorithm>

namespace rulec::lint {
namespace {

using catalog::Family;
using catalog::Hook;

constexpr std::uint32_t family_bit(Family family) {
    return 1U << static_cast<unsigned>(family);
}
constexpr std::uint32_t kInternet = family_bit(Family::inet) | family_bit(Family::ip) | family_bit(Family::ip6);

struct Row {
    Traits reads;
    Hooks missing;          // in these hooks
    std::uint32_t families; // in tables of these families
    std::string_view what;  // that packets do not have there
    std::string_view help;
};

// clang-format off
constexpr Row kRows[] = {
    // reads       missing                                                                     families
    //     what                                help
    {kReadsInput,  hook_bit(Hook::output) | hook_bit(Hook::egress),                            ~0U,
         "an input interface",                 "the interface that a packet leaves by is `oifname`"},
    {kReadsOutput, hook_bit(Hook::prerouting) | hook_bit(Hook::input) | hook_bit(Hook::ingress), ~0U,
         "an output interface",                "the interface that a packet came by is `iifname`"},
    {kReadsLink,   hook_bit(Hook::output),                                                     kInternet,
         "a link-layer header",                "a netdev table with an egress hook sees the frame"},
    {kReadsOwner,  hook_bit(Hook::forward),                                                    kInternet,
         "a socket of this host",              "the owner is known in output and postrouting"},
};
// clang-format on

// The fields that are there, empty, instead of ending the rule: NFT_META_IIF, OIF, IIFNAME, OIFNAME.
bool is_empty_instead(const model::FieldLoad& load) {
    return load.header->kind == catalog::HeaderKind::meta && load.field->key >= 4 && load.field->key <= 7;
}

// What comes of a match, for the label; empty: that is not certain.
std::string_view outcome(const model::Statement& statement, const model::FieldLoad& load, const model::Table& table) {
    const auto* match = std::get_if<model::Match>(&statement.node);
    if (match == nullptr || !std::holds_alternative<model::FieldLoad>(match->lhs.node)) return "";
    if (!is_empty_instead(load)) return "never true";
    const auto condition = condition_of(*match, table);
    if (!condition) return "";
    return condition->accepted.covers(Ranges({}, {})) ? "always true" : "never true";
}

void report(const Row& row, const model::Value& value, Hooks hooks, std::string_view outcome, diag::Sink& sink) {
    const auto& load = std::get<model::FieldLoad>(value.node);
    const std::string field = load.header->kind == catalog::HeaderKind::meta
                                  ? std::string(load.field->name)
                                  : fmt::format("{} {}", load.header->name, load.field->name);
    sink.report(diag::make(diag::Code::kFieldNotInHook, value.span, field, describe(hooks), row.what)
                    .label(std::string(outcome))
                    .help(std::string(row.help)));
}

void look_at(const RuleAt& at, Hooks hooks, diag::Sink& sink) {
    for (const model::Statement& statement : at.rule.statements) {
        model::for_each_load(statement, [&](const model::FieldLoad& load, const model::Value& value) {
            const Traits traits = traits_of(load);
            const auto* row = std::ranges::find_if(kRows, [&](const Row& one) {
                return (traits & one.reads) != 0 && (one.families & family_bit(at.table.family)) != 0;
            });
            if (row == std::end(kRows) || hooks == 0 || (hooks & ~row->missing) != 0) return;
            report(*row, value, hooks, outcome(statement, load, at.table), sink);
        });
    }
}

} // namespace

void field_not_in_hook(const Subject& subject, diag::Sink& sink) {
    std::vector<std::vector<Hooks>> reached;
    for (std::size_t t = 0; t < subject.ruleset.tables.size(); ++t)
        reached.push_back(hooks_reaching(subject.ruleset.tables[t], subject.graphs[t]));
    for_each_rule(subject, kReadsInput | kReadsOutput | kReadsLink | kReadsOwner,
                  [&](const RuleAt& at) { look_at(at, reached[at.table_index][at.chain], sink); });
}

} // namespace rulec::lint
