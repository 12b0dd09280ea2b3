// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/flow.h"

#include "compiler/support/overloaded.h"

#include <algorithm>

namespace rulec::lint {
namespace {

using catalog::Family;
using model::Action;
using model::ObjectType;
using model::VerdictKind;

constexpr std::uint8_t kIpv4 = 2, kIpv6 = 10; // NFPROTO_*

bool is_whole_family(Family family, std::uint8_t nf_proto) {
    return (family == Family::ip && nf_proto == kIpv4) || (family == Family::ip6 && nf_proto == kIpv6);
}

bool is_constant(const OptionalBox<model::Value>& value) {
    return !value || std::holds_alternative<model::Constant>(value->node);
}

bool ends_verdict(const model::Verdict& verdict) {
    switch (verdict.kind) {
    case VerdictKind::accept:
    case VerdictKind::drop:
    case VerdictKind::return_:
    case VerdictKind::goto_:
    case VerdictKind::queue: return true;
    case VerdictKind::continue_:
    case VerdictKind::jump: return false;
    }
    return false;
}

bool ends_nat(const model::Nat& nat, Family family) {
    const bool of_all = nat.kind == model::NatKind::masquerade || nat.kind == model::NatKind::redirect ||
                        is_whole_family(family, nat.family);
    return of_all && !nat.from_map && is_constant(nat.address_low) && is_constant(nat.address_high) &&
           is_constant(nat.port_low) && is_constant(nat.port_high);
}

bool ends_reject(const model::Reject& reject, Family family) {
    if (reject.type == model::RejectType::tcp_reset) return false; // of TCP alone
    return reject.nf_proto == 0 || is_whole_family(family, reject.nf_proto);
}

} // namespace

bool changes(const Action& action) {
    return std::visit(overloaded{
                          [](const model::Assign&) { return true; },
                          [](const model::OptionReset&) { return true; },
                          [](const model::Notrack&) { return true; },
                          [](const model::SetUpdate&) { return true; },
                          [](const model::Tproxy&) { return true; },
                          [](const model::Synproxy&) { return true; },
                          [](const model::Nat&) { return true; },
                          [](const model::ObjectMap& map) { return map.type != ObjectType::counter; },
                          [](const model::ObjectRef& ref) { return ref.type != ObjectType::counter; },
                          [](const auto&) { return false; },
                      },
                      action);
}

bool ends(const Action& action, Family family) {
    return std::visit(overloaded{
                          [](const model::Verdict& verdict) { return ends_verdict(verdict); },
                          [&](const model::Reject& reject) { return ends_reject(reject, family); },
                          [&](const model::Nat& nat) { return ends_nat(nat, family); },
                          [](const model::Queue& queue) { return !queue.number; },
                          [](const auto&) { return false; },
                      },
                      action);
}

bool lets_all_through(const Action& action) {
    return std::visit(overloaded{
                          [](const model::Counter&) { return true; },
                          [](const model::Last&) { return true; },
                          [](const model::Log&) { return true; },
                          [](const model::ObjectRef& ref) { return ref.type == ObjectType::counter; },
                          [](const auto&) { return false; },
                      },
                      action);
}

bool decides(const model::Rule& rule, Family family) {
    return verdict_of(rule, family) != nullptr;
}

const model::Statement* verdict_of(const model::Rule& rule, Family family) {
    if (rule.statements.empty()) return nullptr;
    const auto* last = std::get_if<Action>(&rule.statements.back().node);
    if (last == nullptr || !ends(*last, family)) return nullptr;
    const auto harmless = [](const model::Statement& statement) {
        const auto* action = std::get_if<Action>(&statement.node);
        return action == nullptr || lets_all_through(*action);
    };
    const bool all = std::all_of(rule.statements.begin(), rule.statements.end() - 1, harmless);
    return all ? &rule.statements.back() : nullptr;
}

} // namespace rulec::lint
