// SPDX-License-Identifier: GPL-2.0-or-later
// Variables that nothing uses. Files that only define are libraries: others may use what this ruleset does not. So
// may files that an `include` with a pattern finds elsewhere.
#include "compiler/sema/session.h"

#include <algorithm>
#include <unordered_set>

namespace rulec::sema {
namespace {

std::string_view name_of(const Session& session, const Binding& binding) {
    return session.sources.text(binding.span);
}

// A name that gets a second value is used if one of its values is: the first may be a default.
std::unordered_set<std::string_view> used_names(const Session& session) {
    std::unordered_set<std::string_view> names;
    for (const BindingPtr& binding : session.defines) {
        if (binding->used) names.insert(name_of(session, *binding));
    }
    return names;
}

} // namespace

void check_defines(Session& session) {
    if (session.open_ended || session.defines.empty()) return;
    const std::unordered_set<FileId> acting(session.acting_files.begin(), session.acting_files.end());
    const auto used = used_names(session);
    for (const BindingPtr& binding : session.defines) {
        const std::string_view name = name_of(session, *binding);
        if (used.contains(name) || !acting.contains(binding->span.file)) continue;
        session.sink.report(diag::make(diag::Code::kUnusedDefine, binding->span, name));
    }
}

} // namespace rulec::sema
