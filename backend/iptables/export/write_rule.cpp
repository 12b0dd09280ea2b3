// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/export/write_rule.h"

#include "backend/iptables/export/action_step.h"
#include "backend/iptables/export/draft.h"
#include "backend/iptables/export/field_tests.h"
#include "backend/iptables/export/rule_shape.h"
#include "compiler/support/overloaded.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

class Writer {
  public:
    Writer(const Context& context, const ir::Rule& rule, const Output& output)
        : context_(context), rule_(rule), shape_(context, rule), output_(output), first_(output.chain) {}

    std::size_t write() {
        const std::size_t before = output_.table.chains[first_].rules.size();
        go(0, start());
        if (leaving_ != Leaving::wanted) return written_;
        output_.table.chains[first_].rules.resize(before);
        for (const std::size_t chain : made_)
            output_.table.chains[chain].rules.clear();
        write_leaving();
        return written_;
    }

  private:
    // How the rule's own chains are entered. A verdict that leaves the chain that the user wrote wants them entered
    // by goto; that is known only when it is met, and the rule then begins anew.
    enum class Leaving : std::uint8_t { no, wanted, yes };

    void write_leaving() {
        leaving_ = Leaving::yes;
        written_ = 0;
        spare_ = std::exchange(made_, {});
        tails_.clear();
        meets_again_ = commented_ = did_something_ = false;
        rest_ = make_chain();
        go(0, start());
        const Jump to_rest{name_of(rest_), true, rule_.span};
        put_at_end(first_, to_rest);
        for (const std::size_t chain : made_) {
            if (chain != rest_) put_at_end(chain, to_rest);
        }
        output_.chain = rest_;
    }

    // Unless no packet gets to the end.
    void put_at_end(std::size_t chain, const Jump& jump) {
        const auto& rules = output_.table.chains[chain].rules;
        if (!rules.empty() && rules.back().matches.empty() && takes_all(rules.back().target)) return;
        Draft all;
        all.chain = chain;
        put(std::move(all), jump);
    }

    static bool takes_all(const Target& target) {
        constexpr std::string_view kVerdicts[] = {"ACCEPT", "DROP", "RETURN", "REJECT"};
        if (const auto* jump = std::get_if<Jump>(&target)) return jump->go_to;
        const auto* extension = std::get_if<Extension>(&target);
        return extension != nullptr && std::ranges::find(kVerdicts, extension->row->name) != std::end(kVerdicts);
    }

    Draft start() const {
        Draft start;
        start.matches.reserve(4); // enough for most
        start.chain = first_;
        start.builtin = output_.builtin;
        return start;
    }

    bool failed() const { return leaving_ == Leaving::wanted || context_.sink.failed(); }

    Context at(std::size_t i, const Draft& draft) const {
        Context here = context_;
        here.span = rule_.statements[i].span.known() ? rule_.statements[i].span : rule_.span;
        here.protocol = draft.protocol;
        return here;
    }

    std::optional<Step> step(std::size_t i, const Draft& draft) const {
        const Context here = at(i, draft);
        if (shape_.is_said_by_next(i)) return any_packet();
        const auto* done = std::get_if<ir::Action>(&rule_.statements[i].node);
        if (const auto* tproxy = done == nullptr ? nullptr : std::get_if<model::Tproxy>(done))
            return tproxy_step(here, *tproxy, std::span(rule_.statements).subspan(i + 1));
        return std::visit(overloaded{
                              [&](const ir::Test& test) { return test_step(here, test); },
                              [&](const ir::Action& action) { return action_step(here, action); },
                          },
                          rule_.statements[i].node);
    }

    // Statements from `i` on, for the packets that `draft` lets pass.
    void go(std::size_t i, Draft draft) {
        for (; i < rule_.statements.size(); ++i) {
            if (failed()) return;
            if (meets_again_ && shape_.asks_once(i)) {
                Jump tail = jump_to_tail(i, {});
                return put(std::move(draft), std::move(tail));
            }
            if (shape_.count_is_next_rules(i)) { // each rule counts
                counters_ = start_of_count(std::get<model::Counter>(std::get<ir::Action>(rule_.statements[i].node)));
                continue;
            }
            auto next = step(i, draft);
            if (!next) return;
            if (next->negated) {
                leave_for_each(i, *next, draft);
            } else if (next->ways.size() == 1) {
                if (!take(i, next->ways[0], draft)) return;
            } else {
                return branch(i, *next, std::move(draft));
            }
        }
        if (!draft.matches.empty() && !did_something_) put(std::move(draft), {});
    }

    // ---- one way

    // False: the rule ends here.
    bool take(std::size_t i, Way& way, Draft& draft) { return add(i, way.tests, draft) && do_all(i, way, draft); }

    bool do_all(std::size_t i, Way& way, Draft& draft) {
        for (Effect& effect : way.effects) {
            if (effect.final) {
                put_final(i, std::move(draft), std::move(effect.target));
                return false;
            }
            put_effect(i, draft, effect, i + 1 == rule_.statements.size() && &effect == &way.effects.back());
        }
        return !failed() && confirm(i, way, draft);
    }

    bool confirm(std::size_t i, Way& way, Draft& draft) {
        const bool last = i + 1 == rule_.statements.size();
        if (way.confirm.empty() || (last && !way.confirm_last)) return true;
        if (!add(i, way.confirm, draft)) return false;
        if (last) put(draft, {});
        return true;
    }

    void put_effect(std::size_t i, Draft& draft, Effect& effect, bool last) {
        const bool stays = !draft.counts && !would_change(effect, draft.matches);
        if (!last && !stays && !draft.matches.empty()) into_chain(draft);
        counters_ = effect.counters;
        did_something_ = true;
        Draft doing = draft;
        if (add(i, effect.only, doing)) put(std::move(doing), std::move(effect.target));
    }

    // In a chain of the rule a jump must not come back to the next rule there.
    void put_final(std::size_t i, Draft draft, Target target) {
        if (draft.own_chain) {
            auto* jump = std::get_if<Jump>(&target);
            if (leaving_ == Leaving::no && leaves_chain(i, target)) {
                leaving_ = Leaving::wanted;
                return;
            }
            if (leaving_ == Leaving::yes && jump != nullptr && !jump->go_to) {
                at(i, draft).cannot_say("`jump` beside `return` or `goto` in a rule that needs a chain of its own",
                                        "put the tests into a chain of your own, or write several rules");
                return;
            }
            if (jump != nullptr) jump->go_to = true;
        }
        did_something_ = true;
        put(std::move(draft), std::move(target));
    }

    // Does it leave the chain that the user wrote, and not the packet's way?
    bool leaves_chain(std::size_t i, const Target& target) const {
        const auto* verdict = shape_.verdict_of(i);
        const auto* extension = std::get_if<Extension>(&target);
        return (verdict != nullptr && *verdict == model::VerdictKind::goto_) ||
               (extension != nullptr && extension->row->name == "RETURN");
    }

    // ---- several ways

    // A way each, if what follows is short; else what follows becomes a chain that all of them jump to.
    void branch(std::size_t i, Step& step, Draft draft) {
        if (step.ways.empty()) return;
        const bool matched =
            leaving_ == Leaving::yes && !draft.matches.empty(); // or a way might want a chain, and leave it
        if (draft.counts || matched || comes_back_to_rest(step)) into_chain(draft);
        const bool protocols = names_protocols(step);
        const bool apart = protocols || !step.ways[0].effects.empty() || shape_.is_short(i + 1);
        const bool outer = std::exchange(meets_again_, meets_again_ || (apart && shape_.asks_once_from(i + 1)));
        for (Way& way : step.ways) {
            Draft one = draft;
            if (apart && protocols) one.joined.reset();
            did_something_ = false;
            if (may_meet_twice(way)) {
                at(i, draft).cannot_say("several values of a field that the rule itself may change");
                break;
            }
            in_way_ = true;
            const bool taken = add(i, way.tests, one);
            in_way_ = false;
            if (taken && do_all(i, way, one)) {
                if (apart) {
                    go(i + 1, std::move(one));
                } else {
                    put(std::move(one), jump_to_tail(i + 1, draft.joined));
                }
            }
            if (failed()) break;
        }
        meets_again_ = outer;
        did_something_ = true;
    }

    static bool names_protocols(const Step& step) {
        return std::ranges::any_of(step.ways, [](const Way& way) {
            return std::ranges::any_of(way.tests, [](const Piece& piece) {
                return piece.option.row != nullptr && piece.option.row->letter == 'p';
            });
        });
    }

    // The last way is open to all packets, and some come back from another one.
    static bool comes_back_to_rest(const Step& step) {
        const auto comes_back = [](const Way& way) {
            return std::ranges::any_of(way.effects, [](const Effect& effect) {
                const auto* jump = std::get_if<Jump>(&effect.target);
                return jump != nullptr && !jump->go_to;
            });
        };
        return step.ways.back().tests.empty() && std::any_of(step.ways.begin(), step.ways.end() - 1, comes_back);
    }

    bool may_meet_twice(const Way& way) const {
        return std::ranges::any_of(way.tests, [](const Piece& piece) { return is_changeable(*piece.row); }) &&
               shape_.may_come_back(way);
    }

    // ---- none of several ways

    void leave_for_each(std::size_t i, Step& step, Draft& draft) {
        if (all_negatable(step)) {
            std::vector<Piece> conjunction;
            for (Way& way : step.ways) {
                conjunction.push_back(std::move(way.tests[0]));
                conjunction.back().option.negated = true;
                conjunction.back().alone = true;
            }
            add(i, conjunction, draft);
            return;
        }
        into_chain(draft);
        for (Way& way : step.ways) {
            Draft leaving = draft;
            if (add(i, way.tests, leaving)) put(std::move(leaving), next_rule());
            if (failed()) return;
        }
    }

    // `-m conntrack ! --ctorigsrc A -m conntrack ! --ctorigsrc B`: a match may come more than once.
    static bool all_negatable(const Step& step) {
        constexpr std::size_t kMost = 16;
        return step.ways.size() <= kMost && std::ranges::all_of(step.ways, [](const Way& way) {
                   return way.tests.size() == 1 && way.tests[0].option.row != nullptr &&
                          way.tests[0].option.row->negatable && !way.tests[0].option.negated &&
                          !way.tests[0].row->name.empty() && !is_protocol_match(*way.tests[0].row);
               });
    }

    // ---- matches of a rule

    // False: no packet passes, or it is refused.
    bool add(std::size_t i, std::vector<Piece>& tests, Draft& draft) {
        if (tests.empty()) return true;
        const Context here = at(i, draft);
        bool in_own_match = false;
        return std::ranges::all_of(tests, [&](Piece& piece) { return add(here, piece, draft, in_own_match); });
    }

    bool add(const Context& here, Piece& piece, Draft& draft, bool& in_own_match) {
        Fitted done = add_test(here, site(), draft, piece, in_own_match);
        while (done.fit == Fit::other_chain) {
            if (in_way_ && leaving_ == Leaving::yes) { // what does not match there would miss the other ways
                here.cannot_say("so many tests of one field in a rule that leaves the chain");
                return false;
            }
            into_chain(draft);
            in_own_match = false;
            done = add_test(here, site(), draft, piece, in_own_match);
        }
        if (done.fit == Fit::cannot) here.cannot_say(done.why_not);
        return done.fit == Fit::added;
    }

    Site site() const {
        return {.table = output_.table.name, .chain = output_.table.chains[first_].name, .builtin = output_.builtin};
    }

    // ---- rules and chains

    void put(Draft draft, Target target) {
        if (++written_ > kMostRules) {
            context_.too_many_rules();
            return;
        }
        Rule out;
        out.matches = std::move(draft.matches);
        out.target = std::move(target);
        out.counters = std::exchange(counters_, std::nullopt);
        out.span = rule_.span;
        if (!complete_for_target(context_, out, draft.protocol)) return;
        if (rule_.comment && !commented_) {
            commented_ = true;
            Piece piece = context_.piece("comment", "comment", Text{*rule_.comment});
            out.matches.push_back({.row = piece.row, .options = {}, .span = {}});
            out.matches.back().options.push_back(std::move(piece.option));
        }
        output_.table.chains[draft.chain].rules.push_back(std::move(out));
    }

    std::string name_of(std::size_t chain) const { return output_.table.chains[chain].name; }

    // Out of a chain of the rule.
    Target next_rule() const {
        if (leaving_ == Leaving::yes) return Jump{name_of(rest_), true, rule_.span};
        return context_.target("RETURN");
    }

    Jump into(std::size_t chain) const { return {name_of(chain), leaving_ == Leaving::yes, rule_.span}; }

    std::size_t make_chain() {
        std::size_t chain = 0;
        if (spare_.empty()) {
            chain = output_.make_chain(name_of(first_), rule_.span);
        } else {
            chain = spare_.front();
            spare_.erase(spare_.begin());
        }
        made_.push_back(chain);
        return chain;
    }

    // Packets that `draft` lets pass go on in a new chain. In it nothing has been matched yet.
    void into_chain(Draft& draft) {
        const std::size_t chain = make_chain();
        const auto protocol = draft.protocol, joined = draft.joined;
        put(std::move(draft), into(chain));
        draft = {.matches = {}, .chain = chain, .own_chain = true, .protocol = protocol, .joined = joined};
    }

    // To the chain that holds the statements from `i` on; made once, however many ways lead to it. `protocol`: that
    // of all packets that come there.
    Jump jump_to_tail(std::size_t i, std::optional<std::uint8_t> protocol) {
        const auto known = tails_.find({i, protocol});
        if (known != tails_.end()) return into(known->second);
        const std::size_t chain = make_chain();
        tails_[{i, protocol}] = chain;
        const bool outer = std::exchange(meets_again_, false);
        did_something_ = false;
        go(i, {.matches = {}, .chain = chain, .own_chain = true, .protocol = protocol, .joined = protocol});
        meets_again_ = outer;
        return into(chain);
    }

    const Context& context_;
    const ir::Rule& rule_;
    RuleShape shape_;
    const Output& output_;
    const std::size_t first_; // the chain that the rule is in
    Leaving leaving_ = Leaving::no;
    std::vector<std::size_t> made_, spare_; // chains of the rule; those that were made in vain
    std::size_t rest_ = 0;                  // the chain of the rules that follow
    std::map<std::pair<std::size_t, std::optional<std::uint8_t>>, std::size_t> tails_; // by statement, protocol
    std::size_t written_ = 0;                                                          // rules
    bool did_something_ = false;
    bool in_way_ = false;      // the tests of one of several ways are added
    bool meets_again_ = false; // several ways are written apart, and share a statement that keeps count
    bool commented_ = false;
    std::optional<Counters> counters_; // what the next rule's count begins with
};

} // namespace

std::size_t write_rule(const Context& context, const ir::Rule& rule, const Output& output) {
    return Writer(context, rule, output).write();
}

} // namespace rulec::ipt
