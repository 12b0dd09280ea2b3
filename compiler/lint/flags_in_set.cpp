// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/lints.h"

#include <bit>

namespace rulec::lint {
namespace {

using catalog::TypeId;

// Flags of which several are set at once, unlike states of a connection.
bool has_several_flags(const model::Value& value) {
    return value.type->bitmask && (value.type->id == TypeId::tcp_flag || value.type->id == TypeId::ct_status);
}

bool is_single_flags(const model::Set& set) {
    const model::ElementList& list = set.elements;
    if (!set.anonymous || list.count < 2 || !list.high.empty()) return false;
    for (std::size_t i = 0; i < list.count; ++i) {
        if (!std::has_single_bit(from_big_endian(list.low_at(i)))) return false;
    }
    return true;
}

} // namespace

void flags_in_set(const Subject& subject, diag::Sink& sink) {
    for_each_rule(subject, ~Traits{0}, [&](const RuleAt& at) {
        for (const model::Statement& statement : at.rule.statements) {
            const auto* match = std::get_if<model::Match>(&statement.node);
            const auto* use = match == nullptr ? nullptr : std::get_if<model::SetUse>(&match->rhs);
            const bool plain = use != nullptr && std::holds_alternative<model::FieldLoad>(match->lhs.node);
            if (!plain || !has_several_flags(match->lhs) || !is_single_flags(at.table.sets[use->set])) continue;
            sink.report(diag::make(diag::Code::kFlagsInSet, statement.span)
                            .label("exactly one of these, and no other flag with it")
                            .help("without braces the flags are tested one by one"));
        }
    });
}

} // namespace rulec::lint
