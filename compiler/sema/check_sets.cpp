// SPDX-License-Identifier: GPL-2.0-or-later
// Sets that the kernel has no kind for, and statements on elements: what a set declares, its elements must have, and
// rules that add some. At the end of the file, because a set may be declared in several pieces, and rules mark the
// sets that they fill as dynamic.
#include "compiler/sema/session.h"

#include <algorithm>

namespace rulec::sema {
namespace {

using diag::Code;
using model::Set;
using model::SetUpdate;
using model::Stateful;

using Statements = std::vector<Stateful>;

// At the index of the alternative of Stateful.
constexpr std::string_view kNames[] = {"counter", "limit", "quota", "ct count", "last"};
static_assert(std::size(kNames) == std::variant_size_v<Stateful>);

std::string names(const Statements& statements) {
    std::string text;
    for (const Stateful& statement : statements)
        text += fmt::format("{}`{}`", text.empty() ? "" : " and ", kNames[statement.index()]);
    return text.empty() ? "no statements" : text;
}

bool same_kinds(const Statements& a, const Statements& b) {
    return std::ranges::equal(a, b, {}, &Stateful::index, &Stateful::index);
}

bool counts_connections(const Statements& statements) {
    return std::ranges::any_of(statements,
                               [](const Stateful& one) { return std::holds_alternative<model::CtCount>(one); });
}

// What is impossible about a set; empty if nothing. Linux 6.18, nft_set_*.c and nf_tables_newset(), by its answers.
std::string_view impossible(const Set& set) {
    constexpr std::uint32_t kMostData = 64; // NFT_DATA_VALUE_MAXLEN
    if (set.is_interval && set.is_dynamic) return "ranges and elements from packets do not go together";
    if (set.is_constant && set.has_timeout) return "elements of a constant set cannot time out";
    if (set.data_kind == model::SetData::object && set.is_dynamic) return "packets cannot add named objects";
    if (set.auto_merge && !set.is_interval) return "`auto-merge` is for sets with `flags interval`";
    if (counts_connections(set.stateful) && set.has_timeout) return "`ct count` and timeouts do not go together";
    if (model::key_byte_len(set.data) > kMostData) return "data of more than 64 octets do not fit the kernel";
    return {};
}

class Checker {
  public:
    Checker(const model::Table& table, diag::Sink& sink) : table_(table), sink_(sink) {
        wrong_.assign(table_.sets.size(), false);
    }

    void run() {
        for (const model::Chain& chain : table_.chains) {
            for (const model::Rule& rule : chain.rules)
                check_rule(rule);
        }
        for (std::size_t i = 0; i < table_.sets.size(); ++i) {
            const Set& set = table_.sets[i];
            if (set.anonymous)
                check_anonymous(set);
            else if (!wrong_[i])
                check_declared(set);
        }
    }

  private:
    void refuse(Span span, std::string_view why) { sink_.report(diag::make(Code::kBadOption, span, why)); }

    void check_declared(const Set& set) {
        if (const auto why = impossible(set); !why.empty()) return refuse(set.span, why);
        const bool any = set.is_dynamic && set.stateful.empty();
        for (const model::ElementExtra& extra : set.elements.extras) {
            if (!any && !extra.stateful.empty() && !same_kinds(extra.stateful, set.stateful))
                return differs(set, extra.stateful, set.elements.spans[extra.index]);
        }
    }

    void check_anonymous(const Set& set) {
        for (const model::ElementExtra& extra : set.elements.extras) {
            if (counts_connections(extra.stateful))
                return refuse(set.elements.spans[extra.index], "`ct count` needs a named set or a meter");
        }
    }

    void check_rule(const model::Rule& rule) {
        for (const model::Statement& statement : rule.statements) {
            const auto* action = std::get_if<model::Action>(&statement.node);
            const auto* update = action != nullptr ? std::get_if<SetUpdate>(action) : nullptr;
            if (update != nullptr) check_update(*update, statement.span);
        }
    }

    // A rule may leave the statements to the set, and add any to a set that has none.
    void check_update(const SetUpdate& update, Span span) {
        const Set& set = table_.sets[update.set];
        wrong_[update.set] = true;
        if (set.is_interval) {
            sink_.report(diag::make(Code::kBadOption, span, "packets cannot change a set with `flags interval`")
                             .also(set.span, "declared here"));
        } else if (update.timeout_ms && !set.has_timeout) {
            sink_.report(diag::make(Code::kNeedsTimeoutFlag, span, set.name).also(set.span, "declared here"));
        } else if (counts_connections(update.stateful) && set.has_timeout) {
            refuse(span, "`ct count` and timeouts do not go together");
        } else if (!update.stateful.empty() && !set.stateful.empty() && !same_kinds(update.stateful, set.stateful)) {
            differs(set, update.stateful, span);
        } else {
            wrong_[update.set] = false;
        }
    }

    void differs(const Set& set, const Statements& found, Span span) {
        auto diagnostic = diag::make(Code::kElementStatements, span, set.name, names(set.stateful), names(found))
                              .also(set.span, "declared here");
        if (!set.stateful.empty()) return sink_.report(std::move(diagnostic));
        sink_.report(
            std::move(diagnostic).help(fmt::format("say {} in a line of the set's block as well", names(found))));
    }

    const model::Table& table_;
    diag::Sink& sink_;
    std::vector<bool> wrong_; // by set: a rule that fills it was refused
};

} // namespace

void check_sets(Session& session) {
    for (const auto& table : session.tables)
        Checker(table->table, session.sink).run();
}

} // namespace rulec::sema
