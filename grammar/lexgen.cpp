// SPDX-License-Identifier: GPL-2.0-or-later
// lexgen: turns the lexer that ANTLR generated from RulesLexer.g4 into one table, at build time.
//
// It walks the lexer's ATN (the automaton ANTLR interprets at run time), makes it deterministic over bytes by subset
// construction, minimises it, folds bytes that no state tells apart into classes, and prints a header. So the grammar
// stays the only description of the tokens. Limits, each checked: one mode, no predicates, no actions but `skip`, no
// non-greedy loops, nothing that tells code points above 0xff apart (the text is bytes).
#include "RulesLexer.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <set>
#include <tuple>
#include <vector>

#include <antlr4-runtime.h>

namespace {

using antlr4::atn::ATN;
using antlr4::atn::ATNState;
using antlr4::atn::Transition;

constexpr int kBytes = 256;
constexpr int kSkip = 0xffff;

[[noreturn]] void die(const char* why) {
    std::fprintf(stderr, "lexgen: %s\n", why);
    std::exit(1);
}

// A place in the ATN: the state, and the call stack of fragment rules as an id (0: none).
struct Place {
    std::size_t state;
    std::size_t stack;
    std::size_t rule;
    auto key() const { return std::tie(rule, state, stack); }
    bool operator<(const Place& other) const { return key() < other.key(); }
};
using Places = std::set<Place>;

class CallStacks {
  public:
    std::size_t push(std::size_t below, std::size_t return_to) {
        const auto [at, fresh] = ids_.try_emplace({below, return_to}, frames_.size());
        if (fresh) frames_.emplace_back(below, return_to);
        return at->second;
    }
    std::size_t below(std::size_t id) const { return frames_[id].first; }
    std::size_t return_to(std::size_t id) const { return frames_[id].second; }

  private:
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> ids_;
    std::vector<std::pair<std::size_t, std::size_t>> frames_{{0, 0}};
};

// Deterministic automaton: state 0 is dead, state 1 is the start. accept: token type, kSkip, or 0.
struct Automaton {
    std::vector<std::array<int, kBytes>> next;
    std::vector<int> accept;
};

class SubsetConstruction {
  public:
    explicit SubsetConstruction(const ATN& atn) : atn_(atn), skipped_(atn.ruleToStartState.size(), false) {}

    Automaton run() {
        add_state({}); // dead
        Places start;
        for (const Transition* edge : atn_.modeToStartState[0]->transitions) {
            close(start, {edge->target->stateNumber, 0, edge->target->ruleIndex});
        }
        intern(start);
        for (std::size_t at = 1; at < states_.size(); ++at)
            expand(at);
        return std::move(result_);
    }

  private:
    ATNState& state(const Place& place) const { return *atn_.states[place.state]; }

    void close(Places& out, const Place& place) {
        if (!out.insert(place).second) return;
        ATNState& here = state(place);
        if (here.getStateType() == ATNState::RULE_STOP) {
            if (place.stack != 0)
                close(out, {stacks_.return_to(place.stack), stacks_.below(place.stack), place.rule});
            return;
        }
        const auto* decision = dynamic_cast<const antlr4::atn::DecisionState*>(&here);
        if (decision != nullptr && decision->nonGreedy) die("a non-greedy loop");
        for (const Transition* edge : here.transitions)
            follow(out, place, *edge);
    }

    void follow(Places& out, const Place& place, const Transition& edge) {
        const std::size_t target = edge.target->stateNumber;
        switch (edge.getSerializationType()) {
        case Transition::RULE: {
            const auto& call = static_cast<const antlr4::atn::RuleTransition&>(edge);
            close(out, {target, stacks_.push(place.stack, call.followState->stateNumber), place.rule});
            return;
        }
        case Transition::EPSILON: close(out, {target, place.stack, place.rule}); return;
        case Transition::ACTION: {
            const auto& action = static_cast<const antlr4::atn::ActionTransition&>(edge);
            if (atn_.lexerActions.at(action.actionIndex)->getActionType() != antlr4::atn::LexerActionType::SKIP) {
                die("an action other than skip");
            }
            skipped_[place.rule] = true;
            close(out, {target, place.stack, place.rule});
            return;
        }
        case Transition::PREDICATE:
        case Transition::PRECEDENCE: die("a predicate");
        default: return; // consumes a character
        }
    }

    int add_state(const Places& places) {
        const int id = static_cast<int>(states_.size());
        states_.push_back(places);
        result_.next.emplace_back().fill(0);
        result_.accept.push_back(accepted(places));
        return id;
    }
    int intern(const Places& places) {
        if (places.empty()) return 0;
        const auto found = ids_.find(places);
        if (found != ids_.end()) return found->second;
        return ids_[places] = add_state(places);
    }

    // Among the rules that end here the first of the grammar wins.
    int accepted(const Places& places) const {
        for (const Place& place : places) { // ordered by rule
            if (place.stack != 0 || state(place).getStateType() != ATNState::RULE_STOP) continue;
            return skipped_[place.rule] ? kSkip : static_cast<int>(atn_.ruleToTokenType[place.rule]);
        }
        return 0;
    }

    void expand(std::size_t at) {
        std::vector<std::pair<const Transition*, Place>> edges;
        for (const Place& place : states_[at]) {
            for (const Transition* edge : state(place).transitions) {
                if (!edge->isEpsilon()) edges.emplace_back(edge, place);
            }
        }
        std::map<std::vector<std::size_t>, int> seen; // bytes with the same edges share their target
        for (int byte = 0; byte < kBytes; ++byte) {
            std::vector<std::size_t> taken;
            for (std::size_t i = 0; i < edges.size(); ++i) {
                if (edges[i].first->matches(static_cast<std::size_t>(byte), 0, 0x10ffff)) taken.push_back(i);
            }
            const auto [entry, fresh] = seen.try_emplace(taken, 0);
            if (fresh) entry->second = target_of(edges, taken);
            result_.next[at][static_cast<std::size_t>(byte)] = entry->second;
        }
    }

    int target_of(const std::vector<std::pair<const Transition*, Place>>& edges,
                  const std::vector<std::size_t>& taken) {
        Places places;
        for (const std::size_t i : taken) {
            const Place& from = edges[i].second;
            close(places, {edges[i].first->target->stateNumber, from.stack, from.rule});
        }
        return intern(places);
    }

    const ATN& atn_;
    CallStacks stacks_;
    std::vector<bool> skipped_;
    std::map<Places, int> ids_;
    std::vector<Places> states_;
    Automaton result_;
};

// Moore's algorithm: split groups of states until states of one group behave alike.
std::vector<int> equivalence_groups(const Automaton& dfa) {
    const std::size_t count = dfa.accept.size();
    std::vector<int> group(count);
    std::map<std::pair<bool, int>, int> first;
    for (std::size_t i = 0; i < count; ++i) {
        group[i] = first.try_emplace({i != 0, dfa.accept[i]}, static_cast<int>(first.size())).first->second;
    }
    for (std::size_t before = 0;;) {
        std::map<std::pair<int, std::array<int, kBytes>>, int> ids;
        std::vector<int> finer(count);
        for (std::size_t i = 0; i < count; ++i) {
            std::array<int, kBytes> row;
            for (std::size_t b = 0; b < kBytes; ++b)
                row[b] = group[static_cast<std::size_t>(dfa.next[i][b])];
            finer[i] = ids.try_emplace({group[i], row}, static_cast<int>(ids.size())).first->second;
        }
        group = std::move(finer);
        if (ids.size() == before) return group;
        before = ids.size();
    }
}

// Groups are numbered in order of first appearance, so dead stays 0 and start stays 1.
Automaton minimise(const Automaton& dfa) {
    const std::vector<int> group = equivalence_groups(dfa);
    const auto count = static_cast<std::size_t>(*std::max_element(group.begin(), group.end())) + 1;
    Automaton small{std::vector<std::array<int, kBytes>>(count), std::vector<int>(count, -1)};
    for (std::size_t i = 0; i < group.size(); ++i) {
        const auto g = static_cast<std::size_t>(group[i]);
        if (small.accept[g] >= 0) continue;
        small.accept[g] = dfa.accept[i];
        for (std::size_t b = 0; b < kBytes; ++b)
            small.next[g][b] = group[static_cast<std::size_t>(dfa.next[i][b])];
    }
    return small;
}

struct ByteClasses {
    std::array<int, kBytes> of;
    std::vector<std::size_t> sample; // one byte of each class
};
ByteClasses classify(const Automaton& dfa) {
    ByteClasses classes;
    std::map<std::vector<int>, int> ids;
    for (std::size_t b = 0; b < kBytes; ++b) {
        std::vector<int> column;
        for (const auto& row : dfa.next)
            column.push_back(row[b]);
        const auto [entry, fresh] = ids.try_emplace(column, static_cast<int>(ids.size()));
        if (fresh) classes.sample.push_back(b);
        classes.of[b] = entry->second;
    }
    return classes;
}

void print_numbers(const char* declaration, const std::vector<int>& numbers) {
    std::printf("inline constexpr %s = {", declaration);
    for (std::size_t i = 0; i < numbers.size(); ++i)
        std::printf("%s%d,", i % 24 == 0 ? "\n" : "", numbers[i]);
    std::printf("};\n");
}

void print_table(const Automaton& dfa) {
    const ByteClasses classes = classify(dfa);
    unsigned shift = 0;
    while ((std::size_t{1} << shift) < classes.sample.size())
        ++shift;
    if (dfa.accept.size() > 0xffff) die("more states than 16 bits can number");
    std::vector<int> next;
    for (const auto& row : dfa.next) {
        for (std::size_t c = 0; c < std::size_t{1} << shift; ++c) {
            next.push_back(c < classes.sample.size() ? row[classes.sample[c]] : 0);
        }
    }
    std::printf("// Made by lexgen from RulesLexer.g4.\n#pragma once\n#include <cstdint>\n"
                "namespace rulec::grammar::table {\n"
                "inline constexpr unsigned kClassShift = %u;\ninline constexpr unsigned kSkip = %d;\n",
                shift, kSkip);
    print_numbers("std::uint8_t kClass[]", {classes.of.begin(), classes.of.end()});
    print_numbers("std::uint16_t kNext[]", next);
    print_numbers("std::uint16_t kAccept[]", dfa.accept);
    std::printf("} // namespace rulec::grammar::table\n");
}

} // namespace

int main() {
    antlr4::ANTLRInputStream nothing;
    RulesLexer lexer(&nothing);
    if (lexer.getModeNames().size() != 1) die("more than one mode");
    print_table(minimise(SubsetConstruction(lexer.getATN()).run()));
}
