// SPDX-License-Identifier: GPL-2.0-or-later
// Diagnostic: what rulec tells the user about their input, as data. Texts of the headline come from the registry
// codes.def; rendering is somebody else's work (render_text.h, render_json.h). A Diagnostic is made whole by the
// pass that found the mistake and handed to a Sink.
#pragma once

#include "compiler/source/span.h"

#include <cstdint>
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
#include "compiler/diag/codes.def"
#undef RULEC_DIAGNOSTIC
};

struct CodeInfo {
    std::string_view id; // "E0102": stable for ever
    Severity severity;
    std::string_view headline;    // fmt format string
    std::string_view explanation; // for `rulec explain`; Markdown
};

const CodeInfo& info(Code code);
std::size_t code_count();

struct Label {
    Span span;
    std::string text; // may be empty: only underlines
};

// Replace the text under `span` by `replacement`.
struct FixIt {
    Span span;
    std::string replacement;
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
    // "did you mean `x`?" with the replacement as a fix-it.
    Diagnostic&& did_you_mean(std::string_view name) && {
        helps.push_back(fmt::format("did you mean `{}`?", name));
        fixits.push_back({primary.span, std::string(name)});
        return std::move(*this);
    }
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

// Collects the diagnostics of a run. Beyond `kMaxErrors` errors it counts but keeps no more, so that hostile input
// cannot fill memory.
class Sink {
  public:
    static constexpr std::size_t kMaxErrors = 200;

    void report(Diagnostic diagnostic);
    bool failed() const { return error_count_ > 0; }
    std::size_t error_count() const { return error_count_; }
    const std::vector<Diagnostic>& all() const { return diagnostics_; }
    // The same for people: file by file, from top to bottom, whatever pass found them; those without a place first.
    std::vector<Diagnostic> in_source_order() const;

  private:
    std::vector<Diagnostic> diagnostics_;
    std::size_t error_count_ = 0;
};

} // namespace rulec::diag
