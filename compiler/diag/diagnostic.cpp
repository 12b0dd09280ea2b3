// SPDX-License-Identifier: GPL-2.0-or-later
#include "compiler/diag/diagnostic.h"

#include "compiler/diag/levels.h"
#include "compiler/support/check.h"
#include "compiler/support/suggest.h"

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

bool Diagnostic::suggest(std::string_view word, std::span<const std::string_view> known) {
    const auto meant = nearest(word, known);
    if (meant) std::move(*this).did_you_mean(*meant);
    return meant.has_value();
}

bool Diagnostic::suggest_in_words(std::string_view word, std::span<const std::string_view> known) {
    const auto meant = nearest(word, known);
    if (meant) helps.push_back(fmt::format("did you mean `{}`?", *meant));
    return meant.has_value();
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

Diagnostic* Sink::same_before(std::size_t index) {
    const Diagnostic& found = diagnostics_[index];
    for (std::size_t i = 0; i < index; ++i) {
        Diagnostic& other = diagnostics_[i];
        if (other.code == found.code && other.primary.span == found.primary.span && other.message == found.message)
            return &other;
    }
    return nullptr;
}

void Sink::forget(std::size_t index) {
    error_count_ -= diagnostics_[index].severity == Severity::error ? 1 : 0;
    diagnostics_.erase(diagnostics_.begin() + static_cast<std::ptrdiff_t>(index));
}

void Sink::used_at(std::size_t first, Span use) {
    constexpr std::size_t kMostUses = 3; // more of them would hide the mistake
    for (std::size_t i = first; i < diagnostics_.size();) {
        Diagnostic* before = same_before(i);
        Diagnostic& told = before != nullptr ? *before : diagnostics_[i];
        const Span place = told.primary.span;
        const bool inside = place.file == use.file && use.begin <= place.begin && place.end <= use.end;
        if (!inside && place.known() && told.secondary.size() < kMostUses)
            told.secondary.push_back({use, "used here"});
        if (before != nullptr)
            forget(i);
        else
            ++i;
    }
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
