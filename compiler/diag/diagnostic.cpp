// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/diag/diagnostic.h"

#include "compiler/diag/levels.h"
#include "compiler/support/check.h"

#include <algorithm>
#include <array>

namespace rulec::diag {
namespace {

using enum Severity;

constexpr auto kCodes = std::to_array<CodeInfo>({
#define RULEC_DIAGNOSTIC(name, id, severity, headline, explanation) {id, severity, headline, explanation},
#define RULEC_LINT(name, id, word, level, headline, explanation, example)                                            \
    {id, warning, headline, explanation, word, Level::level, example},
#include "compiler/diag/codes.def"
#undef RULEC_LINT
#undef RULEC_DIAGNOSTIC
});

} // namespace

const CodeInfo& info(Code code) {
    const auto index = static_cast<std::size_t>(code);
    RULEC_CHECK(index < kCodes.size(), "codes are enumerators of codes.def");
    return kCodes[index];
}

std::size_t code_count() {
    return kCodes.size();
}

bool Sink::wants(Code code) const {
    if (info(code).severity != Severity::warning) return true;
    return levels_ != nullptr ? levels_->of(code) != Level::off : !info(code).is_lint();
}

void Sink::report(Diagnostic diagnostic) {
    if (!wants(diagnostic.code)) return;
    if (diagnostic.severity == Severity::error && ++error_count_ > kMaxErrors) return;
    if (diagnostic.severity == Severity::warning && ++warning_counts_[diagnostic.code] > kMaxErrors) {
        ++unseen_warnings_;
        return;
    }
    diagnostics_.push_back(std::move(diagnostic));
}

void Sink::escalate(const Levels& levels) {
    for (Diagnostic& found : diagnostics_) {
        if (found.severity != Severity::warning || levels.of(found.code) != Level::error) continue;
        found.severity = Severity::error;
        ++error_count_;
    }
}

std::vector<Diagnostic> Sink::in_source_order() const {
    std::vector<Diagnostic> sorted = diagnostics_;
    // FileId::none is the largest id; one more makes it the smallest.
    const auto place = [](const Diagnostic& diagnostic) {
        const Span span = diagnostic.primary.span;
        return std::pair(static_cast<std::uint32_t>(span.file) + 1, span.begin);
    };
    std::stable_sort(sorted.begin(), sorted.end(),
                     [&](const Diagnostic& a, const Diagnostic& b) { return place(a) < place(b); });
    return sorted;
}

} // namespace rulec::diag
