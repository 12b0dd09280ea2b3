// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/restore/sets.h"

#include "runtime/process/run.h"
#include "runtime/restore/state.h"
#include "runtime/restore/tools.h"

#include <cerrno>

#include <fmt/format.h>

namespace rulec::restore {

Result<Ipset> Ipset::find() {
    auto path = process::find_program("ipset");
    if (!path) return system_error(ENOENT, "ipset is not installed");
    return Ipset(std::move(*path));
}

Result<SavedSets> Ipset::live() const {
    const auto names = process::run({path_, "list", "-n"}, "");
    if (!names) return tl::unexpected(names.error());
    if (names->exit_code != 0) return system_error(0, fmt::format("ipset: {}", refusal_in(names->errors).reason));
    SavedSets sets;
    for (std::string_view rest = names->output; !rest.empty();) {
        const std::string name(rest.substr(0, rest.find('\n')));
        rest.remove_prefix(std::min(rest.size(), name.size() + 1));
        if (!is_ours(name)) continue;
        const auto saved = process::run({path_, "save", name}, "");
        if (!saved) return tl::unexpected(saved.error());
        if (saved->exit_code == 0) sets.emplace(name, read_saved_set(saved->output)); // else it is gone meanwhile
    }
    return sets;
}

Result<std::string> Ipset::restore(std::string_view text) const {
    if (text.empty()) return std::string();
    auto done = process::run({path_, "restore"}, text);
    if (!done) return tl::unexpected(done.error());
    return done->exit_code == 0 ? std::string() : std::move(done->errors);
}

Result<void> Ipset::destroy(const std::vector<std::string>& names) const {
    for (const std::string& name : names) {
        const auto done = process::run({path_, "destroy", name}, "");
        if (!done) return tl::unexpected(done.error());
    }
    return {};
}

Result<std::string> change_sets(const Ipset& ipset, const SetPlan& plan) {
    auto filled = ipset.restore(plan.fill);
    if (filled && filled->empty()) {
        filled = ipset.restore(plan.swap);
        if (filled && filled->empty()) filled = ipset.restore(plan.add);
        if (filled && filled->empty()) return filled;
        // Of several swaps some may have been done; the rest of the inverse fails, and nothing is worse for it.
        if (const auto back = ipset.restore(plan.swap); !back) return tl::unexpected(back.error());
    }
    if (const auto gone = ipset.destroy(plan.aside); !gone) return tl::unexpected(gone.error());
    if (const auto gone = ipset.destroy(plan.made); !gone) return tl::unexpected(gone.error());
    return filled;
}

Result<void> undo_sets(const Ipset& ipset, const SetPlan& plan) {
    const auto back = ipset.restore(plan.swap);
    if (!back) return tl::unexpected(back.error());
    if (!back->empty()) return system_error(0, fmt::format("half applied: {}", refusal_in(*back).reason));
    if (auto gone = ipset.destroy(plan.aside); !gone) return gone;
    return ipset.destroy(plan.made);
}

Result<void> finish_sets(const Ipset& ipset, const SetPlan& plan) {
    if (auto gone = ipset.destroy(plan.aside); !gone) return gone;
    return ipset.destroy(plan.stale);
}

} // namespace rulec::restore
