// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/restore/apply.h"

#include "backend/iptables/emit.h"
#include "runtime/restore/lock.h"
#include "runtime/restore/part.h"
#include "runtime/restore/rehearse.h"
#include "runtime/restore/sets.h"
#include "runtime/stages/stage.h"

#include <algorithm>
#include <cerrno>
#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace rulec::restore {
namespace {

constexpr int kMaxAttempts = 5;
constexpr std::size_t kMaxNamed = 8; // strangers in a message

diag::Diagnostic refused(const Blame& blame) {
    // Of x_tables the kernel says no more than that it failed.
    const bool without_reason = blame.reason.empty() || blame.reason.ends_with(" failed");
    auto made = diag::make(diag::Code::kRestoreRefused, blame.span, blame.program,
                           without_reason ? "the kernel would not have it" : blame.reason);
    if (!blame.line.empty()) std::move(made).note(fmt::format("written as `{}`", blame.line));
    if (without_reason) std::move(made).help("the kernel's log (`dmesg`) may say why");
    return std::move(made).note("nothing was changed");
}

class Application {
  public:
    Application(const std::vector<ipt::Ruleset>& rulesets, const ipset::Sets& sets, const Options& options,
                diag::Sink& sink)
        : options_(options), sink_(sink), sets_(sets, rulesets) {}

    Result<Outcome> run(const std::vector<ipt::Ruleset>& rulesets) {
        auto outcome = attempt_all(rulesets);
        if (!outcome && outcome.error().code == ETIMEDOUT && !writing_)
            outcome.error().what += "; nothing was changed";
        if (!outcome && was_unfinished_) outcome.error().what += "; an earlier run did not finish writing them";
        return outcome;
    }

  private:
    Result<Outcome> attempt_all(const std::vector<ipt::Ruleset>& rulesets) {
        if (auto cast = cast_parts(rulesets); !cast) return tl::unexpected(cast.error());
        if (auto rehearsed = rehearse_all(); !rehearsed) return tl::unexpected(rehearsed.error());
        if (sink_.failed()) return Outcome{};
        if (auto warned = warn_of_the_other_kind(); !warned) return tl::unexpected(warned.error());
        if (auto locked = lock(); !locked) return tl::unexpected(locked.error());
        for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
            writing_ = false;
            if (auto planned = plan(); !planned) return tl::unexpected(planned.error());
            if (sink_.failed()) return Outcome{};
            const auto attempted = options_.dry_run ? Result<Attempt>(Attempt{}) : commit();
            if (!attempted) return tl::unexpected(attempted.error());
            if (attempted->failure.empty()) return outcome();
            if (!attempted->moved)
                return system_error(0, fmt::format("{}; the tables are as they were", attempted->failure));
        }
        return system_error(0, "others change the tables faster than they can be written");
    }

    // ---- before anything is changed

    Result<void> cast_parts(const std::vector<ipt::Ruleset>& rulesets) {
        for (const ipt::Ruleset& ruleset : rulesets) {
            auto tools = find_tools(options_.kind, ruleset.family, options_.limit);
            if (!tools && !ruleset.tables.empty()) return tl::unexpected(tools.error());
            if (!tools) continue; // nothing to write, and nothing there to take away
            parts_.push_back({.family = ruleset.family,
                              .tools = std::move(*tools),
                              .scope = options_.flush_ruleset ? Scope::all : Scope::own,
                              .text = ipt::emit(ruleset),
                              .wanted = state_of(ruleset),
                              .printed = {},
                              .before = {},
                              .plan = {}});
        }
        auto ipset = Ipset::find(options_.limit);
        if (!ipset && !sets_.sets().empty()) return tl::unexpected(ipset.error());
        if (ipset) ipset_ = std::move(*ipset);
        return {};
    }

    Result<void> rehearse_all() {
        const Stage stage("rehearsal");
        std::vector<Role> roles;
        for (const Part& part : parts_)
            roles.push_back({part.tools, part.text});
        auto rehearsal = rehearse(roles, sets_.sets().empty() ? nullptr : &*ipset_, sets_);
        if (!rehearsal) return tl::unexpected(rehearsal.error());
        if (rehearsal->blame) sink_.report(refused(*rehearsal->blame));
        if (!rehearsal->happened && options_.dry_run)
            return system_error(EPERM, "a dry run needs a network namespace, which this process may not make");
        if (rehearsal->blame || !rehearsal->happened) return {};
        for (std::size_t i = 0; i < parts_.size(); ++i)
            parts_[i].printed = std::move(rehearsal->printed[i]);
        printed_sets_ = std::move(rehearsal->sets);
        return {};
    }

    // Packets meet the rules of both kinds.
    Result<void> warn_of_the_other_kind() {
        for (const Part& part : parts_) {
            const auto other = other_kind(part.tools, part.family);
            if (!other) return tl::unexpected(other.error());
            if (!*other) continue;
            // A kernel that has nothing for the other kind has no rules of it.
            const auto live = live_state(**other);
            if (!live || std::ranges::none_of(live->tables, does_anything)) continue;
            auto warning = diag::make(diag::Code::kOtherKindOfIptables, Span{}, (*other)->name)
                               .note("packets meet them besides those written now");
            if (std::ranges::any_of(live->tables, has_own_chains))
                warning.helps.push_back("to remove those of rulec, apply an empty file through the other kind");
            sink_.report(std::move(warning));
        }
        return {};
    }

    Result<void> lock() {
        if (options_.dry_run) return {};
        auto taken = Lock::take(options_.limit);
        if (!taken) return tl::unexpected(taken.error());
        lock_.emplace(std::move(*taken));
        was_unfinished_ = lock_->says_unfinished();
        return {};
    }

    Result<void> plan() {
        const Stage stage("plan");
        std::vector<std::string> others;
        for (Part& part : parts_) {
            auto live = live_state(part.tools);
            if (!live) return tl::unexpected(live.error());
            part.before = std::move(*live);
            part.plan = plan_of(part);
            if (const std::string obstacle = obstacle_of(part); !obstacle.empty())
                return system_error(0, fmt::format("{}; nothing was changed", obstacle));
            for (const std::string& stranger : strangers(part.before))
                others.push_back(fmt::format("{} ({})", stranger, family_word(part.family)));
        }
        if (options_.flush_ruleset && !others.empty()) {
            if (!options_.prune)
                refuse_to_remove(std::move(others));
            else if (auto safe = try_to_put_back(); !safe)
                return safe;
        }
        return plan_of_sets();
    }

    // iptables-save prints rules that iptables-restore cannot read, those with a line end in a comment for example.
    Result<void> try_to_put_back() const {
        for (const Part& part : parts_) {
            const auto failure = write(part, make_plan(State{}, part.before, &part.before, Scope::all), Commit::no);
            if (!failure) return tl::unexpected(failure.error());
            if (!failure->empty())
                return system_error(
                    0, fmt::format("what --prune removes could not be put back if a later step failed: {}; "
                                   "nothing was changed",
                                   *failure));
        }
        return {};
    }

    // Why iptables cannot do what is planned; empty: it can. What iptables-nft-save leaves out would be written again
    // each time, or be said to be gone.
    std::string obstacle_of(const Part& part) const {
        const State& live = part.before;
        const std::string_view family = part.family == ipt::Family::ipv4 ? "ip" : "ip6";
        for (const std::string& table : live.hidden_tables) {
            if (!options_.flush_ruleset && part.wanted.find(table) == nullptr) continue;
            return fmt::format(
                "{0} cannot read its table {1}, since nft has put other rules into it (see `nft list table {2} {1}`)",
                part.tools.name, table, family);
        }
        if (options_.flush_ruleset && !live.hidden_base_chains.empty())
            return fmt::format(
                "`flush ruleset` cannot be done: {0} knows nothing of base chains that nft has put into its table "
                "{1} (see `nft list table {2} {1}`)",
                part.tools.name, live.hidden_base_chains.front(), family);
        if (part.plan.held.empty()) return {};
        return fmt::format("{}: {}", family_word(part.family), part.plan.held.front());
    }

    Result<void> plan_of_sets() {
        if (!ipset_) return {};
        const auto live = ipset_->live();
        if (!live && sets_.sets().empty()) { // a kernel without ipset has no sets
            ipset_.reset();
            return {};
        }
        if (!live) return tl::unexpected(live.error());
        set_plan_ = plan_sets(sets_, printed_sets_ ? &*printed_sets_ : nullptr, *live);
        if (const auto& refusal = set_plan_.refusal)
            sink_.report(
                diag::make(diag::Code::kSetChangesType, refusal->span, refusal->set, refusal->would_be, refusal->is)
                    .note("nothing was changed")
                    .help("give the set another name: its rules change over to the new one at once"));
        return {};
    }

    void refuse_to_remove(std::vector<std::string> others) {
        if (const std::size_t count = others.size(); count > kMaxNamed) {
            others.resize(kMaxNamed);
            others.push_back(fmt::format("and {} more", count - kMaxNamed));
        }
        sink_.report(diag::make(diag::Code::kRulesOfOthers, options_.flush_span)
                         .note(fmt::format("not made by rulec: {}", fmt::join(others, ", ")))
                         .note("nothing was changed")
                         .help("apply with --prune to remove them, or leave out `flush ruleset` to keep them"));
    }

    // ---- changing

    struct Attempt {
        std::string failure; // empty: none
        bool moved = false;  // somebody else changed the tables meanwhile
    };

    // If it fails, all is as it was. A run that is killed meanwhile leaves a note for the next one.
    Result<Attempt> commit() {
        lock_->say_unfinished(true);
        auto attempt = commit_all();
        const bool whole = attempt && attempt->failure.empty();
        if (!half_applied_) lock_->say_unfinished(was_unfinished_ && !whole);
        return attempt;
    }

    // Sets come before the rules that look at them.
    Result<Attempt> commit_all() {
        const Stage stage("write");
        process::hold_signals();
        writing_ = true;
        if (ipset_) {
            auto failure = change_sets(*ipset_, set_plan_);
            half_applied_ = !failure; // it may be
            if (!failure) return tl::unexpected(failure.error());
            if (!failure->empty())
                return Attempt{.failure = fmt::format("ipset: {}", refusal_in(*failure).reason), .moved = false};
        }
        auto attempt = commit_rules();
        if (attempt && attempt->failure.empty()) return finish(std::move(*attempt));
        const auto undone = ipset_ ? undo_sets(*ipset_, set_plan_) : Result<void>();
        half_applied_ |= !undone;
        if (!undone)
            return system_error(undone.error().code,
                                fmt::format("{}; {}", what_failed(attempt), undone.error().what));
        if (!attempt && !half_applied_) attempt.error().what += "; the tables are as they were";
        return attempt;
    }

    Result<Attempt> finish(Attempt attempt) {
        if (!ipset_) return attempt;
        auto left = finish_sets(*ipset_, set_plan_);
        if (!left) return tl::unexpected(left.error());
        sets_left_ = std::move(*left);
        return attempt;
    }

    Result<Attempt> commit_rules() {
        // It asks about the live tables, which the rehearsal did not.
        for (const Part& part : parts_) {
            auto failure = write(part, part.plan, Commit::no);
            if (!failure || !failure->empty()) return failed(std::move(failure));
        }
        for (std::size_t i = 0; i < parts_.size(); ++i) {
            auto failure = write(parts_[i], parts_[i].plan, Commit::yes);
            if (failure && failure->empty()) failure = verify(parts_[i]);
            if (failure && failure->empty()) continue;
            auto attempt = failed(std::move(failure));
            const auto back = take_back(i);
            half_applied_ = !back;
            if (!back)
                return system_error(back.error().code,
                                    fmt::format("{}; {}", what_failed(attempt), back.error().what));
            return attempt;
        }
        return Attempt{};
    }

    Result<Attempt> failed(Result<std::string> failure) const {
        if (!failure) return tl::unexpected(failure.error());
        Attempt attempt{.failure = std::move(*failure), .moved = false};
        for (const Part& part : parts_) {
            const auto moved = has_moved(part);
            if (!moved) return tl::unexpected(moved.error());
            attempt.moved |= *moved;
        }
        return attempt;
    }

    static const std::string& what_failed(const Result<Attempt>& attempt) {
        return attempt ? attempt->failure : attempt.error().what;
    }

    // The families up to `last`. If one cannot be, the others nevertheless are.
    Result<void> take_back(std::size_t last) const {
        Result<void> result;
        for (std::size_t i = 0; i <= last; ++i) {
            const auto failure = restore::take_back(parts_[i]);
            if (failure && failure->empty()) continue;
            result = system_error(failure ? 0 : failure.error().code,
                                  fmt::format("half applied, and it could not be taken back: {}",
                                              failure ? *failure : failure.error().what));
        }
        return result;
    }

    Outcome outcome() const {
        Outcome outcome{
            .applied = true, .changes = set_plan_.changes, .sets_left = sets_left_, .mended = was_unfinished_};
        for (const Part& part : parts_) {
            for (const std::string& change : part.plan.changes)
                outcome.changes.push_back(fmt::format("{} ({})", change, family_word(part.family)));
        }
        return outcome;
    }

    const Options& options_;
    diag::Sink& sink_;
    std::vector<Part> parts_;
    std::optional<Ipset> ipset_; // if it is installed
    WantedSets sets_;
    std::optional<SavedSets> printed_sets_;
    SetPlan set_plan_;
    std::vector<std::string> sets_left_;
    std::optional<Lock> lock_; // none in a dry run
    bool was_unfinished_ = false;
    bool writing_ = false;
    bool half_applied_ = false;
};

} // namespace

Result<Outcome> apply(const std::vector<ipt::Ruleset>& rulesets, const ipset::Sets& sets, const Options& options,
                      diag::Sink& sink) {
    return Application(rulesets, sets, options, sink).run(rulesets);
}

} // namespace rulec::restore
