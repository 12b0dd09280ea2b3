// SPDX-License-Identifier: GPL-2.0-or-later
// Rules whose packets an earlier rule of the chain takes all of. `Earlier` finds candidates for that without looking
// at every pair; covers() proves it.
#include "compiler/lint/candidates.h"
#include "compiler/lint/coverage.h"
#include "compiler/lint/flow.h"
#include "compiler/lint/lints.h"

#include <algorithm>

namespace rulec::lint {
namespace {

using diag::Code;
using model::Rule;

bool same_verdict(const Rule& rule, const Rule& earlier, const model::Table& table) {
    const model::Statement* ours = verdict_of(rule, table.family);
    const model::Statement* theirs = verdict_of(earlier, table.family);
    if (ours == nullptr || theirs == nullptr) return false;
    const auto* verdict = std::get_if<model::Verdict>(&std::get<model::Action>(ours->node));
    const auto* other = std::get_if<model::Verdict>(&std::get<model::Action>(theirs->node));
    return verdict != nullptr && other != nullptr && *verdict == *other;
}

void report(const Rule& rule, const Rule& earlier, const model::Table& table, diag::Sink& sink) {
    const bool same = same_verdict(rule, earlier, table);
    if (same && rule.statements.size() == earlier.statements.size() && same_matches(rule, earlier, table)) {
        sink.report(diag::make(Code::kDuplicateRule, rule.span)
                        .label("no packet gets here")
                        .also(earlier.span, "the same matches and verdict")
                        .help("remove one of the two"));
        return;
    }
    sink.report(
        diag::make(Code::kShadowedRule, rule.span)
            .label("no packet that matches gets here")
            .also(earlier.span, "this rule takes all of them")
            .help(same ? "remove this rule: the verdict is the same" : "put this rule first if it is to have a say"));
}

// The chains that may change what the rules behind a jump to them see, themselves or by further jumps.
std::vector<bool> changing_chains(const Subject& subject, std::size_t t) {
    const model::Table& table = subject.ruleset.tables[t];
    std::vector<std::vector<std::uint32_t>> jumped_from(table.chains.size());
    std::vector<std::uint32_t> open;
    std::vector<bool> changing(table.chains.size(), false);
    for (std::uint32_t c = 0; c < table.chains.size(); ++c) {
        for (const model::ChainGraph::Jump& jump : subject.graphs[t].jumps_from(c))
            jumped_from[jump.target].push_back(c);
        changing[c] =
            std::ranges::any_of(subject.traits[t][c], [](Traits traits) { return (traits & kChanges) != 0; });
        if (changing[c]) open.push_back(c);
    }
    while (!open.empty()) {
        const std::uint32_t chain = open.back();
        open.pop_back();
        for (const std::uint32_t from : jumped_from[chain]) {
            if (!changing[from]) open.push_back(from);
            changing[from] = true;
        }
    }
    return changing;
}

class ChainWalk {
  public:
    ChainWalk(const Subject& subject, std::size_t table, const std::vector<bool>& changing, diag::Sink& sink)
        : subject_(subject), t_(table), table_(subject.ruleset.tables[table]), changing_(changing), sink_(sink) {}

    void walk(std::size_t chain) {
        const std::vector<Rule>& rules = table_.chains[chain].rules;
        const std::vector<Traits>& traits = subject_.traits[t_][chain];
        Candidates earlier(table_, std::ranges::count_if(traits, [](Traits of) { return (of & kDecides) != 0; }));
        for (std::size_t i = 0; i < rules.size(); ++i) {
            if (rules[i].statements.empty()) continue;
            const Candidates::Signature signature = earlier.signature_of(rules[i]);
            const Rule* by = earlier.find_cover(rules[i], signature);
            if (by != nullptr) report(rules[i], *by, table_, sink_);
            if ((traits[i] & kDecides) == 0) { // else who comes past it has not been changed by it
                if (may_change(rules[i], traits[i])) earlier.clear();
                continue;
            }
            if (by != nullptr) continue;
            if (signature.matches == 0) return; // rule-after-terminal has the rest
            earlier.add(rules[i], signature);
        }
    }

  private:
    bool may_change(const Rule& rule, Traits traits) const {
        if ((traits & kChanges) != 0) return true;
        if ((traits & kJumps) == 0) return false;
        return std::ranges::any_of(rule.statements, [&](const model::Statement& statement) {
            const auto* action = std::get_if<model::Action>(&statement.node);
            return action != nullptr && jumps_to_change(*action);
        });
    }

    bool jumps_to_change(const model::Action& action) const {
        std::vector<model::ChainGraph::Jump> jumps;
        const auto collect = [&](const model::Verdict& verdict) {
            subject_.graphs[t_].targets_of(verdict, {}, jumps);
        };
        if (const auto* verdict = std::get_if<model::Verdict>(&action)) collect(*verdict);
        if (const auto* lookup = std::get_if<model::VerdictMap>(&action)) {
            const model::Set& map = table_.sets[lookup->map];
            if (!map.anonymous) return std::ranges::find(changing_, true) != changing_.end(); // others may fill it
            std::ranges::for_each(map.elements.verdict_table, collect);
        }
        return std::ranges::any_of(jumps, [&](const auto& jump) { return changing_[jump.target]; });
    }

    const Subject& subject_;
    std::size_t t_;
    const model::Table& table_;
    const std::vector<bool>& changing_;
    diag::Sink& sink_;
};

} // namespace

void covered_rules(const Subject& subject, diag::Sink& sink) {
    for (std::size_t t = 0; t < subject.ruleset.tables.size(); ++t) {
        const std::vector<bool> changing = changing_chains(subject, t);
        ChainWalk walk(subject, t, changing, sink);
        for (std::size_t c = 0; c < subject.ruleset.tables[t].chains.size(); ++c)
            walk.walk(c);
    }
}

} // namespace rulec::lint
