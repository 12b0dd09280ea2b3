// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/export/rule_shape.h"

#include "backend/iptables/export/wanted.h"

#include <algorithm>

namespace rulec::ipt {
namespace {

bool keeps_count(const ir::Action& action) {
    return std::holds_alternative<model::Limit>(action) || std::holds_alternative<model::Quota>(action) ||
           std::holds_alternative<model::CtCount>(action);
}

} // namespace

bool RuleShape::is_said_by_mac(std::size_t i) const {
    const auto field_of = [&](std::size_t at) -> const model::FieldLoad* {
        const auto* test = std::get_if<ir::Test>(&rule_.statements[at].node);
        return test == nullptr ? nullptr : std::get_if<model::FieldLoad>(&tested_value(*test).node);
    };
    if (!rule_.statements[i].implied || i + 1 == rule_.statements.size()) return false;
    const auto* type = field_of(i);
    const auto* next = field_of(i + 1);
    return type != nullptr && next != nullptr && type->field != nullptr && type->field->name == "iiftype" &&
           next->header->name == "ether" && next->field != nullptr && next->field->name == "saddr";
}

bool RuleShape::count_is_next_rules(std::size_t i) const {
    const auto* here = std::get_if<ir::Action>(&rule_.statements[i].node);
    if (here == nullptr || !std::holds_alternative<model::Counter>(*here)) return false;
    for (std::size_t next = i + 1; next < rule_.statements.size(); ++next) {
        if (std::holds_alternative<ir::Test>(rule_.statements[next].node)) return false;
        const auto& action = std::get<ir::Action>(rule_.statements[next].node);
        if (keeps_count(action) || std::holds_alternative<model::VerdictMap>(action)) return false;
        if (!std::holds_alternative<model::Counter>(action)) return true;
    }
    return false;
}

const model::VerdictKind* RuleShape::verdict_of(std::size_t i) const {
    const auto* action = std::get_if<ir::Action>(&rule_.statements[i].node);
    const auto* verdict = action == nullptr ? nullptr : std::get_if<model::Verdict>(action);
    return verdict == nullptr ? nullptr : &verdict->kind;
}

bool RuleShape::may_come_back(const Way& way) const {
    const auto stays = [](const Effect& effect) {
        const auto* jump = std::get_if<Jump>(&effect.target);
        return !effect.final || (jump != nullptr && !jump->go_to);
    };
    if (!way.effects.empty()) return std::ranges::any_of(way.effects, stays);
    const auto* action = std::get_if<ir::Action>(&rule_.statements.back().node);
    if (action == nullptr) return false;
    const auto* verdict = std::get_if<model::Verdict>(action);
    if (verdict != nullptr) return verdict->kind == model::VerdictKind::jump;
    return !std::holds_alternative<model::Reject>(*action) && !std::holds_alternative<model::Nat>(*action) &&
           !std::holds_alternative<model::Queue>(*action) && !std::holds_alternative<model::Log>(*action) &&
           !std::holds_alternative<model::Counter>(*action);
}

bool RuleShape::asks_once(std::size_t i) const {
    const ir::Statement& statement = rule_.statements[i];
    if (const auto* action = std::get_if<ir::Action>(&statement.node)) return keeps_count(*action);
    const auto* compare = std::get_if<ir::Compare>(&std::get<ir::Test>(statement.node));
    return compare != nullptr && std::holds_alternative<model::Numgen>(compare->lhs.node);
}

bool RuleShape::asks_once_from(std::size_t i) const {
    for (; i < rule_.statements.size(); ++i) {
        if (asks_once(i)) return true;
    }
    return false;
}

bool RuleShape::is_short(std::size_t i) const {
    std::size_t branches = 0;
    for (; i < rule_.statements.size(); ++i) {
        const auto& node = rule_.statements[i].node;
        if (const auto* test = std::get_if<ir::Test>(&node)) {
            if (const auto* lookup = std::get_if<ir::InSet>(test)) {
                if (lookup->invert) return false;
                branches += table_.sets[lookup->set].elements.count > 1 ? 1 : 0;
            }
            continue;
        }
        const auto& action = std::get<ir::Action>(node);
        if (std::holds_alternative<model::Counter>(action)) continue;
        if (keeps_count(action) || std::holds_alternative<model::VerdictMap>(action)) return false;
        if (i + 1 < rule_.statements.size()) return false;
    }
    return branches == 0 || (branches == 1 && few_elements());
}

bool RuleShape::few_elements() const {
    std::size_t product = 1;
    for (const ir::Statement& statement : rule_.statements) {
        const auto* test = std::get_if<ir::Test>(&statement.node);
        const auto* lookup = test == nullptr ? nullptr : std::get_if<ir::InSet>(test);
        if (lookup != nullptr) product *= std::max<std::size_t>(1, table_.sets[lookup->set].elements.count);
    }
    return product <= 32;
}

} // namespace rulec::ipt
