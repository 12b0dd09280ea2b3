// SPDX-License-Identifier: GPL-2.0-or-later
// Base chains become built-in chains. Where several base chains share one, each becomes a chain of its own, entered
// by goto, and ends in one: `accept` goes to the next of them, from however deep, since in nf_tables it ends a base
// chain only. Chains that are called from there are written once for each.
#include "backend/iptables/export/export.h"

#include "backend/iptables/export/base_places.h"
#include "backend/iptables/export/named_sets.h"
#include "backend/iptables/export/write_rule.h"
#include "backend/iptables/places.h"
#include "compiler/ir/build.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

// A base chain of the ruleset on its way to a built-in chain.
struct Base {
    std::size_t table = 0, chain = 0;
    std::int32_t priority = 0;
    bool drops = false; // policy
    Span span;
};

// Where a chain is written, and what verdicts mean in it.
struct Use {
    std::size_t source_table = 0, source_chain = 0; // of IR
    std::size_t table = 0, chain = 0;               // of the result
    bool builtin = false;
    std::string next;                     // accept: the chain to go to; empty: ACCEPT
    Target on_return;                     // in a base chain that is no built-in one: its policy; else RETURN
    std::optional<std::size_t> rest = {}; // where the rules from here on are, if not in `chain`: see write_rule.h
};

constexpr std::size_t kLongestName = 28;
constexpr std::size_t kManyRules = 256; // of iptables for one rule: worth a warning

bool family_fits(catalog::Family table, Family family) {
    if (table == catalog::Family::inet) return true;
    return table == (family == Family::ipv4 ? catalog::Family::ip : catalog::Family::ip6);
}

class Exporter {
  public:
    Exporter(ir::Ruleset ruleset, const model::HostNames& hosts, const ExportOptions& options, diag::Sink& sink,
             const TakeRules& take)
        : ir_(std::move(ruleset)), hosts_(hosts), prefix_(options.prefix), sink_(sink), take_(take),
          sets_(ir_, options.expand_sets, prefix_) {
        out_.family = options.family;
    }

    Exported run() {
        find_bases();
        for (auto& [place, bases] : bases_)
            write_place(place.first, place.second, bases);
        find_unused();
        write_rules();
        return {.rules = std::move(out_), .sets = sets_.take(ir_)};
    }

  private:
    Context context(std::size_t source_table, Span span) const {
        return {
            .family = out_.family, .table = ir_.tables[source_table], .hosts = hosts_, .sink = sink_, .span = span};
    }

    // ---- base chains

    void find_bases() {
        for (std::size_t t = 0; t < ir_.tables.size(); ++t) {
            const ir::Table& table = ir_.tables[t];
            if (!family_fits(table.family, out_.family)) {
                refuse_other_family(t);
                continue;
            }
            constexpr std::uint32_t kDormant = 1; // NFT_TABLE_F_DORMANT
            if ((table.flags & kDormant) != 0) context(t, table.span).cannot_say("a table that is dormant");
            for (std::size_t c = 0; c < table.chains.size(); ++c)
                add_base(t, c);
        }
    }

    void refuse_other_family(std::size_t t) const {
        const catalog::Family family = ir_.tables[t].family;
        if (family == catalog::Family::ip || family == catalog::Family::ip6) return; // the other tool's
        context(t, ir_.tables[t].span)
            .cannot_say(fmt::format("a table of family {}", catalog::name(family)),
                        family == catalog::Family::bridge ? "ebtables filters bridges" : "");
    }

    void add_base(std::size_t t, std::size_t c) {
        const ir::Chain& chain = ir_.tables[t].chains[c];
        if (!chain.base) return;
        const auto place = place_of(context(t, chain.span), *chain.base);
        if (!place) return;
        const bool drops = chain.base->policy_accept == false;
        if (drops && place->table == "nat")
            context(t, chain.span).cannot_say("a policy drop in the table nat", "drop in a chain of type filter");
        auto& bases = bases_[{std::string(place->table), std::string(place->chain)}];
        // Of chains with one priority the kernel asks the one first that was made last.
        const auto before =
            std::ranges::find_if(bases, [&](const Base& other) { return other.priority >= chain.base->priority; });
        bases.insert(before, {t, c, chain.base->priority, drops, chain.span});
    }

    std::size_t table_index(std::string_view name) {
        for (std::size_t i = 0; i < out_.tables.size(); ++i) {
            if (out_.tables[i].name == name) return i;
        }
        Table table{.name = std::string(name), .chains = {}, .span = {}};
        for (const Place& place : places()) {
            if (place.table == name)
                table.chains.push_back({.name = std::string(place.chain),
                                        .policy = Policy::accept,
                                        .rules = {},
                                        .remarks = {},
                                        .span = {}});
        }
        out_.tables.push_back(std::move(table));
        return out_.tables.size() - 1;
    }

    std::size_t chain_index(std::size_t table, std::string_view name) const {
        const auto& chains = out_.tables[table].chains;
        return static_cast<std::size_t>(std::ranges::find(chains, name, &Chain::name) - chains.begin());
    }

    void write_place(const std::string& table_name, const std::string& chain_name, const std::vector<Base>& bases) {
        const std::size_t table = table_index(table_name);
        const std::size_t builtin = chain_index(table, chain_name);
        if (bases.size() > 1) return write_sequence(table, entered_from(table, builtin, bases[0].span), bases);
        const Base& base = bases[0];
        const Context here = context(base.table, base.span);
        if (!prefix_.empty()) return write_own(table, entered_from(table, builtin, base.span), base);
        Chain& chain = out_.tables[table].chains[builtin];
        chain.policy = base.drops ? Policy::drop : Policy::accept;
        chain.span = base.span;
        add_use({base.table, base.chain, table, builtin, true, "", here.target("RETURN")});
    }

    // The chain that stands for a built-in one: itself, or one of ours that it jumps to.
    std::size_t entered_from(std::size_t table, std::size_t builtin, Span span) {
        if (prefix_.empty()) return builtin;
        const std::size_t chain = make_chain(table, out_.tables[table].chains[builtin].name, span);
        put(table, builtin, Jump{out_.tables[table].chains[chain].name, false, span}, span);
        return chain;
    }

    // A policy of accept leaves the packet to what else the built-in chain has.
    void write_own(std::size_t table, std::size_t chain, const Base& base) {
        const Context here = context(base.table, base.span);
        const Target at_end = here.target(base.drops ? "DROP" : "RETURN");
        add_use({base.table, base.chain, table, chain, false, "", at_end});
        if (base.drops) ends_.emplace_back(table, chain, at_end, base.span);
    }

    // Several base chains, entered from `first`. With a prefix, what none of them decides goes back to the built-in
    // chain, and what one has accepted does not, wherever its `accept` was met: then the others are there twice.
    void write_sequence(std::size_t table, std::size_t first, const std::vector<Base>& bases) {
        // From the last to the first, so that each knows the next.
        std::string accepted, undecided;
        for (auto base = bases.rbegin(); base != bases.rend(); ++base) {
            const Context here = context(base->table, base->span);
            const auto end = [&](const std::string& next, std::string_view after_last) {
                if (base->drops) return Target(here.target("DROP"));
                if (next.empty()) return Target(here.target(after_last));
                return Target(Jump{next, true, base->span});
            };
            const bool apart = !prefix_.empty() && !base->drops && (accepted.empty() || accepted != undecided);
            const bool is_first = std::next(base) == bases.rend();
            std::string own =
                write_member(table, *base, accepted, end(undecided, prefix_.empty() ? "ACCEPT" : "RETURN"));
            accepted = apart && !is_first ? write_member(table, *base, accepted, end(accepted, "ACCEPT")) : own;
            undecided = std::move(own);
        }
        put(table, first, Jump{undecided, true, bases[0].span}, bases[0].span);
    }

    // `next`: where what it accepts goes.
    std::string write_member(std::size_t table, const Base& base, const std::string& next, const Target& at_end) {
        const std::size_t chain = make_chain(table, ir_.tables[base.table].chains[base.chain].name, base.span);
        add_use({base.table, base.chain, table, chain, false, next, at_end});
        ends_.emplace_back(table, chain, at_end, base.span);
        return out_.tables[table].chains[chain].name;
    }

    void put(std::size_t table, std::size_t chain, Target target, Span span) {
        Rule rule;
        rule.target = std::move(target);
        rule.span = span;
        out_.tables[table].chains[chain].rules.push_back(std::move(rule));
    }

    // ---- other chains

    std::size_t make_chain(std::size_t table, const std::string& name_of_source, Span span) {
        // Chains made for a rule are named after its chain, which has the prefix already.
        const bool prefixed = name_of_source.starts_with(prefix_);
        const std::string wish = prefixed ? name_of_source : prefix_ + name_of_source;
        std::vector<Chain>& chains = out_.tables[table].chains;
        std::set<std::string, std::less<>>& names = names_[table];
        if (names.empty()) {
            for (const Chain& chain : chains)
                names.insert(chain.name);
        }
        const auto is_free = [&](const std::string& name) {
            return name.size() <= kLongestName && !name.empty() && find_target(name, out_.family) == nullptr &&
                   !names.contains(name);
        };
        std::string name = wish;
        for (std::size_t& number = numbers_[{table, wish}]; !is_free(name);)
            name = fmt::format("{}-{}", wish.empty() ? "chain" : wish.substr(0, kLongestName - 8), ++number);
        names.insert(name);
        chains.push_back({.name = std::move(name), .policy = Policy::none, .rules = {}, .remarks = {}, .span = span});
        return chains.size() - 1;
    }

    using UseKey = std::tuple<std::size_t, std::size_t, std::size_t, std::string>;

    void add_use(Use use) {
        uses_by_key_[UseKey{use.source_table, use.source_chain, use.table, use.next}] = uses_.size();
        uses_of_chain_[{use.source_table, use.source_chain}].push_back(uses_.size());
        uses_.push_back(std::move(use));
    }

    // The chain of the result that a jump of `from` leads to.
    std::string called(std::size_t from, std::size_t source_chain) {
        const Use& use = uses_[from];
        const UseKey key{use.source_table, source_chain, use.table, use.next};
        if (const auto known = uses_by_key_.find(key); known != uses_by_key_.end()) {
            const Use& same = uses_[known->second];
            return out_.tables[same.table].chains[same.chain].name;
        }
        const ir::Chain& source = ir_.tables[use.source_table].chains[source_chain];
        const std::size_t chain = make_chain(use.table, source.name, source.span);
        add_use({use.source_table, source_chain, use.table, chain, false, use.next,
                 context(use.source_table, source.span).target("RETURN")});
        return out_.tables[use.table].chains[chain].name;
    }

    // Chains that no hook leads to are written as well: nothing is lost, and what is called by name may be.
    void find_unused() {
        for (std::size_t t = 0; t < ir_.tables.size(); ++t) {
            if (!family_fits(ir_.tables[t].family, out_.family)) continue;
            const auto reached = reached_from_hooks(t);
            for (std::size_t c = 0; c < ir_.tables[t].chains.size(); ++c) {
                const ir::Chain& chain = ir_.tables[t].chains[c];
                if (reached[c] || chain.base) continue;
                const std::size_t table = table_index(is_table(ir_.tables[t].name) ? ir_.tables[t].name : "filter");
                if (uses_by_key_.contains(UseKey{t, c, table, ""})) continue;
                add_use({t, c, table, make_chain(table, chain.name, chain.span), false, "",
                         context(t, chain.span).target("RETURN")});
            }
        }
    }

    std::vector<bool> reached_from_hooks(std::size_t t) {
        const ir::Table& table = ir_.tables[t];
        std::vector<bool> reached(table.chains.size());
        std::vector<std::size_t> todo;
        const auto visit = [&](std::size_t c) {
            if (reached[c]) return;
            reached[c] = true;
            todo.push_back(c);
        };
        for (std::size_t c = 0; c < table.chains.size(); ++c) {
            if (table.chains[c].base) visit(c);
        }
        while (!todo.empty()) {
            const std::size_t c = todo.back();
            todo.pop_back();
            for (const std::size_t target : calls(t)[c])
                visit(target);
        }
        return reached;
    }

    // The chains that each chain's rules lead to. Found once: every walk over a large ruleset misses the cache.
    const std::vector<std::vector<std::size_t>>& calls(std::size_t t) {
        const auto [found, fresh] = calls_.try_emplace(t);
        if (!fresh) return found->second;
        const ir::Table& table = ir_.tables[t];
        found->second.resize(table.chains.size());
        for (std::size_t c = 0; c < table.chains.size(); ++c) {
            for (const model::Rule& rule : table.chains[c].unmade)
                each_target(t, rule, [&](std::size_t target) { found->second[c].push_back(target); });
        }
        return found->second;
    }

    template <class Visit>
    void each_target(std::size_t t, const model::Rule& rule, Visit visit) {
        const auto of_verdict = [&](const model::Verdict& verdict) {
            if (verdict.bound_chain) return visit(*verdict.bound_chain);
            if (verdict.chain.empty()) return;
            if (const auto found = find_chain(t, verdict.chain)) visit(*found);
        };
        for (const model::Statement& statement : rule.statements) {
            const auto* action = std::get_if<model::Action>(&statement.node);
            if (action == nullptr) continue;
            if (const auto* verdict = std::get_if<model::Verdict>(action)) of_verdict(*verdict);
            if (const auto* map = std::get_if<model::VerdictMap>(action)) {
                for (const model::Verdict& verdict : ir_.tables[t].sets[map->map].elements.verdict_table)
                    of_verdict(verdict);
            }
        }
    }

    std::optional<std::size_t> find_chain(std::size_t t, std::string_view name) {
        const auto [index, fresh] = chains_by_name_.try_emplace(t);
        const std::vector<ir::Chain>& chains = ir_.tables[t].chains;
        for (std::size_t c = 0; fresh && c < chains.size(); ++c) {
            if (!chains[c].bound) index->second.emplace(chains[c].name, c);
        }
        const auto found = index->second.find(name);
        return found == index->second.end() ? std::nullopt : std::optional(found->second);
    }

    // ---- rules

    // The uses of a chain are known when those that call it are written; each rule is taken once, so a chain is
    // written when no other can call it any more: after all its callers.
    void write_rules() {
        for (std::size_t t = 0; t < ir_.tables.size(); ++t) {
            if (!family_fits(ir_.tables[t].family, out_.family)) continue;
            for (const std::size_t c : callers_first(t))
                write_chain(t, c);
        }
        for (auto& [table, chain, target, span] : ends_)
            put(table, last_part_of(table, chain), std::move(target), span);
        for (std::size_t table = 0; table < out_.tables.size(); ++table) {
            for (std::size_t chain = 0; chain < out_.tables[table].chains.size(); ++chain)
                give(table, chain, 0);
        }
    }

    // All rules of the chain but the last `kept`.
    void give(std::size_t table, std::size_t chain, std::size_t kept) {
        auto& rules = out_.tables[table].chains[chain].rules;
        if (!take_ || rules.size() <= kept) return;
        take_(out_, table, chain, std::span(rules).first(rules.size() - kept));
        rules.erase(rules.begin(), rules.end() - static_cast<std::ptrdiff_t>(kept));
    }

    std::size_t last_part_of(std::size_t table, std::size_t chain) const {
        const auto use =
            std::ranges::find_if(uses_, [&](const Use& one) { return one.table == table && one.chain == chain; });
        return use == uses_.end() ? chain : use->rest.value_or(chain);
    }

    std::vector<std::size_t> callers_first(std::size_t t) {
        std::vector<std::size_t> callers(calls(t).size());
        for (const auto& targets : calls(t)) {
            for (const std::size_t target : targets)
                ++callers[target];
        }
        std::vector<std::size_t> order;
        for (std::size_t c = 0; c < callers.size(); ++c) {
            if (callers[c] == 0) order.push_back(c);
        }
        for (std::size_t done = 0; done < order.size(); ++done) {
            for (const std::size_t target : calls(t)[order[done]]) {
                if (--callers[target] == 0) order.push_back(target);
            }
        }
        return order; // loops are refused before
    }

    void write_chain(std::size_t t, std::size_t c) {
        const auto found = uses_of_chain_.find({t, c});
        if (found == uses_of_chain_.end()) return;
        const std::vector<std::size_t> uses = found->second;
        const std::size_t count = ir::rule_count(ir_.tables[t].chains[c]);
        for (std::size_t i = 0; i < count && !full(); ++i) {
            const ir::Rule rule = ir::take_rule(ir_.tables[t], static_cast<std::uint32_t>(c), i);
            for (const std::size_t use : uses)
                write_rule_of(use, rule);
        }
    }

    bool full() const { return sink_.error_count() > diag::Sink::kMaxErrors; }

    // A rule that cannot be said does not keep the next from being looked at.
    void write_rule_of(std::size_t use_index, const ir::Rule& rule) {
        const Use& use = uses_[use_index];
        const std::string table_name = out_.tables[use.table].name;
        // No captures beside these: functions with more would be on the heap, once a rule.
        const VerdictTarget verdict = [this, use_index](const model::Verdict& of, Span span) {
            return target_of(use_index, of, span);
        };
        const MakeChain make = [this, table = use.table](const std::string& name, Span span) {
            return make_chain(table, name, span);
        };
        diag::Sink own;
        const Context here{.family = out_.family,
                           .table = ir_.tables[use.source_table],
                           .hosts = hosts_,
                           .sink = own,
                           .span = rule.span,
                           .protocol = {},
                           .target_table = table_name,
                           .verdict = &verdict,
                           .sets = &sets_};
        std::size_t chain = use.rest.value_or(use.chain);
        const std::size_t count = write_rule(here, rule,
                                             {.table = out_.tables[use.table],
                                              .chain = chain,
                                              .builtin = use.builtin && chain == use.chain,
                                              .make_chain = make});
        if (count > kManyRules && !own.failed()) here.warn_of_rules(count);
        for (const diag::Diagnostic& found : own.all())
            sink_.report(found);
        give(use.table, chain, 1); // the next rule may ask whether the one before it takes all packets
        if (chain != use.chain) uses_[use_index].rest = chain;
    }

    Target target_of(std::size_t use_index, const model::Verdict& verdict, Span span) {
        const Use& use = uses_[use_index];
        const Context here = context(use.source_table, span);
        switch (verdict.kind) {
        case model::VerdictKind::accept:
            return use.next.empty() ? Target(here.target("ACCEPT")) : Target(Jump{use.next, true, span});
        case model::VerdictKind::drop: return here.target("DROP");
        case model::VerdictKind::queue: return here.target("QUEUE");
        case model::VerdictKind::return_: return use.on_return;
        case model::VerdictKind::continue_: return {};
        case model::VerdictKind::jump:
        case model::VerdictKind::goto_: break;
        }
        const auto source = verdict.bound_chain ? std::optional<std::size_t>(*verdict.bound_chain)
                                                : find_chain(use.source_table, verdict.chain);
        const bool go_to = verdict.kind == model::VerdictKind::goto_;
        if (go_to && !returns(use.on_return)) return Jump{left_for(use_index, source.value_or(0), span), true, span};
        return Jump{called(use_index, source.value_or(0)), go_to, span};
    }

    static bool returns(const Target& target) {
        const auto* extension = std::get_if<Extension>(&target);
        return extension != nullptr && extension->row->name == "RETURN";
    }

    // Behind a chain that a base chain is left for by goto comes the end of the base chain: its policy, or the next
    // base chain. Where it is not a built-in one, iptables would go back to the built-in one and past both.
    std::string left_for(std::size_t from, std::size_t source_chain, Span span) {
        std::string& name = left_[{from, source_chain}];
        if (!name.empty()) return name;
        const std::string inner = called(from, source_chain);
        const std::size_t table = uses_[from].table;
        const std::size_t chain = make_chain(table, inner, span);
        put(table, chain, Jump{inner, false, span}, span);
        put(table, chain, uses_[from].on_return, span);
        return name = out_.tables[table].chains[chain].name;
    }

    ir::Ruleset ir_;
    const model::HostNames& hosts_;
    std::string prefix_; // of chains that are no built-in ones
    diag::Sink& sink_;
    const TakeRules& take_;
    NamedSets sets_;
    Ruleset out_;
    std::map<std::pair<std::string, std::string>, std::vector<Base>> bases_; // by table and built-in chain
    std::deque<Use> uses_; // stay where they are while chains that they call are added
    std::map<UseKey, std::size_t> uses_by_key_;
    std::map<std::pair<std::size_t, std::size_t>, std::string> left_; // by index of a use, and source chain
    std::map<std::pair<std::size_t, std::size_t>, std::vector<std::size_t>> uses_of_chain_;
    std::vector<std::tuple<std::size_t, std::size_t, Target, Span>> ends_; // table, chain: what its end does
    std::map<std::size_t, std::vector<std::vector<std::size_t>>> calls_;   // by table of IR and chain
    std::map<std::size_t, std::unordered_map<std::string_view, std::size_t>> chains_by_name_; // by table of IR
    std::map<std::size_t, std::set<std::string, std::less<>>> names_;
    std::map<std::pair<std::size_t, std::string>, std::size_t> numbers_;
};

} // namespace

Exported export_ruleset(ir::Ruleset ruleset, const model::HostNames& hosts, const ExportOptions& options,
                        diag::Sink& sink, const TakeRules& take) {
    return Exporter(std::move(ruleset), hosts, options, sink, take).run();
}

} // namespace rulec::ipt
