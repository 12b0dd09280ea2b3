// SPDX-License-Identifier: GPL-2.0-or-later
#include "runtime/cli/fix.h"

#include "compiler/diag/apply_fixes.h"

#include <algorithm>

namespace rulec::cli {
namespace {

using diag::Diagnostic;

constexpr int kMostRounds = 20; // a sink keeps 200 findings of a kind, so files with more need several

// Warnings that the user wants to be errors break nothing.
std::size_t count_errors(const std::vector<Diagnostic>& found) {
    return static_cast<std::size_t>(std::ranges::count_if(
        found, [](const Diagnostic& diagnostic) { return info(diagnostic.code).severity == diag::Severity::error; }));
}

// The first error of a text that had fewer before.
std::string first_error(const std::vector<Diagnostic>& found) {
    const auto error = std::ranges::find_if(
        found, [](const Diagnostic& diagnostic) { return info(diagnostic.code).severity == diag::Severity::error; });
    return error == found.end() ? "" : error->message;
}

} // namespace

Fixed fix(const SourceManager& sources, FileId file, std::vector<Diagnostic> found, const Checker& check) {
    Fixed fixed;
    fixed.text = sources.text(file);
    FileId id = file;
    for (int round = 0; round < kMostRounds; ++round) {
        const diag::FixedText next = apply_fixes(fixed.text, id, found);
        fixed.elsewhere = next.elsewhere;
        if (next.applied == 0) return fixed;
        SourceManager again;
        id = again.add(sources.name(file), next.text);
        const std::size_t errors_before = count_errors(found);
        found = check(again, id);
        if (count_errors(found) > errors_before) {
            return {.text = std::string(sources.text(file)), .broken_by = first_error(found)};
        }
        fixed.text = next.text;
        fixed.applied += next.applied;
    }
    fixed.settled = false;
    return fixed;
}

} // namespace rulec::cli
