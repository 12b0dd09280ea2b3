// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/export/write_rule.h"

#include "backend/iptables/export/action_step.h"
#include "backend/iptables/export/field_tests.h"
#include "backend/iptables/export/rule_shape.h"
#include "compiler/support/overloaded.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <netinet/in.h>

namespace rulec::ipt {
namespace {

// A target changes what these matches look at.
struct ChangeRow {
    std::string_view target, match;
};
constexpr auto kChanges = std::to_array<ChangeRow>({
    {"MARK", "mark"},
    {"CONNMARK", "mark"},
    {"CONNMARK", "connmark"},
    {"MARK", "rpfilter"},
    {"CONNMARK", "rpfilter"},
    {"DSCP", "dscp"},
    {"DSCP", "ecn"},
    {"TTL", "ttl"},
    {"HL", "hl"},
    {"TCPMSS", "tcp"},
    {"TCPMSS", "tcpmss"},
    {"TCPMSS", "length"},
    {"CT", "conntrack"},
    {"CT", "connmark"},
    {"CT", "connlabel"},
    {"CT", "helper"},
    {"SYNPROXY", "conntrack"},
});

// Matches that the kernel takes in some chains only (iptables-extensions(8)).
struct PlaceRow {
    std::string_view match, chains, tables; // both with a space behind each
};
constexpr auto kPlaces = std::to_array<PlaceRow>({
    {"owner", "OUTPUT POSTROUTING ", ""},
    {"mac", "PREROUTING INPUT FORWARD ", ""},
    {"rpfilter", "PREROUTING ", "raw mangle "},
});

bool is_in_place(const Piece& piece, std::string_view chain, std::string_view table, bool builtin) {
    const auto lists = [](std::string_view list, std::string_view word) {
        return list.empty() || list.find(std::string(word) + ' ') != list.npos;
    };
    const auto* row = std::ranges::find(kPlaces, piece.row->name, &PlaceRow::match);
    if (row == kPlaces.end()) return true;
    return lists(row->tables, table) && (!builtin || lists(row->chains, chain));
}

// Matches of which a rule has one, where iptables brings it with -p.
bool is_protocol_match(const ExtensionRow& row) {
    return row.protocols.size() == 1 && row.name != "ecn" && row.name != "tcpmss";
}

// What a packet has passed on its way to the next statement: matches of the rule that is being put together.
struct Pending {
    std::vector<Extension> matches;
    std::size_t chain = 0;
    bool builtin = false;
    bool counts = false;                  // a match among them changes with each packet
    bool own_chain = false;               // in a chain that was made for the rule
    std::optional<std::uint8_t> protocol; // of the packets here
    std::optional<std::uint8_t> joined;   // of all packets that get to this statement, by whichever way
};

bool same_option(const Option& a, const Option& b) {
    return a.row == b.row && a.negated == b.negated && a.argument == b.argument;
}

// Do both stand in one match of this row?
bool clash(const Extension& match, const Option& option) {
    return std::ranges::any_of(match.options, [&](const Option& known) {
        return known.row == option.row || (known.row->group != 0 && known.row->group == option.row->group);
    });
}

// The match of the options that every rule has: the first, made if it is missing.
Extension& header_of(std::vector<Extension>& matches) {
    if (matches.empty() || !matches.front().row->name.empty())
        matches.insert(matches.begin(), {.row = &header_row(), .options = {}, .span = {}});
    return matches.front();
}

class Writer {
  public:
    Writer(const Context& context, const ir::Rule& rule, const Output& output)
        : context_(context), rule_(rule), shape_(context.table, rule), output_(output) {}

    void write() {
        Pending start;
        start.chain = output_.chain;
        start.builtin = output_.builtin;
        go(0, std::move(start));
    }

  private:
    bool failed() const { return context_.sink.failed(); }

    Context at(std::size_t i, const Pending& pending) const {
        Context here = context_;
        here.span = rule_.statements[i].span.known() ? rule_.statements[i].span : rule_.span;
        here.protocol = pending.protocol;
        return here;
    }

    std::optional<Step> step(std::size_t i, const Pending& pending) const {
        const Context here = at(i, pending);
        if (shape_.is_said_by_mac(i)) return always();
        return std::visit(overloaded{
                              [&](const ir::Test& test) { return test_step(here, test); },
                              [&](const ir::Action& action) { return action_step(here, action); },
                          },
                          rule_.statements[i].node);
    }

    bool refuse(std::size_t i, const Pending& pending, std::string_view what) const {
        at(i, pending).cannot_say(what);
        return false;
    }

    // Statements from `i` on, for the packets that `pending` lets pass.
    void go(std::size_t i, Pending pending) {
        for (; i < rule_.statements.size(); ++i) {
            if (failed()) return;
            const auto next = step(i, pending);
            if (!next) return;
            if (next->negated) {
                leave_for_each(i, *next, pending);
            } else if (next->ways.size() == 1) {
                if (!take(i, next->ways[0], pending)) return;
            } else {
                return branch(i, *next, pending);
            }
        }
        if (!pending.matches.empty() && !did_something_) put(pending, {});
    }

    // ---- one way

    // False: the rule ends here.
    bool take(std::size_t i, const Way& way, Pending& pending) {
        if (!add(i, way, pending)) return false;
        for (const Effect& effect : way.effects) {
            if (effect.final) {
                put_final(i, std::move(pending), effect);
                return false;
            }
            put_effect(i, pending, effect);
        }
        return !failed();
    }

    void put_effect(std::size_t i, Pending& pending, const Effect& effect) {
        if (std::holds_alternative<std::monostate>(effect.target)) {
            if (shape_.count_is_next_rules(i)) return; // each rule counts
            did_something_ = true;
            if (pending.counts && i + 1 < rule_.statements.size()) into_chain(pending);
            put(pending, effect.target);
            return;
        }
        const bool last = i + 1 == rule_.statements.size();
        const bool stays = !pending.counts && !changes(effect.target, pending);
        if (!last && !stays && !pending.matches.empty()) into_chain(pending);
        did_something_ = true;
        put(pending, effect.target);
    }

    static bool changes(const Target& target, const Pending& pending) {
        const auto* extension = std::get_if<Extension>(&target);
        if (extension == nullptr) return false;
        return std::ranges::any_of(kChanges, [&](const ChangeRow& row) {
            return row.target == extension->row->name &&
                   std::ranges::any_of(pending.matches,
                                       [&](const Extension& match) { return match.row->name == row.match; });
        });
    }

    // In a chain of the rule a jump must not come back to the next rule there, and what leaves the chain that the
    // user wrote cannot be said.
    void put_final(std::size_t i, Pending pending, const Effect& effect) {
        Target target = effect.target;
        if (auto* jump = std::get_if<Jump>(&target); jump != nullptr && pending.own_chain) {
            if (const auto* verdict = shape_.verdict_of(i);
                verdict != nullptr && *verdict == model::VerdictKind::goto_)
                return refuse_leaving(i, pending, "goto");
            jump->go_to = true;
        }
        if (const auto* extension = std::get_if<Extension>(&target);
            extension != nullptr && extension->row->name == "RETURN" && pending.own_chain)
            return refuse_leaving(i, pending, "return");
        did_something_ = true;
        put(std::move(pending), std::move(target));
    }

    void refuse_leaving(std::size_t i, const Pending& pending, std::string_view verdict) {
        at(i, pending)
            .cannot_say(fmt::format("`{}` in a rule that needs a chain of its own", verdict),
                        "put the tests into a chain of your own, or write several rules");
    }

    // ---- several ways

    // A way each, if what follows is short; else what follows becomes a chain that all of them jump to.
    void branch(std::size_t i, const Step& step, const Pending& pending) {
        if (step.ways.empty()) return;
        if (pending.counts) {
            Pending inside = pending;
            into_chain(inside);
            return branch(i, step, inside);
        }
        const bool protocols = std::ranges::any_of(step.ways, [](const Way& way) {
            return std::ranges::any_of(way.tests, [](const Piece& piece) { return piece.option.row->letter == 'p'; });
        });
        const bool effects = !step.ways[0].effects.empty();
        const bool apart = protocols || effects || shape_.is_short(i + 1);
        if (apart && shape_.asks_once_from(i + 1)) {
            at(i, pending)
                .cannot_say("one limit for packets of several kinds in a rule",
                            "jump to a chain of your own that has the limit");
            return;
        }
        for (const Way& way : step.ways) {
            Pending one = pending;
            if (apart && protocols) one.joined.reset();
            did_something_ = false;
            if (is_changeable(way) && shape_.may_come_back(way)) {
                at(i, pending).cannot_say("several values of a field that the rule itself may change");
                return;
            }
            if (!take(i, way, one)) {
                if (failed()) return;
                continue;
            }
            if (apart) {
                go(i + 1, std::move(one));
            } else {
                put(one, Jump{tail(i + 1, pending), false, rule_.span});
            }
            if (failed()) return;
        }
        did_something_ = true;
    }

    static bool is_changeable(const Way& way) {
        constexpr std::string_view kChangeable[] = {"mark", "connmark", "dscp", "ttl", "hl"};
        return std::ranges::any_of(way.tests, [&](const Piece& piece) {
            return std::ranges::find(kChangeable, piece.row->name) != std::end(kChangeable);
        });
    }

    // ---- none of several ways

    void leave_for_each(std::size_t i, const Step& step, Pending& pending) {
        if (all_negatable(step)) {
            Way conjunction;
            for (const Way& way : step.ways) {
                conjunction.tests.push_back(way.tests[0]);
                conjunction.tests.back().option.negated = true;
                conjunction.tests.back().alone = true;
            }
            add(i, conjunction, pending);
            return;
        }
        into_chain(pending);
        for (const Way& way : step.ways) {
            Pending leaving = pending;
            if (!add(i, way, leaving)) return;
            put(leaving, context_.target("RETURN"));
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

    bool add(std::size_t i, const Way& way, Pending& pending) {
        bool fresh = false;
        for (const Piece& piece : way.tests) {
            if (!add(i, piece, pending, fresh)) return false;
        }
        return true;
    }

    bool add(std::size_t i, const Piece& piece, Pending& pending, bool& in_own_match) {
        const Option& option = piece.option;
        if (option.row != nullptr && option.row->letter == 'p' && !option.negated)
            return add_protocol(piece, pending);
        if (!is_in_place(piece, name_of(output_.chain), output_.table.name, output_.builtin))
            return refuse(i, pending, "this in this chain: the match works elsewhere only");
        if (forbidden_here(piece, pending)) into_chain(pending);
        if (pending.counts && !(piece.counts && continues(piece, pending))) into_chain(pending);
        if (!piece.row->protocols.empty() && !add_needed_protocol(i, piece, pending)) return false;
        Extension* match = find(piece, pending, in_own_match);
        if (match != nullptr && option.row == nullptr) return true;
        if (match != nullptr &&
            std::ranges::any_of(match->options, [&](const Option& known) { return same_option(known, option); }))
            return true;
        if (match != nullptr && add_code(*match, option)) return true;
        if (is_code_alone(option)) return refuse(i, pending, "an ICMP code without its type");
        if (match != nullptr && clash(*match, option)) {
            const bool once = piece.row->name.empty() || is_protocol_match(*piece.row);
            if (once) {
                into_chain(pending);
                return add(i, piece, pending, in_own_match);
            }
            match = nullptr;
        }
        if (match == nullptr) match = &new_match(piece, pending);
        if (option.row != nullptr) match->options.push_back(option);
        in_own_match = in_own_match || piece.alone;
        pending.counts |= piece.counts;
        return true;
    }

    // The options of one statistic or limit come as several pieces.
    static bool continues(const Piece& piece, const Pending& pending) {
        return !pending.matches.empty() && pending.matches.back().row == piece.row &&
               !clash(pending.matches.back(), piece.option);
    }

    // iptables refuses -i and -o in the built-in chains where no packet has such an interface.
    bool forbidden_here(const Piece& piece, const Pending& pending) const {
        if (!pending.builtin || piece.option.row == nullptr) return false;
        const std::string_view chain = output_.table.chains[pending.chain].name;
        if (piece.option.row->letter == 'i') return chain == "OUTPUT" || chain == "POSTROUTING";
        if (piece.option.row->letter == 'o') return chain == "INPUT" || chain == "PREROUTING";
        return false;
    }

    static Extension* find(const Piece& piece, Pending& pending, bool in_own_match) {
        if (piece.alone) return nullptr;
        if (in_own_match) return &pending.matches.back();
        for (Extension& match : pending.matches) {
            if (match.row == piece.row && !match.span.known()) return &match;
        }
        return nullptr;
    }

    // A match in its own right is marked by a place: nothing else is put into it.
    Extension& new_match(const Piece& piece, Pending& pending) const {
        Extension match{.row = piece.row, .options = {}, .span = {}};
        if (piece.alone) match.span = piece.option.span.known() ? piece.option.span : rule_.span;
        if (piece.row->name.empty()) {
            pending.matches.insert(pending.matches.begin(), std::move(match));
            return pending.matches.front();
        }
        pending.matches.push_back(std::move(match));
        return pending.matches.back();
    }

    bool add_protocol(const Piece& piece, Pending& pending) {
        const auto value = static_cast<std::uint8_t>(std::get<Numbers>(piece.option.argument).ranges[0].first);
        if (pending.protocol == value) {
            if (!header_has_protocol(pending)) put_header(piece.option, pending);
            return true;
        }
        if (pending.protocol) return false; // of two protocols: no packet
        pending.protocol = value;
        pending.joined = value;
        put_header(piece.option, pending);
        return true;
    }

    void put_header(const Option& option, Pending& pending) {
        if (pending.counts || has_other_protocol(pending)) into_chain(pending);
        header_of(pending.matches).options.push_back(option);
    }

    static bool header_has_protocol(const Pending& pending) {
        return has_other_protocol(pending) && !pending.matches.front().find("protocol")->negated;
    }
    static bool has_other_protocol(const Pending& pending) {
        return !pending.matches.empty() && pending.matches.front().row->name.empty() &&
               pending.matches.front().has("protocol");
    }

    // -m tcp wants -p tcp in the same rule.
    bool add_needed_protocol(std::size_t i, const Piece& piece, Pending& pending) {
        if (header_has_protocol(pending)) return true;
        std::optional<std::uint8_t> protocol = pending.protocol;
        if (!protocol && piece.row->protocols.size() == 1) {
            protocol = piece.row->protocols[0];
            if (piece.option.negated && piece.row->name == "tcp" && piece.option.row->name == "tcp-option")
                return refuse(i, pending, "that a TCP option is missing, of any protocol");
        }
        if (!protocol) return refuse(i, pending, "ports of any protocol");
        pending.protocol = protocol;
        put_header(context_.piece("", "protocol", number(*protocol)).option, pending);
        return true;
    }

    static bool is_code_alone(const Option& option) {
        const auto* icmp = std::get_if<IcmpType>(&option.argument);
        return icmp != nullptr && !icmp->type;
    }

    static bool add_code(Extension& match, const Option& option) {
        if (!is_code_alone(option)) return false;
        for (Option& known : match.options) {
            auto* type = std::get_if<IcmpType>(&known.argument);
            if (type == nullptr || known.negated || type->first_code == type->last_code) continue;
            type->first_code = type->last_code = std::get<IcmpType>(option.argument).first_code;
            return true;
        }
        return false;
    }

    // ---- rules and chains

    void put(Pending pending, Target target) {
        Rule out;
        const bool has_protocol = header_has_protocol(pending);
        out.matches = std::move(pending.matches);
        if (!satisfied(target, out, pending.protocol, has_protocol)) return;
        if (rule_.comment && !commented_) {
            commented_ = true;
            const Piece piece = context_.piece("comment", "comment", Text{*rule_.comment});
            out.matches.push_back({.row = piece.row, .options = {piece.option}, .span = {}});
        }
        out.target = std::move(target);
        out.span = rule_.span;
        output_.table.chains[pending.chain].rules.push_back(std::move(out));
    }

    // Targets that want something of the rule they are in.
    bool satisfied(const Target& target, Rule& out, std::optional<std::uint8_t> protocol, bool has_protocol) const {
        const auto* extension = std::get_if<Extension>(&target);
        if (extension == nullptr) return true;
        const bool resets = std::ranges::any_of(extension->options, [](const Option& option) {
            const auto* words = std::get_if<Words>(&option.argument);
            return words != nullptr && words->words[0]->name == "tcp-reset";
        });
        const bool wants_tcp = resets || !extension->row->protocols.empty();
        const bool wants_ports = std::ranges::any_of(extension->options, [](const Option& option) {
            const auto* nat = std::get_if<NatTarget>(&option.argument);
            return nat != nullptr && nat->ports.has_value();
        });
        if ((wants_tcp || wants_ports) && !has_protocol && protocol) {
            header_of(out.matches).options.push_back(context_.piece("", "protocol", number(*protocol)).option);
        }
        if (wants_tcp && protocol != IPPROTO_TCP)
            return fail("this of packets that need not be TCP", "match `tcp` something, or `meta l4proto tcp`");
        if (extension->row->name == "TCPMSS" && !matches_syn(out))
            return fail("a change of the segment size in packets that need not be SYN",
                        "`tcp flags syn` in the rule");
        return true;
    }

    static bool matches_syn(const Rule& rule) {
        constexpr std::uint8_t kSyn = 2;
        return std::ranges::any_of(rule.matches, [](const Extension& match) {
            const Option* option = match.find("tcp-flags");
            if (option == nullptr) return false;
            const auto& flags = std::get<TcpFlags>(option->argument);
            return !option->negated && (flags.set & flags.mask & kSyn) != 0;
        });
    }

    bool fail(std::string_view what, std::string_view help) const {
        Context here = context_;
        here.span = rule_.span;
        here.cannot_say(what, help);
        return false;
    }

    std::string name_of(std::size_t chain) const { return output_.table.chains[chain].name; }

    // Packets that `pending` lets pass go on in a new chain. In it nothing has been matched yet.
    void into_chain(Pending& pending) {
        const std::size_t chain = output_.make_chain(name_of(output_.chain));
        put(pending, Jump{name_of(chain), false, rule_.span});
        pending = {.matches = {},
                   .chain = chain,
                   .builtin = false,
                   .counts = false,
                   .own_chain = true,
                   .protocol = pending.protocol,
                   .joined = pending.joined};
    }

    // The chain that holds the statements from `i` on; made once, however many ways lead to it.
    std::string tail(std::size_t i, const Pending& from) {
        if (const auto known = tails_.find(i); known != tails_.end()) return name_of(known->second);
        const std::size_t chain = output_.make_chain(name_of(output_.chain));
        tails_[i] = chain;
        Pending inside;
        inside.chain = chain;
        inside.own_chain = true;
        inside.protocol = inside.joined = from.joined;
        did_something_ = false;
        go(i, std::move(inside));
        return name_of(chain);
    }

    const Context& context_;
    const ir::Rule& rule_;
    RuleShape shape_;
    const Output& output_;
    std::map<std::size_t, std::size_t> tails_; // by statement
    bool did_something_ = false;
    bool commented_ = false;
};

} // namespace

void write_rule(const Context& context, const ir::Rule& rule, const Output& output) {
    Writer(context, rule, output).write();
}

} // namespace rulec::ipt
