// SPDX-License-Identifier: GPL-2.0-or-later
// Diagnostic: what rulec tells the user about their input, as data. Texts of the headline come from the registry
// codes.def; rendering is somebody else's work (render_text.h, render_json.h). A Diagnostic is made whole by the
// pass that found the mistake and handed to a Sink.
#pragma once

#include "compiler/source/span.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace rulec::diag {

enum class Severity : std::uint8_t { error, warning, note };

// One enumerator a row of codes.def, k-prefixed name.
enum class Code : std::uint16_t {
#define RULEC_DIAGNOSTIC(name, id, severity, headline, explanation) name,
#define RULEC_LINT(name, id, word, level, headline, explanation, example) name,
#include "compiler/diag/codes.def"
#undef RULEC_LINT
#undef RULEC_DIAGNOSTIC
};

// What a user may turn a warning or a lint into.
enum class Level : std::uint8_t { off, warning, error };

struct CodeInfo {
    std::string_view id; // "E0102": stable for ever
    Severity severity;
    std::string_view headline;    // fmt format string
    std::string_view explanation; // for `rulec explain`; Markdown
    // Lints only, that is, findings in rulesets that the kernel would accept:
    std::string_view word = {};    // "never-true": the name beside the id
    Level level = Level::warning;  // unless the user says otherwise
    std::string_view example = {}; // a ruleset in which it is found

    bool is_lint() const { return !word.empty(); }
};

const CodeInfo& info(Code code);
std::size_t code_count();

struct Label {
    Span span;
    std::string text; // may be empty: only underlines
};

// May a program make the change by itself? A safe one mends what was found and means what was meant; a guess is for
// people.
enum class Applicability : std::uint8_t { safe, guess };

// Replace the text under `span` by `replacement`. The fix-its of a diagnostic belong together.
struct FixIt {
    Span span;
    std::string replacement;
    Applicability applicability = Applicability::safe;
};

struct Diagnostic {
    Code code;
    Severity severity;
    std::string message;
    Label primary;
    std::vector<Label> secondary;
    std::vector<std::string> notes;
    std::vector<std::string> helps;
    std::vector<FixIt> fixits;

    Diagnostic&& label(std::string text) && {
        primary.text = std::move(text);
        return std::move(*this);
    }
    Diagnostic&& also(Span span, std::string text) && {
        secondary.push_back({span, std::move(text)});
        return std::move(*this);
    }
    Diagnostic&& note(std::string text) && {
        notes.push_back(std::move(text));
        return std::move(*this);
    }
    Diagnostic&& help(std::string text) && {
        helps.push_back(std::move(text));
        return std::move(*this);
    }
    // "did you mean `x`?" with the replacement as a fix-it, a guess.
    Diagnostic&& did_you_mean(std::string_view name) && {
        helps.push_back(fmt::format("did you mean `{}`?", name));
        fixits.push_back({primary.span, std::string(name), Applicability::guess});
        return std::move(*this);
    }
    // The same of the name nearest to `word`; false: none is near.
    bool suggest(std::string_view word, std::span<const std::string_view> known);
    // The same in words only, where the primary place holds more or something else than the word.
    bool suggest_in_words(std::string_view word, std::span<const std::string_view> known);
};

// make(kCode, span, args...): the headline of the code with its arguments filled in.
template <class... Args>
Diagnostic make(Code code, Span span, const Args&... args) {
    const CodeInfo& row = info(code);
    return {.code = code,
            .severity = row.severity,
            .message = fmt::format(fmt::runtime(row.headline), args...),
            .primary = {span, {}},
            .secondary = {},
            .notes = {},
            .helps = {},
            .fixits = {}};
}

class Levels;

// Collects the diagnostics of a run. Beyond `kMaxErrors` errors, and as many of each warning, it counts but keeps no
// more, so that hostile input cannot fill memory.
class Sink {
  public:
    static constexpr std::size_t kMaxErrors = 200;

    // Keeps no lints: for whoever only wants to know whether a ruleset can be loaded.
    Sink() = default;
    // Keeps what `levels`, which must outlive the sink, does not turn off. Their severity stays what it is: an
    // escalated lint must not stop the passes that find the others.
    explicit Sink(const Levels& levels) : levels_(&levels) {}

    // Would a diagnostic of this code be kept? For passes that would work for a lint alone.
    bool wants(Code code) const;

    void report(Diagnostic diagnostic);

    // What was reported since `all()` had `first` entries, inside something that stands elsewhere, was found because
    // of `use`: says so, once for a mistake that shows at several uses.
    void used_at(std::size_t first, Span use);

    // For after the last pass: drops findings that the user allows, makes errors of warnings as `levels` says.
    template <class Allowed>
    void erase_warnings_if(Allowed allowed) {
        std::erase_if(diagnostics_,
                      [&](const Diagnostic& found) { return found.severity == Severity::warning && allowed(found); });
    }
    void escalate(const Levels& levels);

    bool failed() const { return error_count_ > 0; }
    std::size_t error_count() const { return error_count_; }
    std::size_t unseen_warnings() const { return unseen_warnings_; } // counted, not kept
    const std::vector<Diagnostic>& all() const { return diagnostics_; }
    // The same for people: file by file, from top to bottom, whatever pass found them; those without a place first.
    std::vector<Diagnostic> in_source_order() const;

  private:
    Diagnostic* same_before(std::size_t index);
    void forget(std::size_t index);

    const Levels* levels_ = nullptr;
    std::vector<Diagnostic> diagnostics_;
    std::map<Code, std::size_t> warning_counts_;
    std::size_t error_count_ = 0;
    std::size_t unseen_warnings_ = 0;
};

} // namespace rulec::diag
