// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/lints.h"
#include "compiler/lint/rule_conditions.h"
#include "compiler/model/action_values.h"

#include <algorithm>

namespace rulec::lint {
namespace {

using catalog::Family;
using model::Statement;

void report_pair(const Statement& found, const Statement& earlier, diag::Sink& sink) {
    sink.report(diag::make(diag::Code::kNeverTrue, found.span)
                    .label("never true")
                    .also(earlier.span, "what gets past this is something else"));
}

// One condition that no value fulfils, or one that leaves nothing of what those before it let through.
bool report_values(const model::Rule& rule, const std::vector<Stated>& all, diag::Sink& sink) {
    for (std::size_t i = 0; i < all.size(); ++i) {
        const Statement& found = rule.statements[all[i].statement];
        Ranges left = all[i].condition.accepted;
        if (left.empty()) {
            sink.report(diag::make(diag::Code::kNeverTrue, found.span).label("no value of the field does this"));
            return true;
        }
        for (std::size_t j = i; j-- > 0;) {
            if (!same_octets(all[i], all[j])) continue;
            left = left.common(all[j].condition.accepted);
            if (!left.empty()) continue;
            report_pair(found, rule.statements[all[j].statement], sink);
            return true;
        }
    }
    return false;
}

// Is it a test of the transport protocol, such as `meta l4proto { tcp, udp }`?
bool tests_transport(const model::Value& of, Family family) {
    const model::FieldLoad* load = field_of(of);
    if (load == nullptr || load->field == nullptr) return false;
    if (load->header->kind == catalog::HeaderKind::meta) return load->field->name == "l4proto";
    const bool internet = family == Family::inet || family == Family::ip;
    return internet && load->header->name == "ip" && load->field->name == "protocol";
}

bool is_transport(const model::FieldLoad& load) {
    return load.header->kind == catalog::HeaderKind::payload &&
           load.header->base == catalog::PayloadBase::transport && load.header->number != 0;
}

// `meta l4proto { udp, sctp } tcp dport 22`: a field of a protocol that the rule has left out before.
void report_protocol(const RuleAt& at, const std::vector<Stated>& all, diag::Sink& sink) {
    const auto excludes = [&](const Stated& stated, const model::FieldLoad& load) {
        const Number wanted{0, load.header->number};
        return tests_transport(*stated.condition.of, at.table.family) &&
               !stated.condition.accepted.meets(Ranges(wanted, wanted));
    };
    bool reported = false;
    for (std::size_t i = 0; i < at.rule.statements.size() && !reported; ++i) {
        model::for_each_load(at.rule.statements[i], [&](const model::FieldLoad& load, const model::Value& value) {
            if (reported || !is_transport(load)) return;
            const auto by = std::ranges::find_if(
                all, [&](const Stated& stated) { return stated.statement < i && excludes(stated, load); });
            if (by == all.end()) return;
            reported = true;
            sink.report(diag::make(diag::Code::kNeverTrue, value.span)
                            .label(fmt::format("only {} has this field", load.header->name))
                            .also(at.rule.statements[by->statement].span, "what gets past this is something else"));
        });
    }
}

} // namespace

void never_true(const Subject& subject, diag::Sink& sink) {
    for_each_rule(subject, kSameFieldTwice | kOddMatch | kTestsProtocol, [&](const RuleAt& at) {
        const std::vector<Stated> all = conditions_of(at.rule, at.table);
        if (!report_values(at.rule, all, sink)) report_protocol(at, all, sink);
    });
}

} // namespace rulec::lint
