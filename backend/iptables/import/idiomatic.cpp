// SPDX-License-Identifier: GPL-2.0-or-later
#include "backend/iptables/import/idiomatic.h"

#include "backend/iptables/argument_values.h"
#include "backend/iptables/import/gather_values.h"
#include "backend/iptables/import/key_field.h"
#include "backend/iptables/import/run_rules.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace rulec::ipt {
namespace {

constexpr std::size_t kManyElements = 8; // more stand in a set of their own
constexpr std::size_t kFewEntries = 3;   // fewer are no map
constexpr std::string_view kState = "ct state";

bool is_verdict(const Line& line) {
    constexpr auto kVerdicts = std::to_array<std::string_view>({"accept", "drop", "return", "goto", "jump"});
    return std::ranges::find(kVerdicts, first_word(line.action)) != kVerdicts.end();
}

// The one clause by which the rules' conditions differ, in its value only.
std::optional<std::size_t> difference(const Line& a, const Line& b) {
    if (a.conditions.size() != b.conditions.size() || a.comment != b.comment) return std::nullopt;
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < a.conditions.size(); ++i) {
        if (a.conditions[i] == b.conditions[i]) continue;
        if (found || a.conditions[i].field != b.conditions[i].field || a.conditions[i].field.empty())
            return std::nullopt;
        found = i;
    }
    return found;
}

// Rules one behind the other that differ in one value of one field.
class Run {
  public:
    explicit Run(const Line& first) : lines_{&first} {}

    const std::vector<const Line*>& lines() const { return lines_; }
    const std::vector<std::vector<KeyElement>>& keys() const { return keys_; } // of each line
    std::size_t clause() const { return *clause_; }
    const Clause& key_clause() const { return lines_[0]->conditions[clause()]; }
    const KeyField& field() const { return *find_key_field(key_clause().field); }
    std::size_t key_count() const {
        std::size_t count = 0;
        for (const auto& of_line : keys_)
            count += of_line.size();
        return count;
    }

    // `may_overlap`: a key within another one is as good as said already.
    bool add(const Line& line, bool may_overlap) {
        const auto where = difference(*lines_[0], line);
        if (!where || (clause_ && *clause_ != *where)) return false;
        if (!clause_) {
            clause_ = where;
            if (!take_keys(*lines_[0], may_overlap)) return clause_.reset(), false;
        }
        if (!take_keys(line, may_overlap)) return false;
        lines_.push_back(&line);
        return true;
    }

  private:
    bool take_keys(const Line& line, bool may_overlap) {
        const Clause& clause = line.conditions[*clause_];
        const KeyField* field = find_key_field(clause.field);
        if (field == nullptr || (field->changes && !is_final(line))) return false;
        auto elements = elements_of(*field, clause.value);
        if (!elements) return false;
        std::vector<KeyElement> fresh;
        for (KeyElement& element : *elements) {
            const Keys::Fit fit = known_.fit(element);
            if (fit == Keys::Fit::inside && may_overlap) continue;
            if (fit != Keys::Fit::apart) return false;
            known_.add(element);
            fresh.push_back(std::move(element));
        }
        keys_.push_back(std::move(fresh));
        return true;
    }

    std::vector<const Line*> lines_;
    std::optional<std::size_t> clause_;
    std::vector<std::vector<KeyElement>> keys_;
    Keys known_;
};

class Folder {
  public:
    Folder(TableText& table, ChainText& chain) : table_(table), chain_(chain) {}

    void fold() {
        each_run(&Folder::to_states);
        each_run(&Folder::to_both_protocols);
        each_run(&Folder::to_set);
        gather_values(chain_.lines);
        each_run(&Folder::to_verdict_map);
        each_run(&Folder::to_address_map);
        name_large_sets();
    }

  private:
    // A rewriting takes a line and the ones behind it, and says how many of them it has made one of; 1: none.
    using Rewrite = std::size_t (Folder::*)(std::size_t first, Line& into);

    void each_run(Rewrite rewrite) {
        std::vector<Line> lines;
        for (std::size_t i = 0; i < chain_.lines.size();) {
            Line made = chain_.lines[i];
            i += is_plain(made) ? (this->*rewrite)(i, made) : 1;
            lines.push_back(std::move(made));
        }
        chain_.lines = std::move(lines);
    }

    template <class Fits>
    Run run_from(std::size_t first, bool may_overlap, Fits fits) const {
        Run run(chain_.lines[first]);
        for (std::size_t i = first + 1; i < chain_.lines.size(); ++i) {
            const Line& line = chain_.lines[i];
            if (!is_plain(line) || !fits(line) || !run.add(line, may_overlap)) break;
        }
        return run;
    }

    // ---- the same for several values

    std::size_t to_set(std::size_t first, Line& into) {
        const bool final = is_final(into);
        const Run run = run_from(first, final, [&](const Line& line) { return line.action == into.action; });
        if (run.lines().size() == 1) return 1;
        std::vector<std::string_view> texts;
        for (const auto& keys : run.keys()) {
            for (const KeyElement& key : keys)
                texts.push_back(key.text);
        }
        into.conditions[run.clause()].value =
            texts.size() == 1 ? std::string(texts[0]) : fmt::format("{{ {} }}", fmt::join(texts, ", "));
        return run.lines().size();
    }

    // ---- the states of connections are bits: one word list, no set

    std::size_t to_states(std::size_t first, Line& into) {
        std::size_t count = 1;
        for (std::size_t i = first + 1; i < chain_.lines.size(); ++i, ++count) {
            const Line& line = chain_.lines[i];
            const auto where = difference(into, line);
            if (!is_plain(line) || line.action != into.action || !where) break;
            Clause& state = into.conditions[*where];
            const std::string& more = line.conditions[*where].value;
            if (state.field != kState || !is_states(state.value) || !is_states(more)) break;
            if (!is_final(into) && has_common_state(state.value, more)) break; // it would go both ways
            state.value += "," + more;
        }
        return count;
    }

    static bool has_common_state(std::string_view a, std::string_view b) {
        const auto others = split(b, ',');
        return std::ranges::any_of(
            split(a, ','), [&](std::string_view state) { return std::ranges::find(others, state) != others.end(); });
    }

    static bool is_states(std::string_view text) { return text.find_first_of(" !{") == text.npos; }

    // ---- tcp and udp

    std::size_t to_both_protocols(std::size_t first, Line& into) {
        constexpr std::string_view kTcp = "tcp ", kUdp = "udp ";
        if (first + 1 == chain_.lines.size()) return 1;
        const Line& next = chain_.lines[first + 1];
        if (!is_plain(next) || next.action != into.action || next.comment != into.comment ||
            next.conditions.size() != into.conditions.size())
            return 1;
        std::optional<std::size_t> found;
        for (std::size_t i = 0; i < into.conditions.size(); ++i) {
            const Clause& a = into.conditions[i];
            const Clause& b = next.conditions[i];
            if (a == b) continue;
            const bool both = (a.field.starts_with(kTcp) && b.field.starts_with(kUdp)) ||
                              (a.field.starts_with(kUdp) && b.field.starts_with(kTcp));
            const KeyField* field = find_key_field(a.field);
            if (found || !both || field == nullptr || find_key_field(b.field) == nullptr || a.value != b.value ||
                a.field.substr(kTcp.size()) != b.field.substr(kUdp.size()))
                return 1;
            found = i;
        }
        if (!found) return 1;
        Clause& port = into.conditions[*found];
        port.field = "th " + port.field.substr(kTcp.size());
        into.conditions.insert(into.conditions.begin() + static_cast<std::ptrdiff_t>(*found),
                               {"meta l4proto", "{ tcp, udp }"});
        return 2;
    }

    // ---- another verdict for each value

    std::size_t to_verdict_map(std::size_t first, Line& into) {
        if (!is_verdict(into)) return 1;
        const Run run = run_from(first, false, is_verdict);
        std::set<std::string_view> verdicts;
        for (const Line* line : run.lines())
            verdicts.insert(line->action);
        if (run.lines().size() == 1 || verdicts.size() == 1 || run.key_count() < kFewEntries) return 1;
        std::vector<std::string> entries;
        for (std::size_t i = 0; i < run.lines().size(); ++i) {
            for (const KeyElement& key : run.keys()[i])
                entries.push_back(fmt::format("{} : {}", key.text, run.lines()[i]->action));
        }
        into.action = fmt::format("{} vmap {{ {} }}", run.key_clause().field, fmt::join(entries, ", "));
        drop_clause(into, run.clause());
        return run.lines().size();
    }

    static void drop_clause(Line& line, std::size_t clause) {
        line.conditions.erase(line.conditions.begin() + static_cast<std::ptrdiff_t>(clause));
    }

    // ---- another address for each value

    // `dnat to 10.0.0.1` in its parts; only where the target is one address, or one and a port.
    struct Nat {
        std::string_view statement; // "dnat", "dnat ip"
        std::string address, port;
    };

    std::optional<Nat> nat_of(const Line& line) const {
        constexpr std::string_view kTo = " to ";
        const std::string_view action = line.action;
        const auto to = action.find(kTo);
        const std::string_view statement = action.substr(0, to);
        if (to == action.npos || (first_word(statement) != "dnat" && first_word(statement) != "snat"))
            return std::nullopt;
        const std::string_view target = action.substr(to + kTo.size());
        if (target.find_first_of(" -/[") != target.npos) return std::nullopt;
        const auto colon = target.find(':');
        if (colon != target.rfind(':')) return Nat{statement, std::string(target), ""}; // IPv6, without a port
        if (colon == target.npos) return Nat{statement, std::string(target), ""};
        if (colon == 0) return std::nullopt;
        return Nat{statement, std::string(target.substr(0, colon)), std::string(target.substr(colon + 1))};
    }

    std::size_t to_address_map(std::size_t first, Line& into) {
        const auto nat = nat_of(into);
        if (!nat) return 1;
        const Run run = run_from(first, false, [&](const Line& line) {
            const auto other = nat_of(line);
            return other && other->statement == nat->statement && other->port.empty() == nat->port.empty();
        });
        if (run.lines().size() == 1) return 1;
        std::vector<std::string> entries;
        for (std::size_t i = 0; i < run.lines().size(); ++i) {
            const Nat target = *nat_of(*run.lines()[i]);
            for (const KeyElement& key : run.keys()[i])
                entries.push_back(fmt::format("{} : {}{}{}", key.text, target.address,
                                              target.port.empty() ? "" : " . ", target.port));
        }
        // With ports the data are two values, and nft wants the family said.
        const std::string statement = !nat->port.empty() && nat->statement.find(' ') == nat->statement.npos
                                          ? fmt::format("{} ip", nat->statement)
                                          : std::string(nat->statement);
        into.action =
            fmt::format("{} to {} map {{ {} }}", statement, run.key_clause().field, fmt::join(entries, ", "));
        drop_clause(into, run.clause());
        return run.lines().size();
    }

    // ---- sets with a name

    void name_large_sets() {
        for (Line& line : chain_.lines) {
            if (!line.remark.empty()) continue;
            for (Clause& clause : line.conditions)
                name_set(clause, line.span);
        }
    }

    void name_set(Clause& clause, Span span) {
        const KeyField* field = find_key_field(clause.field);
        if (field == nullptr || field->type.empty() || !clause.value.starts_with('{')) return;
        const auto elements = elements_of(*field, clause.value);
        if (!elements || elements->size() <= kManyElements) return;
        std::vector<std::string> lines{fmt::format("type {}", field->type)};
        if (!std::ranges::all_of(*elements, &KeyElement::single)) lines.emplace_back("flags interval");
        for (std::size_t i = 0; i < elements->size(); ++i)
            lines.push_back(fmt::format("{}{}{}", i == 0 ? "elements = { " : "             ", (*elements)[i].text,
                                        i + 1 == elements->size() ? " }" : ","));
        const std::string_view word = clause.field;
        const std::string wanted = fmt::format("{}_{}", chain_.name, word.substr(word.find(' ') + 1));
        clause.value = "@" + table_.set_for(clause.text(), wanted, std::move(lines), span);
    }

    TableText& table_;
    ChainText& chain_;
};

} // namespace

void make_idiomatic(TableText& table) {
    for (ChainText& chain : table.chains)
        Folder(table, chain).fold();
}

} // namespace rulec::ipt
