// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/export/rule_shape.h"

#include "backend/iptables/export/named_sets.h"
#include "backend/iptables/export/wanted.h"

#include <algorithm>

namespace rulec::ipt {
namespace {

// A limit of elements has a name, and may be asked anywhere.
bool counts_connections(const std::vector<model::Stateful>& stateful) {
    return std::ranges::any_of(
        stateful, [](const model::Stateful& one) { return std::holds_alternative<model::CtCount>(one); });
}

bool keeps_count(const ir::Table& table, const ir::Action& action) {
    if (const auto* update = std::get_if<model::SetUpdate>(&action))
        return counts_connections(update->stateful) || counts_connections(table.sets[update->set].stateful);
    if (const auto* object = std::get_if<model::ObjectRef>(&action))
        return object->type == model::ObjectType::limit || object->type == model::ObjectType::quota;
    return std::holds_alternative<model::Limit>(action) || std::holds_alternative<model::Quota>(action) ||
           std::holds_alternative<model::CtCount>(action);
}

bool is_field(const model::Value& value, std::string_view header, std::string_view field) {
    const auto* load = std::get_if<model::FieldLoad>(&value.node);
    return load != nullptr && load->field != nullptr && load->header->name == header && load->field->name == field;
}

} // namespace

bool RuleShape::is_said_by_next(std::size_t i) const {
    if (!rule_.statements[i].implied || i + 1 == rule_.statements.size()) return false;
    const auto* implied = std::get_if<ir::Test>(&rule_.statements[i].node);
    const auto* next = std::get_if<ir::Test>(&rule_.statements[i + 1].node);
    if (implied == nullptr || next == nullptr || !is_field(tested_value(*implied), "meta", "iiftype")) return false;
    const model::Value& value = tested_value(*next);
    if (is_field(value, "ether", "saddr") || is_field(value, "ether", "type")) return true;
    const auto* concat = std::get_if<model::Concat>(&value.node);
    const auto* lookup = std::get_if<ir::InSet>(next);
    return concat != nullptr && lookup != nullptr && !lookup->invert &&
           std::ranges::any_of(concat->parts,
                               [](const model::Value& part) { return is_field(part, "ether", "saddr"); });
}

bool RuleShape::count_is_next_rules(std::size_t i) const {
    const auto* here = std::get_if<ir::Action>(&rule_.statements[i].node);
    if (here == nullptr || !std::holds_alternative<model::Counter>(*here)) return false;
    for (std::size_t next = i + 1; next < rule_.statements.size(); ++next) {
        if (std::holds_alternative<ir::Test>(rule_.statements[next].node)) return false;
        const auto& action = std::get<ir::Action>(rule_.statements[next].node);
        if (keeps_count(table_, action) || std::holds_alternative<model::VerdictMap>(action)) return false;
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
           !std::holds_alternative<model::Counter>(*action) && !std::holds_alternative<model::SetUpdate>(*action);
}

bool RuleShape::asks_once(std::size_t i) const {
    const ir::Statement& statement = rule_.statements[i];
    if (const auto* action = std::get_if<ir::Action>(&statement.node)) return keeps_count(table_, *action);
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
                const std::size_t ways = ways_of(*lookup);
                if (lookup->invert && ways > 1) return false;
                branches += ways > 1 ? 1 : 0;
            }
            continue;
        }
        const auto& action = std::get<ir::Action>(node);
        if (std::holds_alternative<model::Counter>(action)) continue;
        if (keeps_count(table_, action) || std::holds_alternative<model::VerdictMap>(action)) return false;
        if (i + 1 < rule_.statements.size()) return false;
    }
    return branches == 0 || (branches == 1 && few_elements());
}

// A set of ipset is one match.
std::size_t RuleShape::ways_of(const ir::InSet& lookup) const {
    if (context_.sets->may_be_ipset(context_, lookup.set)) return 1;
    return std::max<std::size_t>(1, table_.sets[lookup.set].elements.count);
}

bool RuleShape::few_elements() const {
    std::size_t product = 1;
    for (const ir::Statement& statement : rule_.statements) {
        const auto* test = std::get_if<ir::Test>(&statement.node);
        const auto* lookup = test == nullptr ? nullptr : std::get_if<ir::InSet>(test);
        if (lookup != nullptr) product *= ways_of(*lookup);
    }
    return product <= 32;
}

} // namespace rulec::ipt
