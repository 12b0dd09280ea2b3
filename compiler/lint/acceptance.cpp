// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/lint/acceptance.h"

#include "compiler/support/overloaded.h"

namespace rulec::lint {
namespace {

using catalog::Family;
using model::Action;
using model::Verdict;
using model::VerdictKind;

constexpr std::uint32_t kDormant = 1; // NFT_TABLE_F_DORMANT

bool is_drop(const Action& action) {
    const auto* verdict = std::get_if<Verdict>(&action);
    return std::holds_alternative<model::Reject>(action) ||
           (verdict != nullptr && verdict->kind == VerdictKind::drop);
}

// Does every packet that comes to the rule get past this action?
bool passes_all(const Action& action) {
    return std::holds_alternative<model::Counter>(action) || std::holds_alternative<model::Log>(action);
}

bool drops_everything(const model::Rule& rule) {
    for (const model::Statement& statement : rule.statements) {
        const auto* action = std::get_if<Action>(&statement.node);
        if (action == nullptr) return false;
        if (is_drop(*action)) return true;
        if (!passes_all(*action)) return false;
    }
    return false;
}

bool has_policy_drop(const model::Chain& chain) {
    return chain.base->policy_accept == false;
}

class Walk {
  public:
    Walk(const BaseAt& base, const Traffic& traffic)
        : base_(base), traffic_(traffic), policy_accepts_(!has_policy_drop(base.chain)),
          seen_(base.table.chains.size(), false) {}

    bool accepts() {
        const auto first = static_cast<std::uint32_t>(&base_.chain - base_.table.chains.data());
        visit(first);
        while (!open_.empty() && !accepted_) {
            const std::uint32_t chain = open_.back();
            open_.pop_back();
            in_base_ = chain == first;
            for (const model::Rule& rule : base_.table.chains[chain].rules)
                take(rule);
        }
        return accepted_;
    }

  private:
    void visit(std::uint32_t chain) {
        if (!seen_[chain]) open_.push_back(chain);
        seen_[chain] = true;
    }

    void take(const model::Rule& rule) {
        if (rule.not_expressible) accepted_ = true;
        for (const model::Statement& statement : rule.statements) {
            if (!passes(statement)) return;
        }
    }

    // False: nothing of the class gets behind the statement in this rule.
    bool passes(const model::Statement& statement) {
        if (const auto* match = std::get_if<model::Match>(&statement.node))
            return may_match(*match, traffic_, base_.table);
        const Action& action = std::get<Action>(statement.node);
        if (const auto* verdict = std::get_if<Verdict>(&action)) {
            give(*verdict);
            return false;
        }
        if (const auto* map = std::get_if<model::VerdictMap>(&action)) give(*map);
        if (lets_pass(action)) accepted_ = true;
        return !is_drop(action);
    }

    // Takes packets out of the chain, or changes what is known of them.
    bool lets_pass(const Action& action) const {
        return std::visit(overloaded{
                              [](const model::Queue&) { return true; },
                              [](const model::Tproxy&) { return true; },
                              [](const model::Synproxy&) { return true; },
                              [](const model::Fwd&) { return true; },
                              [](const model::FlowAdd&) { return true; },
                              [](const model::Assign& assign) { return changes_packet(assign); },
                              [](const auto&) { return false; },
                          },
                          action);
    }

    static bool changes_packet(const model::Assign& assign) {
        return assign.raw_target || assign.target.header == nullptr ||
               assign.target.header->kind == catalog::HeaderKind::payload;
    }

    void give(const Verdict& verdict) {
        switch (verdict.kind) {
        case VerdictKind::accept:
        case VerdictKind::queue: accepted_ = true; return;
        case VerdictKind::return_: accepted_ = accepted_ || (policy_accepts_ && in_base_); return;
        case VerdictKind::goto_: // what comes back from there meets the policy at once
            accepted_ = accepted_ || policy_accepts_;
            return lead(verdict);
        case VerdictKind::jump: return lead(verdict);
        case VerdictKind::drop:
        case VerdictKind::continue_: return;
        }
    }

    void give(const model::VerdictMap& node) {
        const model::Set& map = base_.table.sets[node.map];
        if (!map.anonymous) accepted_ = true;
        for (std::size_t i = 0; i < map.elements.verdicts.size() && !accepted_; ++i) {
            if (may_be_element(node.key, map, i, traffic_))
                give(map.elements.verdict_table[map.elements.verdicts[i]]);
        }
    }

    void lead(const Verdict& verdict) {
        std::vector<model::ChainGraph::Jump> targets;
        base_.graph.targets_of(verdict, {}, targets);
        for (const model::ChainGraph::Jump& jump : targets)
            visit(jump.target);
    }

    const BaseAt& base_;
    const Traffic& traffic_;
    bool policy_accepts_;
    bool in_base_ = true;
    bool accepted_ = false;
    std::vector<bool> seen_;
    std::vector<std::uint32_t> open_;
};

} // namespace

bool is_closed(const model::Table& table, const model::Chain& chain, catalog::Hook hook) {
    const bool ip = table.family == Family::ip || table.family == Family::ip6 || table.family == Family::inet;
    if (!ip || (table.flags & kDormant) != 0 || !chain.base) return false;
    if (chain.base->hook != hook || chain.base->type != catalog::ChainType::filter) return false;
    return has_policy_drop(chain) || (!chain.rules.empty() && drops_everything(chain.rules.back()));
}

bool may_accept(const BaseAt& base, const Traffic& traffic) {
    return Walk(base, traffic).accepts();
}

std::string how_it_drops(const model::Chain& chain) {
    return has_policy_drop(chain) ? "its policy is drop" : "its last rule drops the rest";
}

} // namespace rulec::lint
