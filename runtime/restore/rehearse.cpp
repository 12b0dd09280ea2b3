// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/restore/rehearse.h"

#include "runtime/restore/lines.h"
#include "runtime/restore/part.h"

#include <cerrno>
#include <cstring>
#include <system_error>
#include <thread>

#include <fmt/format.h>
#include <sched.h>

namespace rulec::restore {
namespace {

// A namespace belongs to a thread and to what it starts.
template <class Function>
Result<Rehearsal> in_new_namespace(Function function) {
    Result<Rehearsal> result;
    const auto body = [&] {
        if (::unshare(CLONE_NEWNET) == 0) {
            result = function();
        } else if (errno == EPERM) {
            result = Rehearsal{.happened = false, .blame = {}, .printed = {}, .sets = {}};
        } else {
            result = system_error(errno, fmt::format("cannot make a network namespace: {}", std::strerror(errno)));
        }
    };
    try {
        std::thread(body).join();
    } catch (const std::system_error& failure) {
        return system_error(failure.code().value(), fmt::format("cannot start a thread: {}", failure.what()));
    }
    return result;
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty())
        lines.push_back(take_line(text));
    return lines;
}

// A rule in a chain of rulec's. Others are there to be led to those.
bool is_own_rule(std::string_view line) {
    constexpr std::string_view kAppend = "-A ";
    return line.starts_with(kAppend) && is_ours(line.substr(kAppend.size()));
}

class Search {
  public:
    Search(const Tools& tools, const ipt::RestoreText& text)
        : tools_(tools), text_(text), lines_(lines_of(text.text)) {
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            if (is_own_rule(lines_[i])) rules_.push_back(i);
        }
    }

    Result<Blame> blame(const Refusal& refusal) {
        if (refusal.line && *refusal.line - 1 < lines_.size() && is_own_rule(lines_[*refusal.line - 1]))
            return at(*refusal.line - 1, refusal.reason);
        // The kernel has no such table, for example.
        const auto fails_anyway = fails_with(0);
        if (!fails_anyway) return tl::unexpected(fails_anyway.error());
        if (*fails_anyway) return system_error(0, fmt::format("{}-restore: {}", tools_.name, refusal.reason));
        // Refused at the end, when the kernel was given everything: the first rule without which it would do.
        std::size_t good = 0, bad = rules_.size();
        while (bad - good > 1) {
            const std::size_t middle = good + (bad - good) / 2;
            const auto fails = fails_with(middle);
            if (!fails) return tl::unexpected(fails.error());
            (*fails ? bad : good) = middle;
        }
        return at(rules_[bad - 1], refusal.reason);
    }

  private:
    Blame at(std::size_t line, const std::string& reason) const {
        return {text_.lines[line], tools_.name + "-restore", std::string(lines_[line]), reason};
    }

    // With the first `count` rules only.
    Result<bool> fails_with(std::size_t count) {
        std::string part;
        std::size_t next = 0;
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            const bool is_rule = next < rules_.size() && rules_[next] == i;
            if (is_rule && next++ >= count) continue;
            part += lines_[i];
            part += '\n';
        }
        const auto done = run_restore(tools_, part, Keep::no, Commit::yes);
        if (!done) return tl::unexpected(done.error());
        return done->exit_code != 0;
    }

    const Tools& tools_;
    const ipt::RestoreText& text_;
    std::vector<std::string_view> lines_;
    std::vector<std::size_t> rules_; // indexes of lines
};

// Each of these leaves a blame if it fails.
Result<void> load_sets(const Ipset& ipset, const WantedSets& sets, Rehearsal& rehearsal) {
    const auto errors = ipset.restore(sets.text().text);
    if (!errors) return tl::unexpected(errors.error());
    if (!errors->empty()) {
        const Refusal refusal = refusal_in(*errors);
        const std::size_t line = refusal.line.value_or(0) - 1;
        const auto lines = lines_of(sets.text().text);
        const bool known = line < lines.size();
        rehearsal.blame = {known ? sets.text().lines[line] : Span{}, "ipset",
                           known ? std::string(lines[line]) : std::string(), refusal.reason};
        return {};
    }
    auto live = ipset.live();
    if (!live) return tl::unexpected(live.error());
    rehearsal.sets = std::move(*live);
    return {};
}

Result<void> load_rules(const Role& role, Rehearsal& rehearsal) {
    const auto done = run_restore(role.tools, role.text.text, Keep::no, Commit::yes);
    if (!done) return tl::unexpected(done.error());
    if (done->exit_code != 0) {
        const Refusal refusal = refusal_of(*done);
        if (done->ended_by_signal())
            return system_error(0, fmt::format("{}-restore: {}", role.tools.name, refusal.reason));
        auto blame = Search(role.tools, role.text).blame(refusal);
        if (!blame) return tl::unexpected(blame.error());
        rehearsal.blame = std::move(*blame);
        return {};
    }
    auto printed = live_state(role.tools);
    if (!printed) return tl::unexpected(printed.error());
    rehearsal.printed.push_back(std::move(*printed));
    return {};
}

} // namespace

Result<Rehearsal> rehearse(const std::vector<Role>& roles, const Ipset* ipset, const WantedSets& sets) {
    return in_new_namespace([&]() -> Result<Rehearsal> {
        Rehearsal rehearsal;
        if (ipset != nullptr) {
            if (auto loaded = load_sets(*ipset, sets, rehearsal); !loaded) return tl::unexpected(loaded.error());
        }
        for (const Role& role : roles) {
            if (rehearsal.blame) break;
            if (auto loaded = load_rules(role, rehearsal); !loaded) return tl::unexpected(loaded.error());
        }
        return rehearsal;
    });
}

} // namespace rulec::restore
