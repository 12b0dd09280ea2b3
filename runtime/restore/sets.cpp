// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/restore/sets.h"

#include "runtime/restore/lines.h"
#include "runtime/restore/state.h"
#include "runtime/restore/tools.h"

#include <cerrno>

#include <fmt/format.h>

namespace rulec::restore {
namespace {

std::string lines_for(std::string_view command, const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names)
        text += fmt::format("{} {}\n", command, name);
    return text;
}

} // namespace

Result<Ipset> Ipset::find(std::chrono::seconds limit) {
    auto path = process::find_program("ipset");
    if (!path) return system_error(ENOENT, "ipset is not installed");
    return Ipset(std::move(*path), limit);
}

Result<process::Finished> Ipset::run(std::vector<std::string> words, std::string_view input) const {
    words.insert(words.begin(), path_);
    return process::run(words, input, limit_);
}

Result<SavedSets> Ipset::live() const {
    const auto names = run({"list", "-n"});
    if (!names) return tl::unexpected(names.error());
    if (names->exit_code != 0) return system_error(0, fmt::format("ipset: {}", refusal_in(names->errors).reason));
    std::vector<std::string> ours;
    for (std::string_view rest = names->output; !rest.empty();) {
        const std::string_view name = take_line(rest);
        if (is_ours(name)) ours.emplace_back(name);
    }
    auto together = saved_together(ours);
    if (!together) return tl::unexpected(together.error());
    if (*together) return std::move(**together);
    SavedSets sets;
    for (const std::string& name : ours) {
        const auto saved = run({"save", name});
        if (!saved) return tl::unexpected(saved.error());
        if (saved->exit_code == 0) sets.emplace(name, read_saved_set(saved->output)); // else it is gone meanwhile
    }
    return sets;
}

// By one program, since there may be thousands. Nothing: one of them is gone meanwhile.
Result<std::optional<SavedSets>> Ipset::saved_together(const std::vector<std::string>& names) const {
    if (names.empty()) return SavedSets{};
    const auto saved = run({"restore"}, lines_for("save", names));
    if (!saved) return tl::unexpected(saved.error());
    if (saved->exit_code != 0) return std::nullopt;
    SavedSets sets;
    std::string_view rest = saved->output;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::string next = i + 1 < names.size() ? fmt::format("\ncreate {} ", names[i + 1]) : std::string();
        const std::size_t end = next.empty() ? rest.size() : rest.find(next);
        if (end == rest.npos || !rest.starts_with(fmt::format("create {} ", names[i]))) return std::nullopt;
        sets.emplace(names[i], read_saved_set(rest.substr(0, end)));
        rest.remove_prefix(std::min(rest.size(), end + 1));
    }
    return sets;
}

Result<std::string> Ipset::restore(std::string_view text) const {
    if (text.empty()) return std::string();
    auto done = run({"restore"}, text);
    if (!done) return tl::unexpected(done.error());
    if (done->exit_code == 0) return std::string();
    return done->errors.empty() ? refusal_of(*done).reason : std::move(done->errors);
}

Result<std::vector<std::string>> Ipset::destroy(const std::vector<std::string>& names) const {
    std::vector<std::string> left;
    if (names.empty()) return left;
    const auto all = run({"restore"}, lines_for("destroy", names));
    if (!all) return tl::unexpected(all.error());
    if (all->exit_code == 0) return left;
    for (const std::string& name : names) { // it stops at the first that cannot go
        const auto done = run({"destroy", name});
        if (!done) return tl::unexpected(done.error());
        if (done->exit_code != 0 && done->errors.find("in use") != std::string::npos) left.push_back(name);
    }
    return left;
}

namespace {

// Takes back what `add` and `swap` did, as far as they came. Messages of the step that failed; empty: none.
Result<std::string> take_back(const Ipset& ipset, const SetPlan& plan) {
    auto failure = ipset.restore(plan.remove);
    if (!failure || plan.swaps.empty()) return failure;
    const auto live = ipset.live();
    if (!live) return tl::unexpected(live.error());
    auto swapped = ipset.restore(swap_back(plan, *live));
    return swapped && swapped->empty() ? failure : swapped;
}

tl::unexpected<SystemError> half_applied(const SystemError& error) {
    return system_error(error.code,
                        fmt::format("half applied, and the sets could not be taken back: {}", error.what));
}

std::vector<std::string> asides(const SetPlan& plan) {
    std::vector<std::string> names;
    for (const Swap& swap : plan.swaps)
        names.push_back(swap.aside);
    return names;
}

Result<void> destroy_new(const Ipset& ipset, const SetPlan& plan) {
    for (const auto& names : {asides(plan), plan.made}) {
        if (const auto gone = ipset.destroy(names); !gone) return tl::unexpected(gone.error());
    }
    return {};
}

} // namespace

Result<std::string> change_sets(const Ipset& ipset, const SetPlan& plan) {
    auto failure = ipset.restore(plan.fill);
    if (failure && failure->empty()) {
        failure = ipset.restore(plan.swap);
        if (failure && failure->empty()) failure = ipset.restore(plan.add);
        if (failure && failure->empty()) return failure;
        const auto back = take_back(ipset, plan);
        if (!back) return half_applied(back.error());
    }
    if (const auto gone = destroy_new(ipset, plan); !gone) return half_applied(gone.error());
    if (!failure) failure.error().what += "; the tables are as they were";
    return failure;
}

Result<void> undo_sets(const Ipset& ipset, const SetPlan& plan) {
    const auto back = take_back(ipset, plan);
    if (!back) return half_applied(back.error());
    if (!back->empty()) return half_applied({0, refusal_in(*back).reason});
    return destroy_new(ipset, plan);
}

Result<std::vector<std::string>> finish_sets(const Ipset& ipset, const SetPlan& plan) {
    if (auto gone = ipset.destroy(asides(plan)); !gone) return gone;
    return ipset.destroy(plan.stale);
}

} // namespace rulec::restore
